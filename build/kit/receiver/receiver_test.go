package receiver

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

const eventID = "0123456789abcdef0123456789abcdef"

// envelopeOf returns an envelope of one event with a body of its own.
func envelopeOf(event string) string {
	return fmt.Sprintf("{\"event_id\":%q,\"sent_at\":%q}\n{\"type\":\"event\",\"length\":%d}\n%s\n",
		eventID, time.Now().UTC().Format(time.RFC3339Nano), len(event), event)
}

func post(t *testing.T, s *Server, path, body string, change func(*http.Request)) (status int, answer string) {
	t.Helper()
	base := "http://" + s.listener.Addr().String()
	request, err := http.NewRequest(http.MethodPost, base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-sentry-envelope")
	request.Header.Set("X-Sentry-Auth", "Sentry sentry_version=7, sentry_key="+Key)
	if change != nil {
		change(request)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(content)
}

const endpoint = "/api/" + Project + "/envelope/"

func TestServer_takesWhatIsRight(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	event := `{"event_id":"` + eventID + `","message":{"a":["x","Ё"]}}`
	if status, answer := post(t, s, endpoint, envelopeOf(event), nil); status != 200 || !strings.Contains(answer, eventID) {
		t.Errorf("answer = %d %s", status, answer)
	}
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := io.WriteString(w, envelopeOf(event)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	status, answer := post(t, s, endpoint, zipped.String(), func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") })
	if status != 200 {
		t.Errorf("gzip: %d %s", status, answer)
	}
	if !s.Wait(2, time.Second) || s.Wait(3, 10*time.Millisecond) {
		t.Errorf("%d envelopes", len(s.Envelopes()))
	}
	e := s.Events()[0]
	if e.Text("message", "a", -1) != "Ё" || e.At("message", "a", 5) != nil || e.Text("no", "such") != "" {
		t.Errorf("event = %v", e)
	}
}

func TestServer_refusesWhatRealOnesRefuse(t *testing.T) {
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	good := envelopeOf(`{"event_id":"` + eventID + `"}`)
	now := time.Now().UTC().Format(time.RFC3339Nano)
	tests := []struct {
		name, path, body string
		change           func(*http.Request)
		status           int
	}{
		{"no trailing slash", "/api/42/envelope", good, nil, 404},
		{"other project", "/api/1/envelope/", good, nil, 404},
		{"no key", endpoint, good, func(r *http.Request) { r.Header.Del("X-Sentry-Auth") }, 403},
		{"content type", endpoint, good, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, 400},
		{"bad gzip", endpoint, good, func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, 400},
		{"empty", endpoint, "", nil, 400},
		{"no JSON", endpoint, "x\n", nil, 400},
		{"length too long", endpoint, strings.Replace(good, `"length":`, `"length":9`, 1), nil, 400},
		{"length too short", endpoint, strings.Replace(good, `"length":`, `"length":1}`+"\n{\"x\":", 1), nil, 400},
		{"no length", endpoint, strings.Replace(good, `"length":`, `"size":`, 1), nil, 400},
		{"sent_at twice", endpoint, strings.Replace(good, `{"event_id"`, `{"sent_at":"`+now+`","event_id"`, 1), nil, 400},
		{"sent_at local", endpoint, strings.Replace(good, `Z"`, `+03:00"`, 1), nil, 400},
		{"sent_at old", endpoint, strings.Replace(good, now[:4], "2001", 1), nil, 400},
		{"id with hyphens", endpoint, envelopeOf(`{"event_id":"01234567-89ab-cdef-0123-456789abcdef"}`), nil, 400},
		{"other id", endpoint, envelopeOf(`{"event_id":"ffffffffffffffffffffffffffffffff"}`), nil, 400},
		{"half a pair", endpoint, envelopeOf(`{"event_id":"` + eventID + `","x":"\ud83d"}`), nil, 400},
		{"NUL", endpoint, envelopeOf(`{"event_id":"` + eventID + `","x":"\u0000"}`), nil, 400},
		{"no UTF-8", endpoint, envelopeOf("{\"x\":\"\xff\"}"), nil, 400},
		{"too large", endpoint, envelopeOf(`{"event_id":"` + eventID + `","x":"` + strings.Repeat("x", 1<<20) + `"}`), nil, 400},
		{"two events", endpoint, good + strings.SplitAfterN(good, "\n", 2)[1], nil, 400},
	}
	for _, test := range tests {
		if status, answer := post(t, s, test.path, test.body, test.change); status != test.status {
			t.Errorf("%s: %d %s, want %d", test.name, status, answer, test.status)
		}
	}
	if got := len(s.Refused()); got != len(tests) || len(s.Envelopes()) != 0 {
		t.Errorf("%d refused, %d taken", got, len(s.Envelopes()))
	}
	if status, answer := post(t, s, endpoint, envelopeOf(`{"event_id":"`+eventID+`","x":"\\u0000 \\ud800"}`), nil); status != 200 {
		t.Errorf("the text of an escape: %d %s", status, answer)
	}
}

func TestServer_handler(t *testing.T) {
	s, err := NewWith(func(w http.ResponseWriter, e *Envelope) bool {
		w.WriteHeader(http.StatusTeapot)
		return len(e.Items) == 1
	})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if status, _ := post(t, s, endpoint, envelopeOf(`{"event_id":"`+eventID+`"}`), nil); status != http.StatusTeapot {
		t.Errorf("status = %d", status)
	}
	if len(s.Envelopes()) != 1 {
		t.Errorf("%d envelopes kept", len(s.Envelopes()))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("{}\n{\"type\":\"event\",\"length\":2}\n{}\n"))
	f.Add([]byte("{\"a\":{\"a\":1}}\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := Parse(body)
		if err != nil {
			return
		}
		size := 0
		for _, item := range e.Items {
			size += len(item.Payload)
		}
		if size > len(body) {
			t.Fatalf("%d bytes of payload in %d", size, len(body))
		}
		_ = e.check()
	})
}
