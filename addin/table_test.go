package addin

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"

	"sentry1c/addin/internal/problem"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func resultName(r Result) string {
	return [...]string{True: "Boolean", EventID: "EventID", SpanID: "SpanID", AnswerBool: "Boolean!", AnswerText: "String!"}[r]
}

func sourceName(s PropertySource) string {
	return [...]string{Constant: "constant", IsEnabled: "enabled", LastEventID: "last id", LastProblem: "answered!", Answered: "answered!"}[s]
}

// TestMethods_golden shows every change of the interface as a line. Lines may only
// be added: records of older versions name their methods by position.
func TestMethods_golden(t *testing.T) {
	var b strings.Builder
	for i, m := range Methods {
		var params []string
		for _, p := range m.Params {
			text := p.Name.En + "|" + p.Name.Ru + " " + [...]string{Text: "text", JSON: "json", Blob: "blob"}[p.Mark]
			if p.Default != nil {
				text += fmt.Sprintf("=%#v", p.Default)
			}
			params = append(params, text)
		}
		scope := ""
		if m.Scope {
			scope = " scope"
		}
		fmt.Fprintf(&b, "%d %s|%s(%s) %s%s\n", i, m.Name.En, m.Name.Ru, strings.Join(params, ", "), resultName(m.Result), scope)
	}
	for i, p := range Properties {
		fmt.Fprintf(&b, "property %d %s|%s %s\n", i, p.Name.En, p.Name.Ru, sourceName(p.Source))
	}
	const golden = "testdata/methods.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the interface is\n%swant\n%s(if this is meant, run the test with -update)", b.String(), want)
	}
}

func TestMethods_invariants(t *testing.T) {
	seen := map[string]bool{}
	name := func(what string, n problem.Name) {
		t.Helper()
		for _, text := range []string{n.En, n.Ru} {
			if text == "" || seen[strings.ToLower(text)] && n.En != n.Ru {
				t.Errorf("%s: name %q is empty or stands twice", what, text)
			}
			seen[strings.ToLower(text)] = true
		}
		if strings.ContainsFunc(n.En, func(r rune) bool { return r > unicode.MaxASCII }) {
			t.Errorf("%s: %q is not Latin", what, n.En)
		}
	}
	for i, m := range Methods {
		what := fmt.Sprintf("method %d %s", i, m.Name.En)
		name(what, m.Name)
		if strings.ContainsFunc(m.Name.Ru, isLookalike) {
			t.Errorf("%s: %q mixes alphabets", what, m.Name.Ru)
		}
		if len(m.Params) > MaxParams {
			t.Errorf("%s has %d parameters, at most %d are recorded", what, len(m.Params), MaxParams)
		}
		if m.handle == nil {
			t.Errorf("%s does nothing", what)
		}
		answered := m.Result == AnswerBool || m.Result == AnswerText
		if answered != (m.Timeout > 0) {
			t.Errorf("%s: answered = %v, but its timeout is %v", what, answered, m.Timeout)
		}
		if answered && m.Scope {
			t.Errorf("%s is answered and wakes nobody", what)
		}
		if (m.IDParam != none) && m.Result != EventID {
			t.Errorf("%s has an IDParam and answers no id", what)
		}
		for _, at := range []int{m.IDParam, m.TimeoutParam} {
			if at < none || at >= len(m.Params) {
				t.Errorf("%s names parameter %d of %d", what, at, len(m.Params))
			}
		}
		optional := false
		for _, p := range m.Params {
			if p.Name.En == "" || p.Name.Ru == "" {
				t.Errorf("%s: a parameter has no name", what)
			}
			if optional && p.Default == nil {
				t.Errorf("%s: %s must be given but follows one that need not", what, p.Name.En)
			}
			optional = optional || p.Default != nil
		}
		sentences(t, what, m.Doc)
	}
	for i, p := range Properties {
		what := fmt.Sprintf("property %d %s", i, p.Name.En)
		name(what, p.Name)
		if answered := p.Source == Answered || p.Source == LastProblem; answered != (p.handle != nil) || answered != (p.Timeout > 0) {
			t.Errorf("%s: source %d, handled = %v, timeout %v", what, p.Source, p.handle != nil, p.Timeout)
		}
		sentences(t, what, p.Doc)
	}
	for _, option := range Options {
		sentences(t, option.Key, option.Doc)
	}
}

// isLookalike finds Latin letters in a Russian name, but for whole abbreviations
// such as IP.
func isLookalike(r rune) bool { return r >= 'a' && r <= 'z' }

func sentences(t *testing.T, what string, d problem.Doc) {
	t.Helper()
	for _, text := range []string{d.En, d.Ru} {
		if !strings.HasSuffix(text, ".") {
			t.Errorf("%s: doc %q does not end with a full stop", what, text)
		}
	}
	if !strings.ContainsFunc(d.Ru, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		t.Errorf("%s: doc %q is not Russian", what, d.Ru)
	}
}
