package options

import (
	"fmt"
	"strings"
	"testing"
)

// TestAsSaid: what the environment of another process said stands for what is not given, and nothing else.
func TestAsSaid(t *testing.T) {
	variables := map[string]string{"SENTRY_RELEASE": "app@1", "SENTRY_ENVIRONMENT": "blue", "SENTRY_DSN": "d", "PATH": "p"}
	said := Said(func(name string) (string, bool) { v, ok := variables[name]; return v, ok })
	if len(said) != 3 || said[VariableDSN] != "d" {
		t.Errorf("it said %v", said)
	}
	here := func(string) (string, bool) { return "of the heir", true }
	for text, want := range map[string]string{
		`{"maxBreadcrumbs":7}`:            "app@1 blue",
		``:                                "app@1 blue",
		`{"release":"own"}`:               "own blue",
		`{"release":"","environment":""}`: "app@1 blue",
		`{ "environment" : "own", "release": "x" }`: "x own",
	} {
		o, _, ok := Parse(AsSaid(text, said), here)
		if got := o.Release + " " + o.Environment; !ok || got != want {
			t.Errorf("%s means %s, want %s", text, got, want)
		}
	}
	if got := AsSaid("no JSON", nil); got != "no JSON" {
		t.Errorf("it became %s", got)
	}
}

// patterns are options with that many patterns.
func patterns(count, from int) string {
	var all []string
	for i := range count {
		all = append(all, fmt.Sprintf(`"PIN-%02d"`, from+i))
	}
	return `{"maskPatterns":[` + strings.Join(all, ",") + `]}`
}

// TestHiding: nothing that one of two hides is lost.
func TestHiding(t *testing.T) {
	for _, test := range []struct{ text, others, want string }{
		{`{"maskPatterns":["a"]}`, `{"maskPatterns":["b","a"]}`, `{"maskPatterns":["a","b"]}`},
		{``, `{"maskPatterns":["b"]}`, `{"maskPatterns":["b"]}`},
		{`{"maskPatterns":["a"]}`, `{}`, `{"maskPatterns":["a"]}`},
		{`{"release":"1"}`, ``, `{"release":"1"}`},
		{patterns(40, 0), patterns(40, 30), ""},
	} {
		if test.want == "" { // more than are taken
			o, bad, ok := Parse(Hiding(test.text, []byte(test.others)), func(string) (string, bool) { return "", false })
			if !ok || o.Mask.Text("PIN-01 PIN-39 PIN-69 PIN-70") != "[Filtered] [Filtered] [Filtered] PIN-70" {
				t.Errorf("%v: of many %q", bad, o.Mask.Text("PIN-01 PIN-39 PIN-69 PIN-70"))
			}
			continue
		}
		if got := Hiding(test.text, []byte(test.others)); got != test.want {
			t.Errorf("%s and %s hide %s, want %s", test.text, test.others, got, test.want)
		}
	}
}
