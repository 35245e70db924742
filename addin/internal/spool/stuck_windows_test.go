package spool

import (
	"os"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// TestHeld: a file that somebody reads, and lets nobody else change, is written under
// another name, and both are removed when he has done.
func TestHeld(t *testing.T) {
	r := start(t, root(t))
	e := r.put(t, 7, "one log line")
	old := e
	name, err := windows.UTF16PtrFromString(e.path())
	if err != nil {
		t.Fatal(err)
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.spool.Rewrite(&e, envelopeOf("two log lines")); err != nil {
		t.Fatal(err)
	}
	if err := r.spool.TakeAway(e); err == nil {
		t.Error("taken away while the earlier file lies there")
	}
	if err := windows.CloseHandle(handle); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Lstat(old.path()); err != nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the earlier file is left")
		}
	}
	if content, err := r.spool.Load(e); err != nil || string(content) != string(envelopeOf("two log lines")) {
		t.Errorf("rewritten: %q, %v", content, err)
	}
}

// TestReadOnly: a file that somebody made read-only is written and removed all the same.
func TestReadOnly(t *testing.T) {
	root := root(t)
	dead := start(t, root)
	e := dead.put(t, 7, "one log line")
	for _, path := range []string{e.path(), dead.spool.own + "\\" + OwnerFile} {
		if err := os.Chmod(path, 0o400); err != nil {
			t.Fatal(err)
		}
	}
	if err := dead.spool.Rewrite(&e, envelopeOf("two log lines")); err != nil {
		t.Error(err)
	}
	dead.die()
	r := start(t, root)
	entries := adoptAll(t, r)
	if len(entries) != 1 {
		t.Fatalf("%d files are taken over", len(entries))
	}
	if err := r.spool.Remove(entries[0]); err != nil {
		t.Error(err)
	}
}
