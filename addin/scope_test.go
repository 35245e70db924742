package addin

import (
	"fmt"
	"strings"
	"testing"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/scope"
	"sentry1c/build/kit/receiver"
)

func TestScope_pushAndPop(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "level", "outer")
	f.call(1, "AddBreadcrumb", "outer")
	f.call(1, "SetUser", "1")
	f.call(1, "PushScope")
	f.call(1, "SetTag", "level", "inner")
	f.call(1, "SetTag", "new", "x")
	f.call(1, "AddBreadcrumb", "inner")
	f.call(1, "SetUser", "2")
	f.call(1, "SetContext", "c", "{}")
	f.call(1, "CaptureMessage", "inner")
	f.call(1, "PopScope")
	f.call(1, "CaptureMessage", "outer")
	f.call(1, "ClearScope")
	f.call(1, "CaptureMessage", "cleared")
	byText := map[string]receiver.Event{}
	for _, e := range f.events() {
		byText[e.Text("logentry", "formatted")] = e
	}
	inner, outer, cleared := byText["inner"], byText["outer"], byText["cleared"]
	want(t, inner, map[string]any{"level": "inner", "new": "x"}, "tags")
	want(t, inner, "2", "user", "id")
	want(t, inner, "inner", "breadcrumbs", "values", 1, "message")
	want(t, inner, map[string]any{}, "contexts", "c")
	want(t, outer, map[string]any{"level": "outer"}, "tags")
	want(t, outer, "1", "user", "id")
	want(t, outer, nil, "breadcrumbs", "values", 1)
	want(t, outer, nil, "contexts", "c")
	want(t, cleared, nil, "tags")
	want(t, cleared, nil, "user")
	want(t, cleared, nil, "breadcrumbs")
}

func TestScope_popWithoutPush(t *testing.T) {
	f := ready(t, "")
	f.call(1, "PopScope")
	if got := f.lastError(1); !strings.Contains(got, "PushScope was not called") {
		t.Errorf("LastError = %q", got)
	}
	for range scope.MaxScopes + 5 {
		f.call(1, "PushScope")
	}
	if got := f.lastError(1); !strings.Contains(got, "is a PopScope missing") {
		t.Errorf("LastError = %q", got)
	}
	if got := len(f.worker.objects[1].scopes.Snapshot()); got != scope.MaxScopes+1 {
		t.Errorf("%d scopes", got)
	}
}

func TestScope_remove(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "Ключ", "x")
	f.call(1, "SetTag", "other", "x")
	f.call(1, "RemoveTag", "Ключ")
	f.call(1, "SetTag", "other", "")
	f.call(1, "SetContext", "c", `{"a":1}`)
	f.call(1, "RemoveContext", "c")
	f.call(1, "SetContext", "d", `{"a":1}`)
	f.call(1, "SetContext", "d", "")
	f.call(1, "AddBreadcrumb", "x")
	f.call(1, "ClearBreadcrumbs")
	f.call(1, "SetUser", "1")
	f.call(1, "SetUser", "")
	f.call(1, "SetFingerprint", "one")
	f.call(1, "SetFingerprint", "")
	f.call(1, "RemoveTag", "never")
	f.call(1, "CaptureMessage", "m")
	e := f.event()
	for _, path := range []string{"tags", "breadcrumbs", "user"} {
		want(t, e, nil, path)
	}
	want(t, e, []string{"1c", "message", "m"}, "fingerprint")
	want(t, e, nil, "contexts", "c")
	want(t, e, nil, "contexts", "d")
}

