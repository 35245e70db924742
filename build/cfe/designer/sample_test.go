package designer

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// sample loads the sample extension into memory, so that a test may change it.
func sample(t testing.TB) fstest.MapFS {
	t.Helper()
	const root = "../testdata/sample"
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(root + "/" + name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// change replaces a text in a file of the sample, which must have it.
func change(t testing.TB, files fstest.MapFS, name, old, with string) {
	t.Helper()
	old, with = strings.ReplaceAll(old, "\n", "\r\n"), strings.ReplaceAll(with, "\n", "\r\n")
	f := files[name]
	if f == nil || !bytes.Contains(f.Data, []byte(old)) {
		t.Fatalf("%s does not have %q", name, old)
	}
	files[name] = &fstest.MapFile{Data: bytes.Replace(f.Data, []byte(old), []byte(with), 1)}
}
