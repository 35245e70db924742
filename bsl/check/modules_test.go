package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/bsl/interp/dump"
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/names"
	"sentry1c/bsl/interp/syntax"
)

// oldest is the oldest platform that the extension promises.
var oldest = eval.Version{8, 3, 17, 1851}

const root = "../.."

func config(t *testing.T) Config {
	t.Helper()
	table, err := names.Read()
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Table: table, Oldest: oldest, Methods: map[string]Call{}, Properties: map[string]bool{}}
	for _, p := range addin.Properties {
		c.Properties[syntax.Fold(p.Name.Ru)], c.Properties[syntax.Fold(p.Name.En)] = true, true
	}
	for _, m := range addin.Methods {
		least := 0
		for _, p := range m.Params {
			if p.Default == nil {
				least++
			}
		}
		for _, name := range []string{m.Name.Ru, m.Name.En} {
			c.Methods[syntax.Fold(name)] = Call{least, len(m.Params)}
		}
	}
	return c
}

func extension(t *testing.T) []Unit {
	t.Helper()
	e, err := dump.Load(filepath.Join(root, "bsl", "extension"))
	if err != nil {
		t.Fatal(err)
	}
	var units []Unit
	for _, m := range e.Modules {
		units = append(units, Unit{Module: m})
	}
	return units
}

// report fails for each finding.
func report(t *testing.T, found []Finding) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}

// TestExtension: every module of the extension, in each context that it is compiled
// in.
func TestExtension(t *testing.T) {
	units := extension(t)
	report(t, Units(units, config(t)))
	compiled := map[eval.Side]int{}
	for _, u := range units {
		for _, side := range sides {
			if u.Sides&side != 0 {
				compiled[side]++
			}
		}
	}
	for _, side := range sides {
		if compiled[side] == 0 {
			t.Errorf("no module is compiled for the %s: the test does not see them", side)
		}
	}
}

// TestSingleModule: the module that is copied stands alone in a configuration, as a
// common module of the server that external connections and ordinary clients call.
func TestSingleModule(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(root, "bsl", "modules", "*.bsl"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no single module: %v", err)
	}
	for _, path := range paths {
		report(t, Units([]Unit{{Module: module(t, path, eval.Servers|eval.ThickClient)}}, config(t)))
	}
}

func module(t *testing.T, path string, sides eval.Side) *eval.Module {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSuffix(filepath.Base(path), ".bsl")
	return &eval.Module{Name: name, Path: filepath.ToSlash(path), Source: strings.TrimPrefix(string(content), "\ufeff"), Sides: sides}
}
