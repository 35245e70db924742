package spool

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// occupy makes a folder with something in it, which neither gives its name away nor is
// removed: on Unix nothing else is in the way of who owns the folder.
func occupy(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(path, "something"), 0o700); err != nil {
		t.Fatal(err)
	}
}

// occupyNew takes both names that a file may have before it gets its own, and what puts those aside; free gives them back.
func occupyNew(t *testing.T, path string) (free func()) {
	t.Helper()
	for _, name := range []string{".tmp", ".again.tmp"} {
		occupy(t, path+name)
		occupy(t, path+name+".damaged")
	}
	return func() {
		t.Helper()
		for _, name := range []string{".tmp", ".again.tmp"} {
			if err := os.RemoveAll(path + name); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestRewrite_nameInTheWay: what cannot be written under its name is written under
// another, and a run that is killed then leaves the newest of both, once.
func TestRewrite_nameInTheWay(t *testing.T) {
	root := root(t)
	r := start(t, root)
	e := r.put(t, 7, "one log line")
	old := e
	free := occupyNew(t, e.path())
	if err := r.spool.Rewrite(&e, envelopeOf("two log lines")); err != nil {
		t.Fatal(err)
	}
	if content, err := r.spool.Load(e); err != nil || string(content) != string(envelopeOf("two log lines")) {
		t.Errorf("rewritten: %q, %v", content, err)
	}
	if _, err := os.Lstat(old.path()); err == nil {
		t.Error("the earlier file is left")
	}
	// A kill before the earlier one could be removed.
	if err := r.spool.put(&old, envelopeOf("one log line")); err == nil {
		t.Fatal("the name is not in the way")
	}
	free()
	if err := r.spool.put(&old, envelopeOf("one log line")); err != nil {
		t.Fatal(err)
	}
	r.die()
	heir := start(t, root)
	entries := adoptAll(t, heir)
	if len(entries) != 1 {
		t.Fatalf("%d files are taken over, want the newest", len(entries))
	}
	if content, err := heir.spool.Load(entries[0]); err != nil || string(content) != string(envelopeOf("two log lines")) {
		t.Errorf("taken over: %q, %v", content, err)
	}
}

// TestRemove_stuck: what cannot be removed is removed later, with the folder of the dead
// run that it lay in; nothing that must not be told twice is told meanwhile.
func TestRemove_stuck(t *testing.T) {
	root := root(t)
	dead := start(t, root)
	dead.put(t, 7, "taken over")
	dead.die()
	r := start(t, root)
	entries := adoptAll(t, r)
	own := r.put(t, 8, "own")
	for _, e := range []Entry{entries[0], own} {
		if err := os.Remove(e.path()); err != nil {
			t.Fatal(err)
		}
		occupy(t, e.path())
		if err := r.spool.Remove(e); err == nil {
			t.Error("a file that stays was removed")
		}
	}
	if err := r.spool.TakeAway(own); err == nil {
		t.Error("what lies there still is taken away")
	}
	for _, e := range []Entry{entries[0], own} {
		if err := os.Remove(filepath.Join(e.path(), "something")); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.spool.TakeAway(own); err != nil {
		t.Errorf("what is free now is not taken away: %v", err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Lstat(entries[0].dir); err != nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the folder of the dead run is left")
		}
	}
	r.spool.mu.Lock()
	defer r.spool.mu.Unlock()
	if len(r.spool.stuck.entries) != 0 {
		t.Errorf("stuck are %v", r.spool.stuck.entries)
	}
}
