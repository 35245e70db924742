package main

import (
	"slices"
	"strings"
	"testing"
)

// within reports whether a package lies in a folder of the module.
func within(importPath string, folders ...string) bool {
	for _, folder := range folders {
		if path := module + "/" + folder; importPath == path || strings.HasPrefix(importPath, path+"/") {
			return true
		}
	}
	return false
}

// rules say who may not import what, and why.
var rules = []struct {
	imports string // a package, or the folder of it with /...
	only    []string
	why     string
}{
	{"unsafe", []string{"native"}, "memory that the compiler does not guard is the boundary's business"},
	{"C", []string{"native"}, "cgo is the boundary's business"},
	{"runtime/cgo", []string{"native"}, "cgo is the boundary's business"},
	{"github.com/ebitengine/purego", []string{"native/standin"}, "C without cgo is for the stand-in platform"},
	{"github.com/getsentry/sentry-go", []string{"addin/internal/engine", "build/bench"}, "the engine is replaceable: one room, and the benchmark beside it, know it"},
	{"os/exec", []string{"addin/admin", "build"}, "the library starts no processes in 1C's server; a person's program may"},
	{module + "/addin", []string{"native", "addin/admin", "build", "bsl"}, "the component is the library's and the tools' to use"},
	{module + "/addin/admin", []string{"build"}, "what a person asks from outside does not go into the library"},
	{module + "/manifest/binary", []string{"addin/admin", "build"}, "the library reads no libraries"},
	{module + "/bsl/...", []string{"bsl", "build"}, "the product does not read its own modules"},
	{module + "/native/standin", []string{"build", "native/abitest"}, "the stand-in platform is for trials and tests"},
	{module + "/build/...", []string{"build"}, "the product does not depend on its tools"},
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		for _, imported := range p.Imports {
			for _, rule := range rules {
				folder, isFolder := strings.CutSuffix(rule.imports, "/...")
				hit := imported == rule.imports || isFolder && strings.HasPrefix(imported, folder+"/")
				if hit && !within(p.ImportPath, rule.only...) {
					t.Errorf("%s imports %s: %s", p.ImportPath, imported, rule.why)
				}
			}
			foreign := strings.Contains(strings.Split(imported, "/")[0], ".") && !strings.HasPrefix(imported, "golang.org/x/sys/")
			if within(p.ImportPath, "addin/internal", "manifest") && foreign && !within(p.ImportPath, "addin/internal/engine") {
				t.Errorf("%s imports %s: these packages need the standard library and the system only", p.ImportPath, imported)
			}
			if within(p.ImportPath, "addin/internal") && imported == module+"/addin" {
				t.Errorf("%s imports %s: a part does not know the whole", p.ImportPath, imported)
			}
		}
	}
}

// product is what is released or lies in a release; build, scripts and what plays 1C in
// tests are not.
var product = []string{"addin", "native", "manifest", "bsl"}

// TestImports_ofTests: what tests of the product share lies in build/kit, so that they
// say what the product does and not how it is built.
func TestImports_ofTests(t *testing.T) {
	for _, p := range packages(t) {
		if !within(p.ImportPath, product...) {
			continue
		}
		for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
			if within(imported, "build") && !within(imported, "build/kit") {
				t.Errorf("a test of %s imports %s: it may use build/kit only", p.ImportPath, imported)
			}
		}
	}
}
