package modulepath_test

import (
	"strings"
	"testing"

	"sentry1c/addin/internal/modulepath"
)

// FuzzFile: a path out of a hostile text never leads out of the root, and
// English never loses a path.
func FuzzFile(f *testing.F) {
	for _, p := range paths {
		f.Add(p.ru)
		f.Add(p.en)
	}
	f.Fuzz(func(t *testing.T, path string) {
		for _, l := range []modulepath.Layout{modulepath.Designer, modulepath.EDT} {
			file := modulepath.File(path, l)
			if file == "" {
				continue
			}
			if strings.Contains(file, "..") || strings.HasPrefix(file, "/") || strings.ContainsAny(file, "\\:") || !strings.HasSuffix(file, ".bsl") {
				t.Errorf("File(%q) = %q", path, file)
			}
		}
		if (modulepath.English(path) == "") != (path == "") {
			t.Errorf("English(%q) is empty", path)
		}
		if ext, rest := modulepath.Split(path); len(ext)+len(rest) > len(path) || len(rest) > len(path) {
			t.Errorf("Split(%q) = %q, %q", path, ext, rest)
		}
	})
}
