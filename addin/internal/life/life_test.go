package life

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sentry1c/addin/internal/ringfile"
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
	// It is tried again after a minute, then after two, in the end each hour, and the worker wakes for that.
	for _, pause := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		pause *= time.Minute
		if rest := l.RestFor(); rest <= pause-10*time.Second || rest > pause {
			t.Errorf("after a failure the worker rests for %v, not %v", rest, pause)
		}
		f := l.search.failed[deadLock]
		f.at = f.at.Add(-pause)
		l.search.failed[deadLock] = f
		if !l.Look([]string{spoolRoot}, nil) || l.RestFor() != 0 {
			t.Errorf("after %v it is not tried again, or the worker does not rest", pause)
		}
		l.Failed(deadLock)
	}
	for _, path := range []string{dead.Run.RingPath, dead.Run.Log.Path(), dead.Run.Sides, deadLock} {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if l.Look([]string{spoolRoot}, nil) || l.RestFor() != 0 || len(l.search.failed) != 0 {
		t.Errorf("what is gone is remembered: %v", l.search.failed)
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
	if err := os.RemoveAll(filepath.Dir(l.Run.RingPath)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Dir(l.Run.RingPath), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l.Run.checked = time.Time{}
	if l.KeepRing() || l.Run.Ringless == "" {
		t.Errorf("what lies in its place is not told: %q", l.Run.Ringless)
	}
	if err := os.Remove(filepath.Dir(l.Run.RingPath)); err != nil {
		t.Fatal(err)
	}
	l.Run.checked = time.Time{}
	if !l.KeepRing() || l.Run.Ringless != "" {
		t.Errorf("afterwards: %q", l.Run.Ringless)
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

// TestLook_damagedFirst: a run whose first ring is damaged is found by its further ones, and the damaged one stays for who
// takes it over.
func TestLook_damagedFirst(t *testing.T) {
	spoolRoot, rings := t.TempDir(), filepath.Join(t.TempDir(), "rings")
	dead, _ := begun(t, spoolRoot, rings)
	dead.Run.Started()
	content, err := os.ReadFile(dead.Run.RingPath)
	if err != nil {
		t.Fatal(err)
	}
	further := filepath.Join(rings, dead.Run.ID()+".1.ring")
	if err := errors.Join(os.WriteFile(further, content, 0o600), os.Truncate(dead.Run.RingPath, 100)); err != nil {
		t.Fatal(err)
	}
	dead.Run.Lock.Release()
	l, _ := begun(t, spoolRoot, rings)
	if !l.Look([]string{spoolRoot}, nil) || !slices.Contains(l.search.candidates, dead.Run.Lock.Path()) {
		t.Errorf("found %q", l.search.candidates)
	}
	path, err := l.RingOf(dead.Run.ID())
	if err != nil {
		t.Fatal(err)
	}
	ring, err := ringfile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer ring.Close()
	if !slices.Equal(ring.Damaged, []string{dead.Run.RingPath}) {
		t.Errorf("damaged are %q", ring.Damaged)
	}
}
