package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestGoroutines: a panic that leaves a goroutine ends 1C, so what goes into the
// library starts them in one place, which recovers.
func TestGoroutines(t *testing.T) {
	found := 0
	for _, p := range packages(t) {
		if !within(p.ImportPath, "addin") && p.ImportPath != module+"/native" {
			continue
		}
		for _, name := range append(slices.Clone(p.GoFiles), p.CgoFiles...) {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if statement, ok := n.(*ast.GoStmt); ok {
					if found++; p.ImportPath != module+"/addin/internal/guard" {
						t.Errorf("%s starts a goroutine: use guard.Go", fset.Position(statement.Pos()))
					}
				}
				return true
			})
		}
	}
	if found != 1 {
		t.Errorf("%d go statements found, want the one in guard", found)
	}
}

// TestNoExports: a thread of 1C must never enter Go.
func TestNoExports(t *testing.T) {
	export := regexp.MustCompile(`(?m)^//export `)
	eachFile(t, func(path string, content []byte) {
		// What a test loads beside the library, as somebody else's, may do what it likes.
		if strings.HasSuffix(path, ".go") && !strings.Contains(path, "/testdata/") && export.Match(content) {
			t.Errorf("%s exports a Go function to C", path)
		}
	})
}
