package spool

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/private/fulltest"
	"sentry1c/addin/internal/runlock"
)

// TestTake_noRoom: what a dead run left where there is no room for another name has a new owner all the same,
// which gets its own folder when there is room.
func TestTake_noRoom(t *testing.T) {
	base := t.TempDir()
	fulltest.Mount(t, base, 30)
	begun := func(target string) (*runlock.Lock, *Spool) {
		locks, err := LocksDir(base)
		if err != nil {
			t.Fatal(err)
		}
		lock, err := runlock.New(locks)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(lock.Release)
		s, err := Open(base, dsn, lock, 1, []byte(target))
		if err != nil {
			t.Fatal(err)
		}
		return lock, s
	}
	deadLock, deadSpool := begun(`{"dsn":"noted by the dead"}`)
	dead := &run{base, deadLock, deadSpool}
	dead.put(t, 1, "left")
	dead.die()
	free := fulltest.Fill(t, base)
	lock, heir := begun(`{"dsn":"x"}`)
	if heir.Unmade() == nil {
		t.Error("it says that it has a folder")
	}
	claim, err := runlock.Claim(dead.lock.Path())
	if claim == nil || err != nil {
		t.Fatal(claim, err)
	}
	defer claim.Release()
	left, err := heir.Find(claim)
	if err != nil {
		t.Fatal(err)
	}
	owned, err := left.Take()
	if err != nil || len(owned) != 1 {
		t.Fatalf("%d files, %v", len(owned), err)
	}
	if n, err := readNote(dead.spool.own); err != nil || n.lock != lock.Path() || string(n.target) != `{"dsn":"noted by the dead"}` {
		t.Errorf("owned by %q, for %s, %v", n.lock, n.target, err)
	}
	if err := own(dead.spool.own, note{lock.Path(), []byte(`{"dsn":"less"}`)}); err != nil {
		t.Errorf("a shorter note: %v", err)
	}
	if n, err := readNote(dead.spool.own); err != nil || !json.Valid(n.target) {
		t.Errorf("for %s, %v", n.target, err)
	}
	if err := own(dead.spool.own, note{lock.Path(), bytes.Repeat([]byte(" "), 100)}); !errors.Is(err, unix.ENOSPC) {
		t.Errorf("a longer one: %v", err)
	}
	if envelope, err := heir.Load(owned[0]); err != nil || len(envelope) == 0 {
		t.Error(err)
	}
	free()
	if _, err := heir.Put(Key{Run: lock.ID, Record: 1}, envelopeOf("its own")); err != nil || heir.Unmade() != nil {
		t.Errorf("with room: %v, %v", err, heir.Unmade())
	}
}
