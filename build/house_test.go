package main

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/library"
)

const module = "sentry1c"

// pkg is what go list tells of a package.
type pkg struct {
	ImportPath, Dir, Name, Doc string
	Imports, GoFiles, CgoFiles []string
	TestGoFiles, XTestGoFiles  []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "list", "-json", "./...")
	command.Dir = root
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for decoder := json.NewDecoder(strings.NewReader(string(output))); ; {
		var p pkg
		if err := decoder.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// within tells whether a package lies in a folder of the module.
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
	{"github.com/getsentry/sentry-go", []string{"addin/internal/engine", "build/bench"}, "the engine is replaceable: one room knows it, and the benchmark beside it"},
	{"os/exec", []string{"build"}, "the library starts no processes in 1C's server"},
	{module + "/addin", []string{"native", "build", "bsl"}, "the component is the library's and the tools' to use"},
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

func TestPackageDocs(t *testing.T) {
	for _, p := range packages(t) {
		if len(p.GoFiles)+len(p.CgoFiles) == 0 {
			continue // tests only: their own files say what they are for
		}
		if p.Doc == "" {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
		documented := 0
		for _, name := range append(slices.Clone(p.GoFiles), p.CgoFiles...) {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.PackageClauseOnly)
			if err != nil {
				t.Fatal(err)
			}
			if file.Doc != nil {
				documented++
			}
		}
		if documented > 1 {
			t.Errorf("%s has %d package comments", p.ImportPath, documented)
		}
	}
}

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

// eachFile reads every file that belongs to the repository.
func eachFile(t *testing.T, f func(path string, content []byte)) {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name == ".git" || name == filepath.Join("build", "out") {
				return filepath.SkipDir
			}
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f(filepath.ToSlash(name), content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTopLevel holds the list of what stands at the root.
func TestTopLevel(t *testing.T) {
	allowed := []string{
		"addin", "native", "manifest", "bsl", "build", "scripts", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE", "CHANGELOG.md",
	}
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(allowed, name) {
			t.Errorf("%s stands at the root", name)
		}
	}
}
