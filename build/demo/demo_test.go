package demo

import (
	"net/url"
	"strings"
	"testing"

	"sentry1c/build/kit/receiver"
)

// TestArgument: a call is shown by its first argument, and a DSN without its key.
func TestArgument(t *testing.T) {
	for _, c := range []struct {
		args []any
		want string
	}{
		{nil, ""},
		{[]any{10_000}, "10000"},
		{[]any{"Деление на 0\n{ОбщийМодуль.Цены.Модуль(1)}: …"}, `"Деление на 0…"`},
		{[]any{"session", "{}"}, `"session", …`},
		{[]any{"https://0123456789abcdef@sentry.example.com/1", "{}"}, `"https://…@sentry.example.com/1", …`},
		{[]any{"http://0123456789abcdef@[::1]:9000/1"}, `"http://…@[::1]:9000/1"`},
		{[]any{strings.Repeat("я", 50)}, `"` + strings.Repeat("я", 34) + `…"`},
	} {
		if got := argument(c.args); got != c.want {
			t.Errorf("%v is shown as %s, want %s", c.args, got, c.want)
		}
	}
}

// TestIssues: events of one fingerprint are one issue that shows the last; the most
// frequent comes first.
func TestIssues(t *testing.T) {
	event := func(print, value string) receiver.Event {
		return receiver.Event{
			"fingerprint": []any{"1c", print}, "transaction": "М",
			"exception": map[string]any{"values": []any{map[string]any{"type": "T", "value": value, "stacktrace": map[string]any{"frames": []any{
				map[string]any{"filename": "outer", "lineno": 1.0, "in_app": true},
				map[string]any{"filename": "inner", "lineno": 7.0, "pre_context": []any{"a", "b"}, "context_line": "c", "post_context": []any{"d"}},
			}}}}},
		}
	}
	issues := Issues([]receiver.Event{event("x", "1"), event("y", "2\nmore"), event("y", "3"), {"logentry": map[string]any{"formatted": "m"}}})
	if len(issues) != 3 || issues[0].Title != "T: 3" || issues[0].Count != 2 || issues[1].Title != "T: 1" || issues[2].Title != "m" {
		t.Fatalf("issues: %+v", issues)
	}
	frames := issues[0].Frames
	if len(frames) != 2 || frames[0].Name != "inner" || frames[0].InApp || !frames[1].InApp || len(frames[1].Code) != 0 {
		t.Fatalf("frames: %+v", frames)
	}
	for i, want := range []Code{{5, "a", false}, {6, "b", false}, {7, "c", true}, {8, "d", false}} {
		if frames[0].Code[i] != want {
			t.Errorf("line %d is %+v, want %+v", i, frames[0].Code[i], want)
		}
	}
}

// TestPage: what an event says is text in the page, whatever it looks like.
func TestPage(t *testing.T) {
	page, err := Page([]Issue{{Title: "<script>alert(1)</script>", Count: 2, JSON: "</pre><script>"}}, English, "en")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(page), "<script") {
		t.Errorf("an event has written into the page:\n%s", page)
	}
	if !strings.Contains(string(page), "these 2 events are one issue") {
		t.Errorf("the page does not say how many they are:\n%s", page)
	}
}

// TestWords: each language says everything, with the same blanks to fill in.
func TestWords(t *testing.T) {
	for name, pair := range map[string][2]string{
		"Playing": {Russian.Playing, English.Playing}, "Asked": {Russian.Asked, English.Asked}, "Arrived": {Russian.Arrived, English.Arrived},
		"Same": {Russian.Same, English.Same}, "Once": {Russian.Once, English.Once}, "Price": {Russian.Price, English.Price}, "Times": {Russian.Times, English.Times},
		"Kill": {Russian.Kill, English.Kill}, "KillDead": {Russian.KillDead, English.KillDead}, "KillLost": {Russian.KillLost, English.KillLost},
		"Next": {Russian.Next, English.Next}, "Page": {Russian.Page, English.Page}, "Taken": {Russian.Taken, English.Taken}, "Unwanted": {Russian.Unwanted, English.Unwanted}, "Look": {Russian.Look, English.Look},
		"Spotlight": {Russian.Spotlight, English.Spotlight}, "Refused": {Russian.Refused, English.Refused},
	} {
		if pair[0] == "" || pair[1] == "" || strings.Count(pair[0], "%") != strings.Count(pair[1], "%") {
			t.Errorf("%s: %q and %q", name, pair[0], pair[1])
		}
	}
}

// TestLookAt: a browser is sent to a site that shows events, not to the host that takes them.
func TestLookAt(t *testing.T) {
	for dsn, want := range map[string]string{
		"https://k@o1.ingest.us.sentry.io/45":       "https://sentry.io 45",
		"https://k@o1.ingest.sentry.io/45/":         "https://sentry.io 45",
		"https://k@sentry.io/7":                     "https://sentry.io 7",
		"https://k@sentry.example.com/1":            "https://sentry.example.com 1",
		"http://k@notsentry.io:9000/under/folder/3": "http://notsentry.io:9000/under/folder 3",
	} {
		address, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		if site, project := lookAt(address); site+" "+project != want {
			t.Errorf("%s: %s %s, not %s", dsn, site, project, want)
		}
	}
}
