package addin

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// optionsOf is a JSON object of pairs.
func optionsOf(t *testing.T, pairs map[string]any) string {
	t.Helper()
	text, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestDebug: the log has a line for each thing that happens to an event, from the call
// to the answer, and none of what the event says.
func TestDebug(t *testing.T) {
	path := filepath.Join(t.TempDir(), "debug.log")
	f := ready(t, optionsOf(t, map[string]any{"debug": true, "debugLogFile": path, "ignoreErrors": []string{"^ignored"}, "sendDefaultPii": true}))
	f.call(1, "SetUser", "5f1c", "Иванова", "m@example.com")
	f.call(1, "AddAttachment", "a.txt", "private content")
	f.call(1, "CaptureMessage", "Заказ Ивановой не проведён")
	f.call(1, "CaptureMessage", "ignored")
	f.call(1, "CaptureCheckIn", "job", "bad")
	f.items("")
	id := f.event().Text("event_id")
	var text string
	deadline := time.Now().Add(5 * time.Second)
	wanted := []string{
		`client 1 started`,
		`client 1 event ` + id + ` of level info is record [0-9a-z]{8}/\d+\.0`,
		`client 1 error [0-9a-z]{8}/\d+\.0: stored, \d+ bytes`,
		`client 1 attachment [0-9a-z]{8}/\d+\.1: stored, \d+ bytes`,
		`client 1 error [0-9a-z]{8}/\d+\.0: sent, answer 200`,
		`client 1 attachment [0-9a-z]{8}/\d+\.1: sent, answer 200`,
		`client 1 error: dropped, event_processor`,
		`client 1 monitor: dropped, invalid`,
	}
	missing := wanted
	for len(missing) > 0 && time.Now().Before(deadline) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text, missing = string(content), nil
		for _, line := range wanted {
			if !regexp.MustCompile(line + "\n").MatchString(text) {
				missing = append(missing, line)
			}
		}
		time.Sleep(time.Millisecond)
	}
	if len(missing) > 0 {
		t.Errorf("missing are %q in\n%s", missing, text)
	}
	for _, private := range []string{"Иванов", "Заказ", "example.com", "private", "ignored", "5f1c", "0123456789abcdef"} {
		if strings.Contains(text, private) {
			t.Errorf("%q stands in\n%s", private, text)
		}
	}
}

// TestDebug_badInput: a log that cannot be written is told and costs nothing else.
func TestDebug_badInput(t *testing.T) {
	for _, test := range []struct {
		options map[string]any
		told    string
	}{
		{map[string]any{"debug": true}, "debug writes nothing without debugLogFile"},
		{map[string]any{"debug": true, "debugLogFile": filepath.Join(t.TempDir(), "missing", "log")}, "debugLogFile cannot be written"},
		{map[string]any{"debug": true, "debugLogFile": t.TempDir()}, "debugLogFile cannot be written"},
	} {
		f := ready(t, optionsOf(t, test.options))
		if got := f.lastError(1); !strings.Contains(got, test.told) {
			t.Errorf("%v: told %q, want %q", test.options, got, test.told)
		}
		f.call(1, "CaptureMessage", "m")
		f.event()
	}
}

// TestSpotlight: Spotlight gets a copy of everything, even if the server gets nothing.
func TestSpotlight(t *testing.T) {
	came := make(chan string, 100)
	spotlight := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		came <- string(body)
	}))
	defer spotlight.Close()
	for _, from := range []string{"option", "environment"} {
		f := newFixture(t)
		f.server.status = 503
		options := optionsOf(t, map[string]any{"spotlight": spotlight.URL + "/stream"})
		if from == "environment" {
			options = ""
			f.worker.getenv = func(name string) (string, bool) {
				return map[string]string{"SENTRY_SPOTLIGHT": spotlight.URL}[name], name == "SENTRY_SPOTLIGHT"
			}
		}
		if !f.bool(1, "Init", testDSN, options) {
			t.Fatal(f.lastError(1))
		}
		f.call(1, "CaptureMessage", "m")
		f.call(1, "CaptureFeedback", "m")
		kinds := map[string]bool{}
		for range 2 {
			select {
			case body := <-came:
				kinds[strings.SplitN(strings.SplitN(body, "\n", 3)[1], ",", 2)[0]] = true
			case <-time.After(10 * time.Second):
				t.Fatalf("%s: only %v came", from, kinds)
			}
		}
		if !kinds[`{"type":"event"`] || !kinds[`{"type":"feedback"`] {
			t.Errorf("%s: came %v", from, kinds)
		}
	}
}
