package options

import (
	"strings"
	"testing"
)

func TestSpotlight_words(t *testing.T) {
	noEnv := func(string) (string, bool) { return "", false }
	env := func(text string) func(string) (string, bool) {
		return func(name string) (string, bool) { return text, name == "SENTRY_SPOTLIGHT" }
	}
	const usual = "http://localhost:8969/stream"
	for _, test := range []struct {
		given  string
		getenv func(string) (string, bool)
		want   string
		ok     bool
	}{
		{`{}`, noEnv, "", true},
		{`{"spotlight":true}`, noEnv, usual, true},
		{`{"spotlight":"Yes"}`, noEnv, usual, true},
		{`{"spotlight":"http://10.0.0.5:8969/stream"}`, noEnv, "http://10.0.0.5:8969/stream", true},
		{`{}`, env("1"), usual, true},
		{`{}`, env("off"), "", true},
		{`{}`, env("nonsense"), "", true},
		{`{"spotlight":false}`, env("1"), "", true},
		{`{"spotlight":"nonsense"}`, noEnv, "", false},
		{`{"spotlight":"ftp://x"}`, noEnv, "", false},
		{`{"spotlight":1}`, noEnv, "", false},
	} {
		o, p, ok := Parse(test.given, test.getenv)
		if ok != test.ok || ok && o.Spotlight != test.want {
			t.Errorf("%s: %q, %v (%s), want %q, %v", test.given, o.Spotlight, ok, p.En, test.want, test.ok)
		}
		if !ok && !strings.Contains(p.En, "true, false or an address") {
			t.Errorf("%s: told %q", test.given, p.En)
		}
		if ok {
			again, _, ok := Parse(string(Resolved(test.given, o)), env("1"))
			if !ok || again.Spotlight != o.Spotlight {
				t.Errorf("%s: the next process makes %q of %q", test.given, again.Spotlight, o.Spotlight)
			}
		}
	}
}