func TestScope_badArguments(t *testing.T) {
	tests := []struct {
		method string
		args   []any
		en     string
	}{
		{"SetTag", []any{"", "x"}, "Key: the key of a tag is empty"},
		{"SetTag", []any{"  ", "x"}, "Key: the key of a tag is empty"},
		{"SetTag", []any{"release", "x"}, `Key: Sentry removes a tag named "release"`},
		{"SetTag", []any{"key"}, "Value: the argument is missing"},
		{"SetTags", []any{"{"}, "Tags: not JSON"},
		{"SetTags", []any{`{"a":[]}`}, `Tags: the value of "a" must be`},
		{"SetContext", []any{"", "{}"}, "Name: the name is empty"},
		{"SetContext", []any{"c", "text"}, "Context: not JSON"},
		{"SetContext", []any{"c", "[]"}, "Context: a JSON object is expected"},
		{"SetContext", []any{"c", `{"x":"` + strings.Repeat("y", maxContext) + `"}`}, "Context: longer than 65536 bytes"},
		{"SetExtra", []any{"", "x"}, "Key: the name is empty"},
		{"SetUser", []any{"1", "", "", "", "[]"}, "Data: a JSON object is expected"},
		{"SetLevel", []any{"громко"}, `Level: unknown level "громко"`},
		{"SetFingerprint", []any{`[{}]`}, "Fingerprint: the value of"},
		{"AddBreadcrumb", []any{"m", "c", "loud"}, `Level: unknown level "loud"`},
		{"AddBreadcrumb", []any{"m", "c", "info", "{"}, "Data: not JSON"},
		{"AddBreadcrumb", []any{"m", "c", "info", `{"x":"` + strings.Repeat("y", event.MaxBreadcrumbData) + `"}`}, "Data: longer than 8192 bytes"},
	}
	for _, test := range tests {
		f := ready(t, "")
		f.call(1, test.method, test.args...)
		if got := f.lastError(1); !strings.HasPrefix(got, test.en) {
			t.Errorf("%s(%.60v): LastError = %q, want %q", test.method, test.args, got, test.en)
		}
		f.call(1, "CaptureMessage", "m")
		f.event()
	}
}

func TestScope_badPartLeavesTheRest(t *testing.T) {
	f := ready(t, "")
	f.call(1, "AddBreadcrumb", "действие", "c", "loud", "{")
	f.call(1, "SetUser", "1", "", "", "", "[]")
	f.call(1, "SetTags", `{"a":[],"b":"2"}`)
	f.call(1, "CaptureMessage", "m")
	e := f.event()
	want(t, e, "действие", "breadcrumbs", "values", 0, "message")
	want(t, e, "info", "breadcrumbs", "values", 0, "level")
	want(t, e, map[string]any{"id": "1"}, "user")
	want(t, e, map[string]any{"b": "2"}, "tags")
}

func TestScope_isBounded(t *testing.T) {
	f := ready(t, `{"maxBreadcrumbs":3}`)
	for i := range 300 {
		f.call(1, "SetTag", fmt.Sprint("tag", i), "x")
		f.call(1, "SetContext", fmt.Sprint("c", i), "{}")
		f.call(1, "SetExtra", fmt.Sprint("e", i), "x")
		f.call(1, "AddBreadcrumb", fmt.Sprint(i))
	}
	if got := f.lastError(1); !strings.Contains(got, "more than 100 are not kept") {
		t.Errorf("LastError = %q", got)
	}
	f.call(1, "SetTag", "tag5", "changed") // what is there can be changed still
	f.call(1, "CaptureMessage", "m")
	e := f.event()
	tags, _ := e.At("tags").(map[string]any)
	extra, _ := e.At("extra").(map[string]any)
	if len(tags) != maxTags || len(extra) != maxFields {
		t.Errorf("%d tags, %d extra", len(tags), len(extra))
	}
	want(t, e, "changed", "tags", "tag5")
	for i, message := range []string{"297", "298", "299"} {
		want(t, e, message, "breadcrumbs", "values", i, "message")
	}
	want(t, e, nil, "breadcrumbs", "values", 3)
}

func TestScope_isOfItsObject(t *testing.T) {
	f := ready(t, "")
	f.bool(2, "Init", testDSN)
	f.call(1, "SetTag", "a", "1")
	f.call(2, "SetTag", "b", "2")
	f.call(2, "CaptureMessage", "two")
	f.call(1, "CaptureMessage", "one")
	f.bool(2, "Flush", 10000)
	for _, e := range f.events() {
		switch e.Text("logentry", "formatted") {
		case "one":
			want(t, e, map[string]any{"a": "1"}, "tags")
		case "two":
			want(t, e, map[string]any{"b": "2"}, "tags")
		}
	}
	one, two := f.worker.objects[1].trace.Trace, f.worker.objects[2].trace.Trace
	if one == two {
		t.Error("two objects have one trace")
	}
}

func TestSetFingerprint(t *testing.T) {
	f := ready(t, "")
	for text, wanted := range map[string][]string{
		`["a",1,true]`: {"a", "1", "true"},
		`просто`:       {"просто"},
		`{"a":1}`:      {`{"a":1}`},
		`[`:            {`[`},
	} {
		f.call(1, "SetFingerprint", text)
		if got := f.worker.objects[1].scope().Fingerprint; fmt.Sprint(got) != fmt.Sprint(wanted) {
			t.Errorf("SetFingerprint(%s) = %q, want %q", text, got, wanted)
		}
	}
}
