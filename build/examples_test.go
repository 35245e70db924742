package main

import (
	"strings"
	"testing"

	"sentry1c/addin"
)

// TestExamples: each method has an example that calls it, and what examples call
// the component has, with so many parameters.
func TestExamples(t *testing.T) {
	for _, c := range []struct {
		examples
		words
		object string
	}{{examplesInRussian, inRussian, "Сентри"}, {examplesInEnglish, inEnglish, "Sentry"}} {
		if _, err := c.block(c.words); err != nil {
			t.Fatal(err)
		}
		found, err := c.read()
		if err != nil {
			t.Fatal(err)
		}
		limits := methodLimits(c.words.name)
		for method, example := range found {
			called := false
			for _, call := range callsOf(t, method, example, c.object) {
				called = called || call.name == method
				if call.args == -1 {
					continue // a property, which README's own test knows
				}
				if limit, known := limits[call.name]; !known || call.args < limit[0] || call.args > limit[1] {
					t.Errorf("example of %s: %s gets %d parameters: %v", method, call.name, call.args, limit)
				}
			}
			if !called {
				t.Errorf("the example of %s does not call it", method)
			}
			if strings.Contains(example, "\t\n") || len(example) == 0 {
				t.Errorf("the example of %s is not laid out: %q", method, example)
			}
		}
		if len(found) != len(addin.Methods) {
			t.Errorf("%d examples, %d methods", len(found), len(addin.Methods))
		}
	}
}
