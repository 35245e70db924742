package settings

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sentry1c/addin/internal/root"
)

var update = flag.Bool("update", false, "write the golden file")

const (
	key = "Srvr=\"srv\";Ref=\"trade\";"
	dsn = "https://key@sentry.example.com/42"
)

func TestKeep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "root")
	if _, err := Take(dir, key); !errors.Is(err, ErrNone) {
		t.Errorf("of an empty root: %v, want %v", err, ErrNone)
	}
	options := `{"release":"1","headers":{"X-Key":"SECRET"},"httpProxy":"http://user:SECRET@proxy:3128/","settingsKey":"k"}`
	if err := Keep(dir, key, Kept{dsn, options}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(root.Settings(dir, key))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(content), "SECRET") {
		t.Errorf("the file holds a secret: %s", content)
	}
	if info, err := os.Stat(root.Settings(dir, key)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	want := Kept{dsn, `{"release":"1","httpProxy":"http://proxy:3128/"}`}
	if got, err := Take(dir, key); err != nil || got != want {
		t.Errorf("took %+v, %v, want %+v", got, err, want)
	}
	if _, err := Take(dir, key+"copy"); !errors.Is(err, ErrNone) {
		t.Errorf("another key takes %v", err)
	}
	if err := Keep(dir, key, Kept{dsn + "3", ""}); err != nil {
		t.Fatal(err)
	}
	if got, err := Take(dir, key); err != nil || got != (Kept{dsn + "3", "{}"}) {
		t.Errorf("took %+v, %v after a newer one", got, err)
	}
	if err := Forget(dir, key); err != nil {
		t.Fatal(err)
	}
	if _, err := Take(dir, key); !errors.Is(err, ErrNone) {
		t.Errorf("after Forget: %v", err)
	}
	if err := Forget(dir, key); err != nil {
		t.Errorf("forget what is not there: %v", err)
	}
}

func TestTake_damaged(t *testing.T) {
	dir := t.TempDir()
	if err := Keep(dir, key, Kept{dsn, ""}); err != nil {
		t.Fatal(err)
	}
	path := root.Settings(dir, key)
	for _, content := range []string{"", "{", `{"version":2}`, `{"version":1,"key":"other","dsn":"x","options":{}}`, `[]`} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := Take(dir, key); err == nil {
			t.Errorf("%q gives %+v", content, got)
		}
	}
}

// TestGolden: a file that an earlier version wrote is read.
func TestGolden(t *testing.T) {
	const path = "testdata/settings.v1.json"
	written, err := encode(key, Kept{dsn, `{"release":"УТ@11.5","sampleRate":0.5}`})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, written, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(golden) != string(written) {
		t.Errorf("written is\n%s\nwant\n%s", written, golden)
	}
	got, err := decode(key, golden)
	if err != nil || got != (Kept{dsn, `{"release":"УТ@11.5","sampleRate":0.5}`}) {
		t.Errorf("read %+v, %v", got, err)
	}
}

func FuzzDecode(f *testing.F) {
	golden, err := os.ReadFile("testdata/settings.v1.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Add([]byte(`{"version":1,"options":null}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		kept, err := decode(key, content)
		if err != nil {
			return
		}
		again, err := encode(key, kept)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if _, err := decode(key, again); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
	})
}
