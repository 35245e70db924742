package reports

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	symbols "sentry1c/addin/admin/symbols/command"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/build/kit/receiver"
)

// TestMain_endsInOrder: on SIGTERM the receiver ends well, and what is not sent lies in
// the spool for the next one.
func TestMain_endsInOrder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a program of Windows is ended by its service")
	}
	spool := t.TempDir()
	c := startChild(t, "http://key@127.0.0.1:1/1", spool)
	response, err := http.Post(c.url+"/pushReport", "application/json", strings.NewReader(numbered(1)))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if err := c.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := c.command.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if files, err := filepath.Glob(filepath.Join(spool, "v1", "*", "*", "*.envelope")); err != nil || len(files) != 1 {
		t.Errorf("%d envelopes are left, %v", len(files), err)
	}
	if locks, err := filepath.Glob(filepath.Join(spool, "v1", "locks", "*.lock")); err != nil || len(locks) != 0 {
		t.Errorf("locks are left: %q, %v", locks, err)
	}
	sentry, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer sentry.Close()
	// Another start that cannot listen says so and touches nothing.
	if err := Main(t.Context(), "reports", []string{"-listen", "127.0.0.1:99999", "-dsn", sentry.DSN(), "-spool", spool}, io.Discard); err == nil || !strings.Contains(err.Error(), "reports: listen: ") {
		t.Errorf("a port that is none: %v", err)
	}
}

// certificate writes one for 127.0.0.1 with its key.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: encoded}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key, pool
}

// TestMain_tls: with a certificate it speaks TLS, and its first line says so.
func TestMain_tls(t *testing.T) {
	cert, key, pool := certificate(t)
	ctx, cancel := context.WithCancel(t.Context())
	printed, out := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- Main(ctx, "reports", []string{"-listen", "127.0.0.1:0", "-dsn", "http://key@127.0.0.1:1/1", "-spool", t.TempDir(), "-cert", cert, "-key", key, "-secret", "0123456789abcdef"}, out)
		out.Close()
	}()
	content := make([]byte, 1000)
	n, err := printed.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, printed) }()
	address := strings.TrimSpace(string(content[:n]))
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	response, err := client.Get(address + "/0123456789abcdef")
	if err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("%s: %v", address, err)
	} else {
		response.Body.Close()
	}
	client.CloseIdleConnections()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestPush_symbols: a file of symbols does for reports what it does for the component.
func TestPush_symbols(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"Configuration.xml": `<MetaDataObject><Configuration><Properties><Name>Торговля</Name><Version>1</Version></Properties></Configuration></MetaDataObject>`,
		filepath.Join("CommonModules", "Цены", "Ext", "Module.bsl"): "Функция Цена()\r\n\tВозврат 1/0;\r\nКонецФункции\r\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "symbols")
	if err := symbols.Main(t.Context(), "symbols", []string{"make", "-source", "-o", file, dir}, io.Discard); err != nil {
		t.Fatal(err)
	}
	b := NewBase()
	b.Options = string(rawjson.AppendObject(nil, rawjson.Object{{Name: "symbolsFile", Raw: rawjson.String(file)}}))
	p := start(t, b)
	e := p.event(p.push("", []byte(`{"errorInfo":{"applicationErrorInfo":{"errors":[["{ОбщийМодуль.Цены.Модуль(2)}: Деление на 0",[]]],"stack":[["ОбщийМодуль.Цены.Модуль",2,"\tВозврат 1/0;"]]}}}`)))
	want(t, e, "Цена", "exception", "values", -1, "stacktrace", "frames", -1, "function")
	want(t, e, []string{"КонецФункции"}, "exception", "values", -1, "stacktrace", "frames", -1, "post_context")
}

// TestServer_panics: a mistake of ours costs its request only, and is counted.
func TestServer_panics(t *testing.T) {
	p := start(t)
	working := p.server.bodies
	p.server.bodies = nil
	if status, _ := p.ask(http.MethodPost, "/pushReport", "", strings.NewReader(numbered(1))); status != http.StatusInternalServerError {
		t.Errorf("answered %d", status)
	}
	p.server.bodies = working
	if !strings.Contains(p.metrics(), `sentry1c_reports_refused_total{reason="panic"} 1`) {
		t.Error("it is not counted")
	}
	p.push("", []byte(numbered(1)))
}

func FuzzReadQuestion(f *testing.F) {
	f.Add(real(f, "getInfo.json"))
	f.Add([]byte(`{"systemcrash":"","appStackHash":{},"clientStackHash":5}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		raw, err := rawjson.Canonical(string(content))
		if err != nil {
			return
		}
		b := NewBase()
		answer := b.info(readQuestion(raw), "1", true)
		if encoded, err := json.Marshal(answer); err != nil || bytes.Contains(encoded, []byte("{number}")) {
			t.Error(fmt.Sprint(answer), err)
		}
	})
}
