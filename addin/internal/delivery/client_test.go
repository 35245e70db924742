package delivery

import (
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// send delivers one envelope with the options given and returns the answer.
func send(t *testing.T, url string, options HTTPOptions) Response {
	t.Helper()
	if options.Timeout == 0 {
		options.Timeout = 10 * time.Second
	}
	client, err := NewHTTPClient(options)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	d := New(Config{URL: url, Client: client})
	defer stop(d)
	d.Enqueue(Item{Category: Error, Envelope: envelopeNamed("x")})
	for range 1000 {
		if s := d.Statistics(); s.Requests > 0 {
			return s.Last
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("no answer")
	return Response{}
}

func TestNewHTTPClient_certificates(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "{}")
	}))
	defer server.Close()
	server.Config.ErrorLog = nil
	if got := send(t, server.URL, HTTPOptions{}); got.Status != 0 || !strings.Contains(got.Detail, "certificate") {
		t.Errorf("an unknown certificate: %d %q", got.Status, got.Detail)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, options := range map[string]HTTPOptions{
		"caCertFile":         {CACertFile: file},
		"insecureSkipVerify": {InsecureSkipVerify: true},
	} {
		if got := send(t, server.URL, options); got.Status != 200 {
			t.Errorf("%s: %d %q", name, got.Status, got.Detail)
		}
	}
}

func TestNewHTTPClient_proxy(t *testing.T) {
	var proxied atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "sentry.invalid" {
			proxied.Add(1)
		}
		_, _ = io.WriteString(w, "{}")
	}))
	defer proxy.Close()
	if got := send(t, "http://sentry.invalid/api/1/envelope/", HTTPOptions{Proxy: proxy.URL}); got.Status != 200 || proxied.Load() != 1 {
		t.Errorf("through a proxy: %d %q, %d requests", got.Status, got.Detail, proxied.Load())
	}
}

// TestPost_oddAnswers: what breaks in the middle is tried again, and nothing of an
// endless answer is kept.
func TestPost_oddAnswers(t *testing.T) {
	var mode atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch mode.Load() {
		case "reset":
			panic(http.ErrAbortHandler)
		case "short body":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{")
		case "short refusal":
			w.Header().Set("Content-Length", "100")
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"detail":"bad envelope"}`)
		case "endless":
			for range 100 {
				_, _ = io.WriteString(w, strings.Repeat("x", 64<<10))
			}
		case "reason":
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"detail":"bad envelope","causes":["no id"]}`)
		case "reason in a header":
			w.Header().Set("X-Sentry-Error", "project unknown")
			w.WriteHeader(403)
		case "slow drip":
			for range 100 {
				_, _ = io.WriteString(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}
	}))
	defer server.Close()
	for _, test := range []struct {
		mode   string
		status int
		want   verdict
		detail string
	}{
		{"reset", 0, unreachable, "EOF"},
		{"short body", 200, unreachable, "unexpected EOF"},
		{"short refusal", 400, unreachable, "unexpected EOF"},
		{"endless", 200, delivered, ""},
		{"reason", 400, refused, "bad envelope: no id"},
		{"reason in a header", 403, misdirected, "project unknown"},
		{"slow drip", 200, unreachable, "deadline exceeded"},
	} {
		mode.Store(test.mode)
		got := send(t, server.URL, HTTPOptions{Timeout: 500 * time.Millisecond})
		if got.Status != test.status || got.verdict != test.want || !strings.Contains(got.Detail, test.detail) {
			t.Errorf("%s: %d, verdict %d, %q", test.mode, got.Status, got.verdict, got.Detail)
		}
		if strings.Contains(got.Detail, server.URL) {
			t.Errorf("%s: %q shows the address", test.mode, got.Detail)
		}
	}
}
