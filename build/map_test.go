package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/build/library"
)

// TestReadme_map: from README to the line in three steps: README refers to the map of
// native/README.md, which names a file and what is declared there.
func TestReadme_map(t *testing.T) {
	for _, half := range halvesOf(t, "README.md") {
		if !strings.Contains(half, "(native/README.md#where-to-look)") {
			t.Error("README.md does not refer to the map")
		}
	}
	_, table, ok := strings.Cut(document(t, "native/README.md"), "\n## Where to look\n")
	if !ok {
		t.Fatal("native/README.md has no map")
	}
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	questions := 0
	for _, row := range regexp.MustCompile("(?m)^\\| (.*?) \\| (?:.* )?`([^`]+)` \\| `([^`]+)` \\|$").FindAllStringSubmatch(table, -1) {
		questions++
		if question, file, name := row[1], row[2], row[3]; !declaredIn(t, filepath.Join(root, filepath.FromSlash(file)), name) {
			t.Errorf("%s: %s does not declare %s", question, file, name)
		}
	}
	if rows := strings.Count(table, "\n| "); questions != rows-1 || questions < 10 { // but for the heading
		t.Errorf("%d questions in %d rows have a file and a name", questions, rows)
	}
}

// halvesOf are both parts of a document.
func halvesOf(t *testing.T, name string) []string {
	ru, en := halves(t, name)
	return []string{ru, en}
}

// declaredIn reports whether a file of Go or C declares a name at its top.
func declaredIn(t *testing.T, file, name string) bool {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Error(err)
		return false
	}
	if strings.HasSuffix(file, ".c") {
		return regexp.MustCompile(`(?m)^\w[^;=\n]*\b` + regexp.QuoteMeta(name) + `\([^;]*\)\n\{`).Match(content)
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, content, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, declared := range parsed.Decls {
		switch d := declared.(type) {
		case *ast.FuncDecl: // of a type, too
			if d.Name.Name == name {
				return true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if declares := specNames(spec); strings.Contains(declares, " "+name+" ") {
					return true
				}
			}
		}
	}
	return false
}

// specNames are what a declaration declares, each between blanks.
func specNames(spec ast.Spec) string {
	names := " "
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		names += spec.Name.Name + " "
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			names += name.Name + " "
		}
	}
	return names
}

// TestReadme_paths: files and folders that a document names are there.
func TestReadme_paths(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:addin|bsl|build|manifest|native|scripts)/[A-Za-z0-9_./-]+)`")
	// What stands behind a package is a name in it, which TestForms looks for.
	constant := regexp.MustCompile(`(?m)^(addin(?:/internal/\w+)?)\.\w+$`)
	count := 0
	for _, name := range documents {
		for _, match := range named.FindAllStringSubmatch(document(t, name), -1) {
			path := match[1]
			if strings.HasPrefix(path, "build/out") {
				continue // made by commands
			}
			path = constant.ReplaceAllString(path, "$1")
			count++
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(path))); err != nil {
				t.Errorf("%s names %s: %v", name, path, err)
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d paths were found", count)
	}
}
