package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/library"
)

// storeys is the order of the rooms of addin (addin/internal) from the ground up. A
// room uses what lies below it, and of its own storey what stands to its left. Rooms
// that are not named here do one thing each (read a text, keep a file, send); they lie
// above the ground and below all others.
var storeys = [][]string{
	ground:      {"rawjson", "record", "sdk", "problem"},
	unnamed + 1: {"engine", "names", "options", "report", "root", "tracing", "settings"},
	unnamed + 2: {"scope"},
	unnamed + 3: {"event"},
	unnamed + 4: {"client"},
	unnamed + 5: {"life"},
}

const (
	ground  = 0
	unnamed = 1

	rooms = module + "/addin/internal/"
)

// place is the storey of a room and where it stands on it.
func place(room string) (storey, at int) {
	for storey, row := range storeys {
		if at := slices.Index(row, room); at >= 0 {
			return storey, at
		}
	}
	return unnamed, 0
}

// goesDown reports whether one room may use another.
func goesDown(from, to string) bool {
	storey, at := place(from)
	below, left := place(to)
	switch {
	case storey == unnamed && below == unnamed:
		return true // the compiler allows no rings
	case storey == below:
		return left < at
	}
	return below < storey
}

func TestStoreys(t *testing.T) {
	there := map[string]bool{}
	for _, p := range packages(t) {
		room, ok := strings.CutPrefix(p.ImportPath, rooms)
		if !ok {
			continue
		}
		there[room] = true
		for _, imported := range p.Imports {
			other, ok := strings.CutPrefix(imported, rooms)
			// What lies in the folder of a room, for its tests, belongs to it.
			below, _, _ := strings.Cut(room, "/")
			if ok && other != below && !goesDown(below, other) {
				t.Errorf("addin/internal/%s imports %s, which does not lie below it", room, other)
			}
		}
	}
	for _, row := range storeys {
		for _, room := range row {
			if !there[room] {
				t.Errorf("there is no room %s", room)
			}
		}
	}
}

func TestGoesDown(t *testing.T) {
	for _, c := range []struct {
		from, to string
		down     bool
	}{
		{"client", "event", true}, {"event", "client", false}, {"scope", "scope", false}, {"spool", "rawjson", true}, {"rawjson", "spool", false},
		{"spool", "private", true}, {"spool", "names", false}, {"names", "spool", true}, {"problem", "rawjson", true}, {"rawjson", "problem", false},
	} {
		if got := goesDown(c.from, c.to); got != c.down {
			t.Errorf("%s uses %s: %v, want %v", c.from, c.to, got, c.down)
		}
	}
}

const (
	maxRootFiles = 32  // in which a reader finds a method by the name of its family
	maxLines     = 400 // of a file
	maxLong      = 2   // files of addin with more
	maxMethods   = 40  // of a type, those of what it embeds included
)

// TestAddin_size: addin is cut so that a reader sees the whole of each part.
func TestAddin_size(t *testing.T) {
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	inRoot := 0
	var long []string
	eachFile(t, func(name string, content []byte) {
		if !strings.HasPrefix(name, "addin/") || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return
		}
		if path.Dir(name) == "addin" {
			inRoot++
		}
		if bytes.Count(content, []byte("\n")) > maxLines {
			long = append(long, name)
		}
	})
	if inRoot == 0 || inRoot > maxRootFiles {
		t.Errorf("%d files in the root of addin, want at most %d", inRoot, maxRootFiles)
	}
	if len(long) > maxLong {
		t.Errorf("%d files have more than %d lines, want at most %d: %q", len(long), maxLines, maxLong, long)
	}
	count := typesOf(t, filepath.Join(root, "addin"))
	if len(count.methods) < 50 {
		t.Errorf("only %d types were found", len(count.methods))
	}
	for name := range count.methods {
		if n := len(count.all(name, map[string]bool{})); n > maxMethods {
			t.Errorf("%s has %d methods, want at most %d", name, n, maxMethods)
		}
	}
}

// typesIn knows the methods of types, each named by its folder and name.
type typesIn struct {
	methods  map[string][]string
	embedded map[string][]string
}

