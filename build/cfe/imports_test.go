package cfe

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

const home = "sentry1c/build/cfe"

// layers says which packages of this tree each may use. The lower ones stay
// usable by themselves: a store and a list text mean nothing to each other.
var layers = map[string][]string{
	"container": {},
	"brackets":  {},
	"mdclass":   {},
	"designer":  {"mdclass"},
	"objects":   {"brackets", "container", "designer", "mdclass"},
	".":         {"brackets", "container", "designer", "mdclass", "objects"},
}

func TestImports(t *testing.T) {
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".go" {
			return err
		}
		allowed, known := layers[path.Dir(name)]
		if !known {
			t.Errorf("%s: the package is not in the list of layers", name)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			used := strings.Trim(spec.Path.Value, `"`)
			first, _, _ := strings.Cut(used, "/")
			sub, ours := strings.CutPrefix(used, home+"/")
			switch {
			case ours && !slices.Contains(allowed, sub):
				t.Errorf("%s uses %s, which stands above it", name, used)
			case !ours && (strings.Contains(first, ".") || first == "sentry1c" || first == "unsafe" || first == "C"):
				t.Errorf("%s uses %s, which is not of the standard library", name, used)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
