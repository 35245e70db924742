package cfe

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"sentry1c/build/cfe/container"
)

const addInTemplate = "ОбразецКомпонента"

// bundle is a zip as add-ins are given out.
func bundle(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"MANIFEST.XML", "library.so"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte("content of " + name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func options(t testing.TB) Options {
	return Options{Version: "1.2.3", Templates: map[string]Template{addInTemplate: {Data: bundle(t)}}}
}

// built is the sample extension as a file.
func built(t testing.TB) []byte {
	t.Helper()
	file, err := Build(os.DirFS("testdata/sample"), options(t))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// sources loads the sample's sources into memory, so that a test may change
// them.
func sources(t testing.TB) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("testdata/sample"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("testdata/sample/" + name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// opened is a file taken apart for a test to spoil.
type opened struct {
	t       testing.TB
	entries []container.Entry
}

func open(t testing.TB, file []byte) *opened {
	t.Helper()
	f, err := container.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return &opened{t, f.Entries}
}

func (o *opened) index(name string) int {
	o.t.Helper()
	i := slices.IndexFunc(o.entries, func(e container.Entry) bool { return e.Name == name })
	if i < 0 {
		o.t.Fatalf("there is no entry %s", name)
	}
	return i
}

// text is an entry, unpacked.
func (o *opened) text(name string) string {
	o.t.Helper()
	b, err := container.Inflate(o.entries[o.index(name)].Data, 1<<30)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

// set packs another text into an entry, which is added if it is not there.
func (o *opened) set(name, text string) {
	if i := slices.IndexFunc(o.entries, func(e container.Entry) bool { return e.Name == name }); i >= 0 {
		o.entries[i].Data = container.Deflate([]byte(text))
		return
	}
	o.entries = append(o.entries, container.Entry{Name: name, Data: container.Deflate([]byte(text))})
}

func (o *opened) remove(name string) {
	o.entries = slices.Delete(o.entries, o.index(name), o.index(name)+1)
}

// sealed writes the file with hashes that are right.
func (o *opened) sealed() []byte {
	o.t.Helper()
	info, err := parseConfigInfo(o.text(configInfoName))
	if err != nil {
		o.t.Fatal(err)
	}
	o.remove(configInfoName)
	o.set(configInfoName, info.text(slices.Clone(o.entries)))
	return o.file()
}

// file writes the file as it is.
func (o *opened) file() []byte {
	o.t.Helper()
	b, err := (&container.File{Entries: o.entries}).Bytes()
	if err != nil {
		o.t.Fatal(err)
	}
	return b
}
