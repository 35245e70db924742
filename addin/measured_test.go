package addin

import (
	"strings"
	"testing"

	"sentry1c/build/kit/receiver"
)

// TestMeasured: what another session did is told as its own, and once, however often.
func TestMeasured(t *testing.T) {
	f := ready(t, `{"release":"1","tracesSampleRate":1}`)
	f.call(1, "SetTags", `{"infobase":"base","application":"BackgroundJob"}`)
	f.call(1, "SetContext", "session", `{"number":99}`)
	f.call(1, "SetUser", "robot")
	const params = `{"start":"2026-11-23T10:00:00Z","durationMs":1500,"status":"internal_error","key":"base/ключ 1","exported":true,"user":{"username":"Иванова"},
		"tags":{"application":"1CV8C","token":"тайна"},"measurements":{"target":{"value":2,"unit":"second"}},"data":{"errors":1}}`
	for range 2 {
		f.call(1, "StartTransaction", "Проведение заказа", "apdex", "", params)
	}
	f.call(1, "StartTransaction", "Проведение заказа", "apdex", "", strings.Replace(params, "ключ 1", "ключ 2", 1))
	all := f.decoded("transaction")
	if len(all) != 3 {
		t.Fatalf("%d transactions", len(all))
	}
	byID := map[string][]receiver.Event{}
	for _, tx := range all {
		byID[tx.Text("event_id")] = append(byID[tx.Text("event_id")], tx)
	}
	var first, again, other receiver.Event
	for _, same := range byID {
		if len(same) == 2 {
			first, again = same[0], same[1]
		} else {
			other = same[0]
		}
	}
	if len(byID) != 2 || first == nil || other == nil {
		t.Fatalf("ids %v", byID)
	}
	for _, path := range [][]any{{"event_id"}, {"contexts", "trace", "trace_id"}, {"contexts", "trace", "span_id"}} {
		want(t, again, first.At(path...), path...)
		if other.At(path...) == first.At(path...) {
			t.Errorf("%v is that of another measurement", path)
		}
	}
	want(t, first, map[string]any{"infobase": "base", "application": "1CV8C", "token": "[Filtered]"}, "tags")
	want(t, first, nil, "contexts", "session")
	want(t, first, nil, "contexts", "os")
	want(t, first, "internal_error", "contexts", "trace", "status")
	want(t, first, map[string]any{"value": 2, "unit": "second"}, "measurements", "target")
	id := first.Text("user", "id")
	if len(id) != 16 || strings.Contains(id, "Иванова") || first.At("user", "username") != nil {
		t.Errorf("user %v", first.At("user"))
	}
	if told := f.lastError(1); told != "" {
		t.Errorf("told %s", told)
	}
	balance(t, f.statistics(1))
}

// TestMeasured_user: an id that is known is told; without exported the object's own scope
// goes along.
func TestMeasured_user(t *testing.T) {
	for params, id := range map[string]any{
		`"exported":true,"user":{"id":"5f1c","username":"Иванова"}`: "5f1c",
		`"exported":true`:                        nil,
		`"user":{"id":"5f1c"}`:                   "5f1c",
		`"tags":{"a":"b"}`:                       "robot",
		`"exported":true,"user":{}`:              nil,
		`"exported":true,"user":{"username":""}`: nil,
	} {
		f := ready(t, `{"tracesSampleRate":1}`)
		f.call(1, "SetUser", "robot")
		f.call(1, "StartTransaction", "t", "job", "", `{"durationMs":5,`+params+`}`)
		want(t, f.decoded("transaction")[0], id, "user", "id")
	}
}

func TestMeasured_badInput(t *testing.T) {
	for params, told := range map[string]string{
		`{"durationMs":5,"key":[]}`:                                  "key: a text of at most 1000 bytes is expected",
		`{"durationMs":5,"exported":"yes"}`:                          "exported: true or false is expected",
		`{"durationMs":5,"user":"u"}`:                                "user: a JSON object is expected",
		`{"durationMs":5,"tags":7}`:                                  "tags: a JSON object is expected",
		`{"key":"x"}`:                                                "go with durationMs only",
		`{"durationMs":5,"wrong":1}`:                                 "known are start, durationMs, status, data, measurements, key, exported, user, tags",
		`{"durationMs":5,"key":"` + strings.Repeat("x", 1001) + `"}`: "key: a text of at most 1000 bytes",
	} {
		f := ready(t, `{"tracesSampleRate":1}`)
		id := f.start("StartTransaction", "t", "job", "", params)
		if got := f.lastError(1); !strings.Contains(got, told) {
			t.Errorf("%.60s: told %q, want %q", params, got, told)
		}
		if strings.Contains(params, "durationMs") {
			want(t, f.decoded("transaction")[0], "t", "transaction")
		} else if f.call(1, "FinishSpan", id); len(f.decoded("transaction")) != 1 {
			t.Errorf("%.60s: nothing was begun", params)
		}
	}
	f := ready(t, `{"tracesSampleRate":1}`)
	root := f.start("StartTransaction", "t")
	f.start("StartSpan", root, "x", "", `{"key":"x"}`)
	if got := f.lastError(1); !strings.Contains(got, "known are start, durationMs, status, data, measurements") {
		t.Errorf("told %q", got)
	}
}
