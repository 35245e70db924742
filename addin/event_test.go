package addin

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"sentry1c/addin/internal/record/recordtest"
)

// TestCaptureEvent_merge: what the payload says wins, the scope fills in the rest, and
// what nobody knows goes as it is.
func TestCaptureEvent_merge(t *testing.T) {
	f := ready(t, `{"release":"1.0","sendDefaultPii":true}`)
	f.call(1, "SetTag", "both", "scope")
	f.call(1, "SetTag", "scope", "yes")
	f.call(1, "SetUser", "1")
	f.call(1, "SetExtra", "both", "scope")
	f.call(1, "SetTransactionName", "scope")
	f.call(1, "AddBreadcrumb", "scope")
	id := [16]byte{15: 9}
	f.apply(recordtest.Call{Object: 1, ID: id, Args: []any{`{"event_id":"ab","tags":{"both":"event"},"extra":{"both":1},"logentry":{"formatted":"text"},
		"timestamp":1795000000.25,"odd":{"x":[null,true]},"sdk":{"name":"n","version":"2"},"platform":"java"}`}}, "CaptureEvent")
	event := f.event()
	want(t, event, hexOf(id), "event_id")
	want(t, event, "event", "tags", "both")
	want(t, event, "yes", "tags", "scope")
	want(t, event, "1", "user", "id")
	want(t, event, 1, "extra", "both")
	want(t, event, "scope", "transaction")
	want(t, event, "scope", "breadcrumbs", "values", 0, "message")
	want(t, event, "2026-11-18T11:06:40.250Z", "timestamp")
	want(t, event, []any{nil, true}, "odd", "x")
	want(t, event, "n", "sdk", "name")
	want(t, event, "java", "platform")
	want(t, event, "error", "level")
	want(t, event, nil, "contexts", "sdk_problems")
}

// TestCaptureEvent_badInput: whatever is wrong costs its part and is named; the event
// arrives.
func TestCaptureEvent_badInput(t *testing.T) {
	for given, problem := range map[string]string{
		``:                                 "missing",
		`text`:                             "not JSON",
		`[]`:                               "a JSON object is expected",
		`{"message":"m","level":"громко"}`: "Event.level: unknown level",
		`{"message":"m","timestamp":"вчера"}`:                      "Event.timestamp: a moment is expected",
		`{"message":"m","tags":7}`:                                 "Event.tags: a JSON object is expected",
		`{"message":"m","tags":[["a"]]}`:                           "Event.tags: a JSON object is expected",
		`{"message":"m","user":"u"}`:                               "Event.user: a JSON object is expected",
		`{"message":"m","exception":"e"}`:                          "Event.exception: a JSON object is expected",
		`{"message":"m","type":"transaction"}`:                     `Event.type: unknown word "transaction": known are error, default, event`,
		`{"message":"m","contexts":[]}`:                            "Event.contexts: a JSON object is expected",
		`{"message":"m","release":1}`:                              "Event.release: a text is expected",
		`{"tags":{"a":"b"}}`:                                       "the text is empty",
		`{"message":"m"` + strings.Repeat(`,"a":[[[[[[`, 40) + `}`: "not JSON",
	} {
		f := ready(t, "")
		var args []any
		if given != "" {
			args = append(args, given)
		}
		f.call(1, "CaptureEvent", args...)
		if got := f.lastError(1); !strings.Contains(got, problem) {
			t.Errorf("%.60s: %q, want %q", given, got, problem)
		}
		event := f.event()
		if event.At("logentry", "formatted") == nil {
			t.Errorf("%.60s: no message in %v", given, event)
		}
		if event.At("contexts", "sdk_problems") == nil {
			t.Errorf("%.60s: the event does not name the problem", given)
		}
	}
}

// TestCaptureEvent_ignored: the ignore rules see the texts of a payload.
func TestCaptureEvent_ignored(t *testing.T) {
	f := ready(t, `{"ignoreErrors":["^Таймаут"]}`)
	f.call(1, "CaptureEvent", `{"exception":{"values":[{"type":"E","value":"Таймаут обмена"}]}}`)
	f.call(1, "CaptureEvent", `{"message":"Таймаут обмена"}`)
	f.call(1, "CaptureEvent", `{"message":"Обмен: таймаут"}`)
	want(t, f.event(), "Обмен: таймаут", "logentry", "formatted")
}

// TestCaptureEvent_large: an event that servers refuse for its size arrives with what
// tells of the error.
func TestCaptureEvent_large(t *testing.T) {
	frames := strings.Repeat(`{"function":"f","vars":{"a":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}},`, 20000)
	exception := fmt.Sprintf(`{"values":[{"type":"T","value":"V","stacktrace":{"frames":[%s]}}]}`, strings.TrimSuffix(frames, ","))
	for name, given := range map[string]string{
		"unknown key":  `{"exception":{"values":[{"type":"T","value":"V"}]},"odd":"` + strings.Repeat("x", 2<<20) + `"}`,
		"stack":        `{"exception":` + exception + `}`,
		"many strings": `{"exception":{"values":[{"type":"T","value":"V"}]},"breadcrumbs":[{"message":"` + strings.Repeat("я", 1<<20) + `"}]}`,
	} {
		f := ready(t, "")
		f.call(1, "CaptureEvent", given)
		event := f.event()
		want(t, event, "V", "exception", "values", 0, "value")
		if raw, _ := json.Marshal(event); len(raw) > 1<<20 {
			t.Errorf("%s: %d bytes", name, len(raw))
		}
		if event.At("contexts", "sdk_problems", "event") == nil {
			t.Errorf("%s: nothing says that parts are missing", name)
		}
	}
}
