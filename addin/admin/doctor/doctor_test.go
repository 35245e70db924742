package doctor

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
	"sentry1c/build/kit/built"
	"sentry1c/manifest"
)

// examine returns the report in English, and fails if the Russian one finds anything else.
func examine(t *testing.T, options Options) string {
	t.Helper()
	options.Timeout = 5 * time.Second
	if options.Spool == "" {
		options.Spool = t.TempDir() // what this user has is another matter
	}
	english := Examine(context.Background(), options)
	options.Russian = true
	russian := Examine(context.Background(), options)
	if english.Healthy() != russian.Healthy() || len(english.Findings) != len(russian.Findings) {
		t.Errorf("the two languages differ:\n%+v\n%+v", english.Findings, russian.Findings)
	}
	for _, f := range russian.Findings {
		if _, rest, ok := strings.Cut(f.Text, "манифест неверен, "); ok {
			f.Text = strings.TrimSuffix(f.Text, rest)
		}
		if english := threeWords.FindString(f.Text); english != "" {
			t.Errorf("%q in %s", english, f.Text)
		}
	}
	var out strings.Builder
	english.Print(&out)
	var ru strings.Builder
	russian.Print(&ru)
	for _, text := range []string{out.String(), ru.String()} {
		if strings.Contains(text, "%!") || strings.Contains(text, "secretkey") {
			t.Errorf("the report is\n%s", text)
		}
	}
	return out.String()
}

// threeWords are more than a name in a sentence of another language.
var threeWords = regexp.MustCompile(`[A-Za-z]{2,} [a-z]+ [a-z]+`)

func expect(t *testing.T, report string, want ...string) {
	t.Helper()
	for _, text := range want {
		if !strings.Contains(report, text) {
			t.Errorf("the report does not say %q:\n%s", text, report)
		}
	}
}

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExamine_file(t *testing.T) {
	path := built.Library(t)
	expect(t, examine(t, Options{Path: path}), "this machine has all it needs", "No obstacle was found in what was looked at. Not looked at: the way to the server (give -dsn).")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, examine(t, Options{Path: path + ".no"}), "There is no file", "PROBLEM", "The add-in will not work on this machine")
	expect(t, examine(t, Options{Path: write(t, "Sentry.cfe", []byte("no library"))}), "an extension, which is loaded into an infobase", "PROBLEM")
	expect(t, examine(t, Options{Path: t.TempDir()}), "it is a folder", "PROBLEM")
	expect(t, examine(t, Options{Path: write(t, "a.so", content[:len(content)/2])}), "the file is cut off", "PROBLEM")
	expect(t, examine(t, Options{Path: write(t, "a.so", content[:100])}), "the file is cut off", "PROBLEM")
	expect(t, examine(t, Options{Path: write(t, "a.so", []byte("no library"))}), "this is no library", "PROBLEM")
	other := bytes.Clone(content)
	other[18] = 183 // ELF's number of ARM64
	if runtime.GOARCH == "arm64" {
		other[18] = 62
	}
	expect(t, examine(t, Options{Path: write(t, "a.so", other)}), "and this machine is Linux", "PROBLEM")
	renamed := bytes.ReplaceAll(content, []byte("GetClassObject\x00"), []byte("GetClassOther_\x00"))
	expect(t, examine(t, Options{Path: write(t, "a.so", renamed)}), "it has no function GetClassObject", "PROBLEM")
	newer := bytes.ReplaceAll(content, []byte("GLIBC_2.34\x00"), []byte("GLIBC_2.99\x00"))
	if !bytes.Equal(newer, content) {
		expect(t, examine(t, Options{Path: write(t, "a.so", newer)}), "needs glibc 2.99, and this machine has 2.", "PROBLEM")
	}
}

// TestExamine_spool: the folder of what waits is found, or the reason why it does not do, and nothing is made in it.
func TestExamine_spool(t *testing.T) {
	dir := t.TempDir()
	spool := filepath.Join(dir, "Ой", "spool")
	expect(t, examine(t, Options{Spool: spool}), "are kept in "+spool, "Examined as the user ")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("the examination left %v %v", entries, err)
	}
	if err := os.MkdirAll(spool, 0o700); err != nil {
		t.Fatal(err)
	}
	marker := filepath.Join(spool, "disabled")
	if err := os.WriteFile(marker, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, examine(t, Options{Spool: spool}), "PROBLEM  The add-in is switched off by "+marker)
	if err := os.Remove(marker); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SENTRY1C_DISABLE", "1")
	expect(t, examine(t, Options{Spool: spool}), "PROBLEM  The add-in is switched off by SENTRY1C_DISABLE=1")
	t.Setenv("SENTRY1C_DISABLE", "0")
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, examine(t, Options{Spool: filepath.Join(file, "spool")}), "PROBLEM  The folder "+filepath.Join(file, "spool")+" cannot be read")
}

