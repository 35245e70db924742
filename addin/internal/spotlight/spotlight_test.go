package spotlight

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var content = []byte("{\"sdk\":{}}\n{\"type\":\"event\",\"length\":2}\n{}\n")

func TestMirror(t *testing.T) {
	came := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		came <- r.Method + " " + r.URL.Path + " " + r.Header.Get("Content-Type") + " " + string(body)
	}))
	defer server.Close()
	m := New(server.URL + "/stream")
	m.Offer(content)
	m.Offer(content)
	for range 2 {
		select {
		case got := <-came:
			if !strings.HasPrefix(got, `POST /stream application/x-sentry-envelope {"sent_at":"`) || !strings.HasSuffix(got, "{}\n") {
				t.Errorf("came %q", got)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("nothing came")
		}
	}
	var none *Mirror
	none.Offer(content)
}

// TestMirror_bounds: an address that does not answer holds nobody up and takes little
// memory; after a failure nothing is tried for a while.
func TestMirror_bounds(t *testing.T) {
	answer := make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-answer }))
	defer server.Close()
	defer close(answer)
	m := New(server.URL)
	large := append(bytes.Clone(content), make([]byte, 1<<20)...)
	start := time.Now()
	for range 1000 {
		m.Offer(large)
		m.Offer(content)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("2000 copies took %v", took)
	}
	m.mu.Lock()
	if len(m.waiting) > maxWaiting || m.bytes > maxWaitingBytes {
		t.Errorf("%d copies of %d bytes wait", len(m.waiting), m.bytes)
	}
	m.mu.Unlock()
	deadline := time.Now().Add(10 * time.Second)
	for sending := true; sending && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		m.mu.Lock()
		sending = m.sending
		m.mu.Unlock()
	}
	m.Offer(content)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.sending || len(m.waiting) != 0 || m.bytes != 0 {
		t.Errorf("sending %v, %d wait with %d bytes, after a failure", m.sending, len(m.waiting), m.bytes)
	}
}