// typesOf reads every package below a folder.
func typesOf(t *testing.T, dir string) typesIn {
	t.Helper()
	types := typesIn{map[string][]string{}, map[string][]string{}}
	err := filepath.WalkDir(dir, func(file string, entry os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		types.read(path.Base(filepath.ToSlash(filepath.Dir(file))), parsed)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return types
}

// read notes what a file of a package declares. Packages of addin have different names.
func (types typesIn) read(pkg string, file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv != nil {
				name := typeName(pkg, n.Recv.List[0].Type)
				types.methods[name] = append(types.methods[name], n.Name.Name)
			}
			return false
		case *ast.TypeSpec:
			name := pkg + "." + n.Name.Name
			var fields *ast.FieldList
			switch body := n.Type.(type) {
			case *ast.StructType:
				fields = body.Fields
			case *ast.InterfaceType:
				fields = body.Methods
			default:
				return true
			}
			for _, field := range fields.List {
				_, isMethod := field.Type.(*ast.FuncType)
				switch {
				case len(field.Names) == 0:
					types.embedded[name] = append(types.embedded[name], typeName(pkg, field.Type))
				case isMethod && isInterface(n.Type):
					types.methods[name] = append(types.methods[name], field.Names[0].Name)
				}
			}
		}
		return true
	})
}

func isInterface(e ast.Expr) bool {
	_, ok := e.(*ast.InterfaceType)
	return ok
}

// typeName is the name of a type with that of its package.
func typeName(pkg string, e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return typeName(pkg, e.X)
	case *ast.IndexExpr:
		return typeName(pkg, e.X)
	case *ast.IndexListExpr:
		return typeName(pkg, e.X)
	case *ast.SelectorExpr:
		return typeName(pkg, e.X)[len(pkg)+1:] + "." + e.Sel.Name
	case *ast.Ident:
		return pkg + "." + e.Name
	}
	return ""
}

// all are the methods of a type and of what it embeds.
func (types typesIn) all(name string, seen map[string]bool) map[string]bool {
	found := map[string]bool{}
	if seen[name] {
		return found
	}
	seen[name] = true
	for _, method := range types.methods[name] {
		found[method] = true
	}
	for _, other := range types.embedded[name] {
		for method := range types.all(other, seen) {
			found[method] = true
		}
	}
	return found
}

// TestTypesOf: methods are counted with those of what is embedded, wherever it comes from.
func TestTypesOf(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a/a.go": "package a\nimport \"x/b\"\ntype T struct { u; *b.V; plain int; f func() }\ntype u struct{}\nfunc (u) M1() {}\nfunc (*u) M2() {}\nfunc (t T) M3() {}\n",
		"a/i.go": "package a\ntype I interface { J; M1(); M2(int) bool }\ntype J interface { M3() }\ntype G[K any] struct{}\nfunc (g *G[K]) M1() {}\n",
		"b/b.go": "package b\ntype V struct { V2 }\nfunc (V) M4() {}\ntype V2 struct{}\nfunc (V2) M5() {}\nfunc (V2) M1() {}\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	types := typesOf(t, dir)
	for name, want := range map[string]int{"a.T": 5, "a.u": 2, "b.V": 3, "b.V2": 2, "a.I": 3, "a.J": 1, "a.G": 1} {
		if got := len(types.all(name, map[string]bool{})); got != want {
			t.Errorf("%s has %d methods, want %d", name, got, want)
		}
	}
}

// TestRooms_callers: a room says who uses it: packages that do, or that every one may.
func TestRooms_callers(t *testing.T) {
	all := packages(t)
	users := map[string][]string{} // of a room, by the last name of their paths
	for _, p := range all {
		for _, imported := range p.Imports {
			users[imported] = append(users[imported], path.Base(p.ImportPath))
		}
	}
	anyone := regexp.MustCompile(`\b([Ee]very|[Aa]ny) room\b`)
	for _, p := range all {
		room, ok := strings.CutPrefix(p.ImportPath, rooms)
		if !ok || strings.Contains(room, "/") || anyone.MatchString(docOf(t, p)) {
			continue
		}
		doc := docOf(t, p)
		if !slices.ContainsFunc(users[p.ImportPath], func(user string) bool { return regexp.MustCompile(`\b` + user + `\b`).MatchString(doc) }) {
			t.Errorf("addin/internal/%s does not say who uses it: %q do", room, users[p.ImportPath])
		}
	}
}

// docOf is the whole comment of a package.
func docOf(t *testing.T, p pkg) string {
	t.Helper()
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		if file.Doc != nil {
			return file.Doc.Text()
		}
	}
	return ""
}