func TestExamine_bundle(t *testing.T) {
	content, err := os.ReadFile(built.Library(t))
	if err != nil {
		t.Fatal(err)
	}
	pack := func(component manifest.Component, library []byte) []byte {
		var b bytes.Buffer
		m := manifest.Manifest{Components: []manifest.Component{component}}
		if err := manifest.WriteBundle(&b, m, map[string][]byte{component.Path: library}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	here, ok := manifest.TargetOf(runtime.GOOS, runtime.GOARCH)
	if !ok {
		t.Skip("1C does not run here")
	}
	good := pack(here.Component("A", "1"), content)
	expect(t, examine(t, Options{Path: write(t, "a.zip", good)}), "is a sound bundle", "this machine has all it needs")
	expect(t, examine(t, Options{Path: write(t, "a.zip", good[:len(good)-100])}), "is no sound bundle", "PROBLEM")
	mac, _ := manifest.TargetOf("darwin", "amd64")
	expect(t, examine(t, Options{Path: write(t, "a.zip", pack(mac.Component("A", "1"), content))}),
		"The bundle has nothing for this machine", "the bundle supports MacOS x86_64", "PROBLEM")
	expect(t, examine(t, Options{Path: write(t, "a.zip", pack(here.Component("A", "1"), content[:5000]))}), "the file is", "PROBLEM")
	unknown := bytes.Replace(mustEncode(t, here), []byte("type="), []byte("kind=\"x\" type="), 1)
	expect(t, examine(t, Options{Path: write(t, "a.zip", zipOf(t, map[string][]byte{manifest.EntryName: unknown, here.FileName("A", "1"): content}))}),
		"unknown attribute kind of component", "PROBLEM")
	expect(t, examine(t, Options{Path: write(t, "a.zip", zipOf(t, map[string][]byte{manifest.EntryName: mustEncode(t, here)}))}),
		"is named in the manifest and not in the zip", "PROBLEM")
}

func TestExamine_server(t *testing.T) {
	code := http.StatusOK
	handler := http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if q.Method != http.MethodConnect && (q.URL.Path != "/base/api/7/envelope/" || !strings.Contains(q.Header.Get("X-Sentry-Auth"), "sentry_key=secretkey")) {
			t.Errorf("%s asked with %q", q.URL, q.Header.Get("X-Sentry-Auth"))
		}
		if code == http.StatusMovedPermanently {
			w.Header().Set("Location", "https://other.example.com/")
		}
		w.WriteHeader(code)
	})
	plain, secure := httptest.NewServer(handler), httptest.NewUnstartedServer(handler)
	secure.TLS = &tls.Config{}
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that fail are the point
	secure.StartTLS()
	defer plain.Close()
	defer secure.Close()
	dsn := func(scheme, host string) string { return scheme + "://secretkey@" + host + "/base/7" }
	host := func(s *httptest.Server) string { return s.Listener.Addr().String() }

	for status, want := range map[int]string{
		200: "ok       The server answers and refuses nothing (HTTP 200). Whether the key is right the first event will show", 429: "note     The server answers, and takes nothing now (HTTP 429): a quota or a rate limit", 413: "PROBLEM  Even an empty envelope is too large", 400: "note     The server answers (HTTP 400 to an empty envelope), perhaps for the key", 403: "does not take the key", 404: "no such project", 502: "out of order", 301: "https://other.example.com/",
	} {
		code = status
		expect(t, examine(t, Options{DSN: dsn("http", host(plain))}), want)
	}
	code = 200
	roots := write(t, "roots.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}))
	expect(t, examine(t, Options{DSN: dsn("https", host(secure)), CACert: roots}), "refuses nothing (HTTP 200)")
	expect(t, examine(t, Options{DSN: dsn("https", host(secure))}), "does not trust", "Acme Co", "PROBLEM")
	expect(t, examine(t, Options{DSN: dsn("https", host(plain))}), "no TLS on this port", "PROBLEM")
	expect(t, examine(t, Options{DSN: dsn("https", "localhost:"+strings.Split(host(secure), ":")[1]), CACert: roots}), "for another name", "PROBLEM")
	expect(t, examine(t, Options{DSN: dsn("http", "127.0.0.1:1")}), "No connection to 127.0.0.1:1: it is refused", "PROBLEM")
	expect(t, examine(t, Options{DSN: dsn("http", host(plain)), Proxy: "nonsense"}), "The proxy is no address", "PROBLEM")
	expect(t, examine(t, Options{DSN: dsn("http", "no-such-host.invalid"), Proxy: "http://" + host(plain)}), "through the proxy")
	code = http.StatusProxyAuthRequired
	for _, scheme := range []string{"http", "https"} { // https is asked for by CONNECT
		expect(t, examine(t, Options{DSN: dsn(scheme, "no-such-host.invalid"), Proxy: "http://" + host(plain)}), "the proxy "+host(plain)+" wants a login (HTTP 407): put user and password into its address", "PROBLEM")
	}
	code = http.StatusForbidden
	expect(t, examine(t, Options{DSN: dsn("https", "no-such-host.invalid"), Proxy: "http://" + host(plain)}), "The server does not answer: the proxy "+host(plain)+" does not let through to no-such-host.invalid:443 (HTTP 403)", "PROBLEM")
	expect(t, examine(t, Options{DSN: dsn("http", "no-such-host.invalid"), Proxy: "http://" + host(plain)}), "The server, or the proxy "+host(plain)+", refuses (HTTP 403)", "PROBLEM")
	code = 200
	// What only delays events keeps nobody from using the add-in; what Init refuses does.
	const delayed, refused = "Events are kept on the disk; they are sent when the problems are mended. Not looked at: whether the add-in is loaded (name the bundle: SentryAddIn_",
		"\nInit answers False and nothing is recorded until the problems are mended. Not looked at: whether the add-in"
	library := built.Library(t)
	code = 200
	expect(t, examine(t, Options{DSN: dsn("http", host(plain)), Path: library}), "\nNothing stands in the way.\n")
	expect(t, examine(t, Options{DSN: dsn("http", host(plain))}), "\nNo obstacle was found in what was looked at. Not looked at: whether the add-in is loaded (name the bundle: SentryAddIn_"+addin.Version+".zip).\n")
	expect(t, examine(t, Options{}), "in what was looked at. Not looked at: whether the add-in is loaded", "; the way to the server (give -dsn).\n")
	expect(t, examine(t, Options{DSN: dsn("http", "127.0.0.1:1"), Path: library}), "\nThe add-in is loaded on this machine and keeps events on the disk")
	expect(t, examine(t, Options{DSN: "https://host/1", Path: library}), "\nThe add-in is loaded on this machine, but Init answers False")
	expect(t, examine(t, Options{DSN: dsn("http", host(plain)), Proxy: "http://127.0.0.1:1"}),
		"The way to the server goes through the proxy 127.0.0.1:1.", "The server does not answer: no connection to the proxy 127.0.0.1:1: it is refused", delayed)
	expect(t, examine(t, Options{DSN: dsn("http", "127.0.0.1:1")}), delayed)
	expect(t, examine(t, Options{DSN: dsn("https", host(secure))}), delayed)
	code = 403
	expect(t, examine(t, Options{DSN: dsn("http", host(plain))}), delayed)
	expect(t, examine(t, Options{DSN: dsn("http", host(plain)), CACert: roots + "none"}), "The file of roots "+roots+"none cannot be read: there is none", refused)
	expect(t, examine(t, Options{DSN: dsn("http", host(plain)), CACert: write(t, "x.pem", nil)}), "holds no certificate", refused)
	expect(t, examine(t, Options{DSN: "https://host/1"}), refused)
	expect(t, examine(t, Options{DSN: "https://host/1", Path: "/no/such/file"}), "will not work on this machine")
	for bad, want := range map[string]string{
		"secretkey": "does not begin with https", "https://host/1": "no key before the @", "https://secretkey@/1": "no server behind",
		"https://secretkey@host/": "no project number", "https://secretkey@ho st/1": "this is no address", "https://secretkey@host:99999/1": "is no port",
	} {
		expect(t, examine(t, Options{DSN: bad}), "The DSN is wrong: ", want, "PROBLEM")
	}
}

func TestMain_command(t *testing.T) {
	var out strings.Builder
	if err := Main(context.Background(), "doctor", []string{"-lang", "ru", "-dsn", "", "/no/such/file"}, &out); !errors.Is(err, cli.ErrReported) ||
		!strings.Contains(out.String(), "Файла /no/such/file нет") {
		t.Errorf("%v\n%s", err, out.String())
	}
	if err := Main(context.Background(), "doctor", []string{"a", "b"}, &out); err == nil || errors.Is(err, cli.ErrReported) {
		t.Errorf("two files: %v", err)
	}
}
