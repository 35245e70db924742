package platform

import (
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/names"
)

// TestKnown: the interpreter models exactly the names of the table: one that it
// answers to without a source would prove nothing about the platform, one that it
// does not answer to is of no use there.
func TestKnown(t *testing.T) {
	table, err := names.Read()
	if err != nil {
		t.Fatal(err)
	}
	modelled := map[string]bool{}
	for _, e := range Known() {
		n := table.Find(e.Kind, e.Owner, e.Ru)
		switch {
		case n == nil:
			t.Errorf("%s %s.%s is modelled; the table of names does not have it: give it a line with a public source, or leave it out", e.Kind, e.Owner, e.Ru)
			continue
		case n.En != e.En:
			t.Errorf("%s is %q in English, the table says %q", n, e.En, n.En)
		case (n.Max != 0 || n.Min != 0) && (n.Min != e.Min || n.Max != e.Max):
			t.Errorf("%s takes %d to %d arguments, the table says %d to %d", n, e.Min, e.Max, n.Min, n.Max)
		case e.Where&^n.Where != 0:
			t.Errorf("%s is on %s, the table proves %s", n, e.Where, n.Where)
		}
		modelled[string(n.Kind)+n.String()] = true
	}
	for i := range table.List {
		// What is newer than the oldest platform may be named late bound only.
		if n := &table.List[i]; n.Kind != eval.KindText && !modelled[string(n.Kind)+n.String()] && n.Since == (eval.Version{}) {
			t.Errorf("%s %s stands in the table, and nothing models it", n.Kind, n)
		}
	}
}
