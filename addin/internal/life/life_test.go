package life

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// boundary maps nothing: its records lie in the memory of the process.
type boundary struct {
	mapped []string
	exit   []ExitPath
}

func (b *boundary) RingSize() int                 { return 64 << 10 }
func (b *boundary) MapRing(path string) error     { b.mapped = append(b.mapped, path); return nil }
func (b *boundary) SetSideFolder(string) error    { return nil }
func (b *boundary) RemoveAtExit(paths []ExitPath) { b.exit = append(b.exit, paths...) }
func (b *boundary) Wake()                         {}

func newLife(t *testing.T, rings string) (*Life, *boundary) {
	t.Helper()
	b := &boundary{}
	return &Life{
		Boundary:    b,
		Getenv:      func(string) (string, bool) { return "", false },
		RingFolders: func() []string { return []string{rings} },
	}, b
}

func begun(t *testing.T, spoolRoot, rings string) (*Life, *boundary) {
	t.Helper()
	l, b := newLife(t, rings)
	if bad, ok := l.Begin(spoolRoot, false); !ok {
		t.Fatal(bad.En)
	}
	if len(l.Run.Degraded) > 0 {
		t.Fatal(l.Run.Degraded)
	}
	return l, b
}

// TestBegin: a run has a lock, a ring and a log of states, tells the boundary what goes
// at its end, and is not found by itself.
func TestBegin(t *testing.T) {
	spoolRoot, rings := t.TempDir(), filepath.Join(t.TempDir(), "rings")
	l, b := begun(t, spoolRoot, rings)
	for _, path := range []string{l.Run.Lock.Path(), l.Run.RingPath, l.Run.Log.Path()} {
		if !slices.ContainsFunc(b.exit, func(e ExitPath) bool { return e.Path == path }) {
			t.Errorf("%s stays when the process ends", path)
		}
	}
	if !slices.Equal(b.mapped, []string{l.Run.RingPath}) {
		t.Errorf("mapped %v", b.mapped)
	}
	if l.Look([]string{spoolRoot}, nil) {
		t.Error("the run takes itself for another")
	}
}

// TestLook: a run whose lock is free is found once, one that lives is found and cannot be
// claimed, and one in a root that this process does not use is found only by what it left
// here.
func TestLook(t *testing.T) {
	spoolRoot, elsewhere, rings := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "rings")
	dead, _ := begun(t, spoolRoot, rings)
	dead.Run.Started()
	other, _ := begun(t, elsewhere, rings)
	other.Run.Started()
	l, _ := begun(t, spoolRoot, rings)
	deadLock, otherLock := dead.Run.Lock.Path(), other.Run.Lock.Path()
	if !Alive(deadLock) {
		t.Error("a run that lives is taken for dead")
	}
	dead.Run.Lock.Release()
	other.Run.Lock.Release()
	if Alive(deadLock) {
		t.Error("a dead run is taken for living")
	}
	if !l.Look([]string{spoolRoot}, nil) {
		t.Fatal("nothing is found")
	}
	lock, ok := l.Next()
	if !ok || lock != deadLock {
		t.Errorf("found %q, want %q", lock, deadLock)
	}
	if lock, ok := l.Next(); ok {
		t.Errorf("found %q, too", lock)
	}
	// A run of another root is found by who knows that it left something here.
	if l.Look([]string{spoolRoot}, []string{otherLock}); !slices.Contains(l.search.candidates, otherLock) {
		t.Errorf("found %q, want %q among it", l.search.candidates, otherLock)
	}
	l.Failed(deadLock)
	if l.Look([]string{spoolRoot}, nil) {
		t.Error("a run that could not be taken over is tried again at once")
	}
}

// TestKeepRing: a ring that somebody removed is made again, when it is time to look.
func TestKeepRing(t *testing.T) {
	l, b := begun(t, t.TempDir(), filepath.Join(t.TempDir(), "rings"))
	l.Run.checked = time.Now().Add(-2 * checkEvery)
	if l.KeepRing() {
		t.Error("a ring that is there is made again")
	}
	if err := os.RemoveAll(filepath.Dir(l.Run.RingPath)); err != nil {
		t.Fatal(err)
	}
	if l.KeepRing() {
		t.Error("looked again at once")
	}
	l.Run.checked = time.Now().Add(-2 * checkEvery)
	if !l.KeepRing() || len(b.mapped) != 2 {
		t.Errorf("the ring is not made again: mapped %v", b.mapped)
	}
}

// TestBegin_failedStarts: processes that ended as they began keep the next from it.
func TestBegin_failedStarts(t *testing.T) {
	spoolRoot, rings := t.TempDir(), filepath.Join(t.TempDir(), "rings")
	for range maxFailedStarts {
		l, _ := begun(t, spoolRoot, rings)
		l.Run.Lock.Release()
	}
	l, _ := newLife(t, rings)
	if failed := l.failedStarts(spoolRoot); failed != 1 {
		t.Errorf("processes that ended together are %d failed starts", failed)
	}
	l.StartsTogether = time.Nanosecond
	if _, ok := l.Begin(spoolRoot, false); ok {
		t.Error("it begins once more")
	}
	// Another spool is another matter.
	begun(t, t.TempDir(), rings)
}

func TestMoments(t *testing.T) {
	at := func(seconds ...float64) (times []time.Time) {
		for _, s := range seconds {
			times = append(times, time.Unix(0, int64(s*1e9)))
		}
		return times
	}
	for want, times := range map[int][]time.Time{0: nil, 1: at(5, 5, 7.9, 6), 2: at(0, 3, 2, 5), 3: at(9, 0, 1, 4, 5)} {
		if got := moments(times, 3*time.Second); got != want {
			t.Errorf("%v are %d moments, want %d", times, got, want)
		}
	}
}
