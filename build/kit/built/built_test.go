package built

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestSources: the name of a library changes with its tags and with each of its
// sources, and with nothing else.
func TestSources(t *testing.T) {
	root := Root(t)
	name := func(tags string) string {
		t.Helper()
		text, err := sources(root, tags)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	usual := name("")
	if again := name(""); again != usual || len(usual) != 16 {
		t.Errorf("the name is %q, then %q", usual, again)
	}
	if name("faults") == usual {
		t.Error("another library has the same name")
	}
	dir := t.TempDir()
	sums := map[string]bool{}
	for _, file := range []struct{ name, content string }{{"a", "1"}, {"a", "2"}, {"b", "1"}, {"b", ""}} {
		path := filepath.Join(dir, file.name)
		if err := os.WriteFile(path, []byte(file.content), 0o600); err != nil {
			t.Fatal(err)
		}
		sum := sha256.New()
		if err := add(sum, dir, path); err != nil {
			t.Fatal(err)
		}
		sums[string(sum.Sum(nil))] = true
	}
	if len(sums) != 4 {
		t.Errorf("four different files have %d names", len(sums))
	}
	if _, err := sources(filepath.Join(dir, "none"), ""); err == nil {
		t.Error("a folder that is not there has sources")
	}
}

// TestTidy: what nobody has asked for in a while goes, the rest stays.
func TestTidy(t *testing.T) {
	shelf, now := t.TempDir(), time.Now()
	for name, age := range map[string]time.Duration{"old": keep + time.Hour, "new": keep - time.Hour} {
		dir := filepath.Join(shelf, name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(dir, now.Add(-age), now.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	tidy(shelf, now.Add(-keep))
	for name, stays := range map[string]bool{"old": false, "new": true} {
		if _, err := os.Stat(filepath.Join(shelf, name)); (err == nil) != stays {
			t.Errorf("%s: %v, want it there: %v", name, err, stays)
		}
	}
}
