package life

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/statelog"
	"sentry1c/addin/internal/status"
)

// TestSweep: what a run of a root that is known here left without its ring goes when its lock is gone,
// and what may be of another root when nobody wants it any more.
func TestSweep(t *testing.T) {
	const run = "00000000000000aa"
	own, second, other := t.TempDir(), t.TempDir(), t.TempDir()
	for _, dir := range []string{own, second, other} {
		if _, err := spool.LocksDir(dir); err != nil {
			t.Fatal(err)
		}
	}
	state, long, made := statelog.Name(run), filepath.Base(root.Long("", run)), run+".ring.new"
	for name, test := range map[string]struct {
		age  time.Duration
		lock string // the root that it lies in
		told string // the root that the run has told of
		left []string
	}{
		"young":                            {0, "", own, []string{made, long, state, status.Name(run)}},
		"of this root":                     {time.Hour, "", own, nil},
		"of this root, with a lock":        {time.Hour, own, own, []string{made, long, state, status.Name(run)}},
		"nothing told, lock in the second": {time.Hour, second, "", []string{made, long, state}},
		"nothing told, no lock known":      {time.Hour, other, "", []string{long, state}},
		"nothing told, old":                {ForgottenAfter + time.Hour, other, "", nil},
		"of another root":                  {time.Hour, other, other, []string{made, long, state, status.Name(run)}},
		"of another root, without a lock":  {time.Hour, "", other, nil},
		"of a root with another name here": {time.Hour, "", filepath.Join(other, "gone"), []string{long, state}},
	} {
		t.Run(name, func(t *testing.T) {
			rings := t.TempDir()
			if test.lock != "" {
				lock := lockIn(test.lock, run)
				must(t, os.WriteFile(lock, nil, 0o600))
				defer os.Remove(lock)
			}
			if test.told != "" {
				must(t, status.Write(rings, run, status.Status{Root: test.told}))
			}
			must(t, os.Mkdir(filepath.Join(rings, long), 0o700))
			must(t, os.WriteFile(filepath.Join(rings, state), nil, 0o600))
			must(t, os.WriteFile(filepath.Join(rings, made), nil, 0o600))
			for _, entry := range list(t, rings) {
				at := time.Now().Add(-test.age)
				must(t, os.Chtimes(filepath.Join(rings, entry), at, at))
			}
			sweep(rings, []string{own, second})
			if left := list(t, rings); !slices.Equal(left, test.left) {
				t.Errorf("left are %q, want %q", left, test.left)
			}
		})
	}
}

// TestLook_damaged: a damaged ring stays for who takes its run over, and is put aside when nobody has
// come for long.
func TestLook_damaged(t *testing.T) {
	spoolRoot, rings := t.TempDir(), filepath.Join(t.TempDir(), "rings")
	l, _ := begun(t, spoolRoot, rings)
	ring := filepath.Join(rings, "00000000000000aa.ring")
	must(t, os.WriteFile(ring, []byte("nonsense"), 0o600))
	for age, left := range map[time.Duration]string{ForgottenAfter - time.Hour: ring, ForgottenAfter + time.Hour: ring + damagedSuffix} {
		at := time.Now().Add(-age)
		must(t, os.Chtimes(ring, at, at))
		l.Look([]string{spoolRoot}, nil)
		if _, err := os.Lstat(left); err != nil {
			t.Errorf("after %v: %v", age, err)
		}
		_ = os.Rename(ring+damagedSuffix, ring)
	}
	must(t, os.WriteFile(lockIn(spoolRoot, "00000000000000aa"), nil, 0o600))
	l.Look([]string{spoolRoot}, nil)
	if lock, ok := l.Next(); !ok || lock != filepath.Join(spoolRoot, "v1", "locks", runlock.Name("00000000000000aa")) {
		t.Errorf("with a lock the run is not found: %q", lock)
	}
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
