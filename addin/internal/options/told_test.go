package options

import "testing"

// TestAsTold: what the environment said is taken from what came of the same Init, and of no other.
func TestAsTold(t *testing.T) {
	const text = `{"maxBreadcrumbs":7,"headers":{"X-Token":"secret"}}`
	variables := map[string]string{"SENTRY_RELEASE": "app@1", "SENTRY_ENVIRONMENT": "blue"}
	o, _, ok := Parse(text, func(name string) (string, bool) { v, ok := variables[name]; return v, ok })
	if !ok {
		t.Fatal("it cannot be read")
	}
	told := Public(Resolved(text, o))
	as, ok := AsTold(text, told)
	if !ok {
		t.Fatalf("%s did not come of %s", told, text)
	}
	if again, _, ok := Parse(as, func(string) (string, bool) { return "", false }); !ok || again.Release != "app@1" || again.Environment != "blue" || again.MaxBreadcrumbs != 7 || len(again.Headers) != 1 {
		t.Errorf("%s means %+v", as, again)
	}
	for _, other := range []string{`{"maxBreadcrumbs":8}`, `{}`, `{"maxBreadcrumbs":7,"release":"app@2"}`, `no JSON`} {
		if as, ok := AsTold(other, told); ok || as != other {
			t.Errorf("%s came of %s: %s", told, other, as)
		}
	}
}

// TestHiding: nothing that one of two hides is lost.
func TestHiding(t *testing.T) {
	for _, test := range []struct{ text, others, want string }{
		{`{"maskPatterns":["a"]}`, `{"maskPatterns":["b","a"]}`, `{"maskPatterns":["a","b"]}`},
		{``, `{"maskPatterns":["b"]}`, `{"maskPatterns":["b"]}`},
		{`{"maskPatterns":["a"]}`, `{}`, `{"maskPatterns":["a"]}`},
		{`{"release":"1"}`, ``, `{"release":"1"}`},
	} {
		if got := Hiding(test.text, []byte(test.others)); got != test.want {
			t.Errorf("%s and %s hide %s, want %s", test.text, test.others, got, test.want)
		}
	}
}
