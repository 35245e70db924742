package spool

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
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
	deadLock, deadSpool := begun(t, base, `{"dsn":"noted by the dead"}`)
	dead := &run{base, deadLock, deadSpool}
	dead.put(t, 1, "left")
	dead.die()
	free := fulltest.Fill(t, base)
	lock, heir := begun(t, base, `{"dsn":"x"}`)
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

// begun is a run with a client.
func begun(t *testing.T, base, target string) (*runlock.Lock, *Spool) {
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

// TestUnmade_note: where there was room for a folder and none for the note in it, what is put there when there is room
// lies in a folder that says where it goes.
func TestUnmade_note(t *testing.T) {
	base := t.TempDir()
	fulltest.Mount(t, base, 30)
	locks, err := LocksDir(base)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := runlock.New(locks)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	project := filepath.Join(base, formatDir, Project(dsn))
	if err := os.MkdirAll(project, 0o700); err != nil {
		t.Fatal(err)
	}
	fulltest.Fill(t, base)
	if err := os.Remove(filepath.Join(base, "fill-0")); err != nil {
		t.Fatal(err)
	}
	s, err := Open(base, dsn, lock, 1, []byte(`{"dsn":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.Unmade() == nil {
		t.Fatal("it is made")
	}
	for i := 1; i < 10; i++ {
		if err := os.Remove(filepath.Join(base, fmt.Sprint("fill-", i))); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = s.Put(Key{Run: lock.ID, Record: 1}, envelopeOf("x"))
	_, err = s.Put(Key{Run: lock.ID, Record: 2}, envelopeOf("x"))
	if n, _ := readNote(s.Dir()); err != nil || string(n.target) != `{"dsn":"x"}` || s.Unmade() != nil {
		t.Errorf("it lies in a folder for %q, put: %v, unmade: %v", n.target, err, s.Unmade())
	}
}

// TestUnmade_descriptors: so it does where descriptors were wanting.
func TestUnmade_descriptors(t *testing.T) {
	base := t.TempDir()
	locks, err := LocksDir(base)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := runlock.New(locks)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	none := was
	none.Cur = 1
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	s, err := Open(base, dsn, lock, 1, []byte(`{"dsn":"x"}`))
	if e := unix.Setrlimit(unix.RLIMIT_NOFILE, &was); e != nil {
		t.Fatal(e)
	}
	if err != nil || s.Unmade() == nil {
		t.Fatal(err, "it is made")
	}
	_, err = s.Put(Key{Run: lock.ID, Record: 1}, envelopeOf("x"))
	if n, _ := readNote(s.Dir()); err != nil || string(n.target) != `{"dsn":"x"}` || s.Unmade() != nil {
		t.Errorf("it lies in a folder for %q, put: %v, unmade: %v", n.target, err, s.Unmade())
	}
}

// TestUnmade_together: several goroutines that put something into a folder that is not there all can.
func TestUnmade_together(t *testing.T) {
	for range 50 {
		base := t.TempDir()
		lock, s := begun(t, base, `{"dsn":"x"}`)
		if err := os.RemoveAll(s.Dir()); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				if _, err := s.Put(Key{Run: lock.ID, Record: uint64(i)}, envelopeOf("x")); err != nil {
					t.Error(err)
				}
				if err := s.Keep(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if t.Failed() {
			return
		}
	}
}

// TestUnmade_twoRoots: who lives and puts envelopes below another root than that of its lock is not taken for dead by a
// process that does not see its name (another network namespace, Windows).
func TestUnmade_twoRoots(t *testing.T) {
	runtime.LockOSThread() // for good
	first, second := t.TempDir(), t.TempDir()
	locks, err := LocksDir(first)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := runlock.New(locks)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lock.Release)
	var was unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	none := was
	none.Cur = 1
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	living, err := Open(second, dsn, lock, 1, []byte(`{"dsn":"x"}`))
	if e := unix.Setrlimit(unix.RLIMIT_NOFILE, &was); e != nil {
		t.Fatal(e)
	}
	if err != nil || living.Unmade() == nil {
		t.Fatal(err, "it is made")
	}
	if _, err := living.Put(Key{Run: lock.ID, Record: 1}, envelopeOf("x")); err != nil {
		t.Fatal(err)
	}
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Skip(err)
	}
	_, other := begun(t, second, `{"dsn":"x"}`)
	for _, path := range other.Orphans() {
		claim, err := runlock.Claim(path)
		if err != nil || claim == nil {
			continue
		}
		defer claim.Release()
		left, err := other.Find(claim)
		if err != nil {
			t.Fatal(err)
		}
		if owned, _ := left.Take(); len(owned) > 0 {
			t.Errorf("%d files of a living run were taken", len(owned))
		}
	}
}
