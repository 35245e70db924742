package demo

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sentry1c/build/kit/receiver"
)

// Issue is what a server would make of events with one fingerprint.
type Issue struct {
	Title, Culprit, Level string
	Count                 int
	// Frames are the innermost first, of the exception in the title and then its causes.
	Frames []Frame
	Trail  []Crumb
	User   string
	Tags   []Pair
	// Contexts are each on one line.
	Contexts []Pair
	JSON     string
}

// Frame is a line of a stack; Code has the lines around, that of the frame marked.
type Frame struct {
	Name, Function string
	Line           int
	InApp          bool
	Code           []Code
}

// Code is a line of a module.
type Code struct {
	Number int
	Text   string
	Here   bool
}

// Crumb is something that happened before.
type Crumb struct{ At, Category, Text string }

// Pair is a name and a value.
type Pair struct{ Name, Value string }

// Issues groups events as a server does, in the order of their first ones; each issue
// shows its last event.
func Issues(events []receiver.Event) []Issue {
	var issues []Issue
	place := map[string]int{}
	for _, e := range events {
		print := fmt.Sprint(e.At("fingerprint"))
		at, known := place[print]
		if !known {
			at = len(issues)
			place[print] = at
			issues = append(issues, Issue{})
		}
		count := issues[at].Count + 1
		issues[at] = shown(e)
		issues[at].Count = count
	}
	slices.SortStableFunc(issues, func(a, b Issue) int { return b.Count - a.Count })
	return issues
}

func shown(e receiver.Event) Issue {
	text, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		text = nil // it was read from JSON
	}
	issue := Issue{
		Title: title(e), Culprit: e.Text("transaction"), Level: e.Text("level"), JSON: string(text),
		User: cmpOr(e.Text("user", "username"), e.Text("user", "id")), Tags: pairs(e.At("tags")), Contexts: pairs(e.At("contexts")),
	}
	values, _ := e.At("exception", "values").([]any)
	for i := len(values) - 1; i >= 0; i-- {
		frames, _ := e.At("exception", "values", i, "stacktrace", "frames").([]any)
		for j := len(frames) - 1; j >= 0; j-- {
			fields, _ := frames[j].(map[string]any)
			issue.Frames = append(issue.Frames, frame(fields))
		}
	}
	crumbs, _ := e.At("breadcrumbs", "values").([]any)
	for i := range crumbs {
		crumb := func(key string) string { return e.Text("breadcrumbs", "values", i, key) }
		at := crumb("timestamp")
		if _, clock, found := strings.Cut(at, "T"); found && len(clock) >= len("15:04:05") {
			at = clock[:len("15:04:05")]
		}
		issue.Trail = append(issue.Trail, Crumb{at, crumb("category"), crumb("message")})
	}
	return issue
}

func cmpOr(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// title is what a server shows in its list of issues.
func title(e receiver.Event) string {
	if kind := e.Text("exception", "values", -1, "type"); kind != "" {
		first, _, _ := strings.Cut(e.Text("exception", "values", -1, "value"), "\n")
		return kind + ": " + first
	}
	return e.Text("logentry", "formatted")
}

func frame(fields map[string]any) Frame {
	text := func(key string) string { s, _ := fields[key].(string); return s }
	number, _ := fields["lineno"].(float64)
	inApp, _ := fields["in_app"].(bool)
	f := Frame{Name: text("filename"), Function: text("function"), Line: int(number), InApp: inApp}
	if text("context_line") == "" {
		return f
	}
	before, _ := fields["pre_context"].([]any)
	after, _ := fields["post_context"].([]any)
	for i, line := range before {
		f.Code = append(f.Code, Code{f.Line - len(before) + i, fmt.Sprint(line), false})
	}
	f.Code = append(f.Code, Code{f.Line, text("context_line"), true})
	for i, line := range after {
		f.Code = append(f.Code, Code{f.Line + 1 + i, fmt.Sprint(line), false})
	}
	return f
}

// pairs are the fields of an object in order, those of objects in it on one line.
func pairs(object any) (list []Pair) {
	fields, _ := object.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := fmt.Sprint(fields[name])
		if inner, ok := fields[name].(map[string]any); ok {
			parts := pairs(inner)
			words := make([]string, len(parts))
			for i, p := range parts {
				words[i] = p.Name + " " + p.Value
			}
			value = strings.Join(words, ", ")
		}
		list = append(list, Pair{name, value})
	}
	return list
}
