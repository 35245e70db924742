package standin

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sentry1c/manifest"
)

// writeTestBundle packs the test add-in for the given targets into a zip; only this machine's library is a real one.
func writeTestBundle(t *testing.T, targets []manifest.Target) string {
	t.Helper()
	library, err := os.ReadFile(libraryPath(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	m := manifest.Manifest{Name: "TestAddIn"}
	files := map[string][]byte{}
	for _, target := range targets {
		c := target.Component("TestAddIn", "1.0.0")
		m.Components = append(m.Components, c)
		files[c.Path] = []byte("a library for another machine")
		if target.GOOS == runtime.GOOS && target.GOARCH == runtime.GOARCH {
			files[c.Path] = library
		}
	}
	var b bytes.Buffer
	if err := manifest.WriteBundle(&b, m, files); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bundle.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// cacheDir is not t.TempDir, because Windows does not delete a library that stays loaded.
func cacheDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(buildDir, "Кэш компонент")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOpenBundle(t *testing.T) {
	if _, ok := manifest.TargetOf(runtime.GOOS, runtime.GOARCH); !ok {
		t.Skipf("1C has no process of %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	zip, dir := writeTestBundle(t, manifest.Targets()), cacheDir(t)
	for range 2 { // the second finds the library unpacked
		l, err := OpenBundle(zip, dir)
		if err != nil {
			t.Fatal(err)
		}
		CheckLeaks(t, l)
		if got, err := create(t, l).Text("Echo", "из комплекта"); err != nil || got != "из комплекта" {
			t.Errorf("%q, %v", got, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 1 {
		t.Errorf("unpacked: %q, %v", left, err)
	}
}

func TestOpenBundle_miss(t *testing.T) {
	var others []manifest.Target
	for _, target := range manifest.Targets() {
		if target.GOARCH != runtime.GOARCH {
			others = append(others, target)
		}
	}
	_, err := OpenBundle(writeTestBundle(t, others), cacheDir(t))
	var miss *manifest.MissError
	if !errors.As(err, &miss) || !strings.Contains(err.Error(), "the bundle supports") {
		t.Errorf("%v", err)
	}
}

func TestOpenBundle_errors(t *testing.T) {
	dir := cacheDir(t)
	if _, err := OpenBundle(filepath.Join(dir, "none.zip"), dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := OpenBundle("doc.go", dir); err == nil {
		t.Error("a text was opened as a bundle")
	}
	target, ok := manifest.TargetOf(runtime.GOOS, runtime.GOARCH)
	if !ok {
		return
	}
	c := target.Component("Broken", "1")
	var b bytes.Buffer
	if err := manifest.WriteBundle(&b, manifest.Manifest{Components: []manifest.Component{c}}, map[string][]byte{c.Path: []byte("cut off")}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "broken.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenBundle(path, dir); err == nil || !strings.Contains(err.Error(), c.Path) {
		t.Errorf("a truncated library: %v", err)
	}
}
