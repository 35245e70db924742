package spool

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/runlock"
)

// TestPut_removedFolders: whatever of the spool is removed under a living run is made
// again, and what is put then survives the run.
func TestPut_removedFolders(t *testing.T) {
	for name, victim := range map[string]func(*run) string{
		"root":       func(r *run) string { return r.root },
		"format":     func(r *run) string { return filepath.Dir(r.spool.project) },
		"project":    func(r *run) string { return r.spool.project },
		"folder":     func(r *run) string { return r.spool.own },
		"owner":      func(r *run) string { return filepath.Join(r.spool.own, OwnerFile) },
		"locks":      func(r *run) string { return filepath.Dir(r.lock.Path()) },
		"lock":       func(r *run) string { return r.lock.Path() },
		"limits":     func(r *run) string { return filepath.Join(r.spool.project, limitsFile) },
		"quarantine": func(r *run) string { return filepath.Join(r.spool.project, quarantineDir) },
	} {
		t.Run(name, func(t *testing.T) {
			r := start(t, root(t))
			refuse := func(record uint64) {
				if err := r.spool.Quarantine(r.put(t, record, "refused"), "x"); err != nil {
					t.Error(err)
				}
				if err := r.spool.PutLimits([]byte("{}")); err != nil {
					t.Error(err)
				}
			}
			refuse(1)
			if err := os.RemoveAll(victim(r)); err != nil {
				t.Skip("what is open cannot be removed here")
			}
			r.put(t, 2, "after")
			refuse(3)
			r.spool.Sync()
			if string(r.spool.Limits()) != "{}" {
				t.Error("limits are not kept")
			}
			if kept, _ := os.ReadDir(filepath.Join(r.spool.project, quarantineDir)); len(kept) == 0 {
				t.Error("nothing in quarantine")
			}
			if claim, err := runlock.Claim(r.lock.Path()); claim != nil || err != nil {
				t.Fatalf("Claim of a living run = %v, %v", claim, err)
			}
			if n, err := readNote(r.spool.own); n.lock != r.lock.Path() || err != nil {
				t.Errorf("owned by %q, %v", n.lock, err)
			}
			r.die()
			if entries := adoptAll(t, start(t, r.root)); len(entries) != 1 || entries[0].Record != 2 {
				t.Errorf("the next run finds %+v", entries)
			}
		})
	}
}

// TestLoad_errors: only what is gone or damaged is told to be; a file that cannot be read
// now is neither, and the error says what is wrong with it.
func TestLoad_errors(t *testing.T) {
	r := start(t, root(t))
	for name, test := range map[string]struct {
		change func(path string) error
		want   error
		text   string
	}{
		"gone":    {os.Remove, fs.ErrNotExist, ""},
		"empty":   {func(path string) error { return os.Truncate(path, 0) }, ErrDamaged, ""},
		"cut":     {func(path string) error { return os.Truncate(path, 40) }, ErrDamaged, ""},
		"mode":    {func(path string) error { return os.Chmod(path, 0o644) }, private.ErrForeign, "mode 0644"},
		"no file": {func(path string) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) }, private.ErrForeign, "no plain file"},
		"newer": {func(path string) error {
			return os.WriteFile(path, []byte(`{"sentry1c":"2 x","sdk":{}}`), 0o600)
		}, ErrNewer, "version 2"},
	} {
		e := r.put(t, 1, "x")
		if err := test.change(e.path()); err != nil {
			t.Fatal(err)
		}
		_, err := r.spool.Load(e)
		if runtime.GOOS == "windows" && name == "mode" {
			continue // the rights of the folder keep others out
		}
		for _, kind := range []error{fs.ErrNotExist, ErrDamaged, private.ErrForeign, ErrNewer} {
			if errors.Is(err, kind) != (kind == test.want) {
				t.Errorf("%s: %v is %v: %v", name, err, kind, errors.Is(err, kind))
			}
		}
		if !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: %v does not say %q", name, err, test.text)
		}
		if err := os.RemoveAll(e.path()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFind_damagedOwner: whatever became of the note whose a folder is, its envelopes are
// found by who claims the run that it is named after, and by nobody while that run lives.
func TestFind_damagedOwner(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"gone":    os.Remove,
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"cut":     func(path string) error { return os.Truncate(path, 30) },
		"mode":    func(path string) error { return os.Chmod(path, 0o644) },
		"garbage": func(path string) error { return os.WriteFile(path, []byte("x\ny"), 0o600) },
		"large":   func(path string) error { return os.Truncate(path, maxOwner+1) },
		"folder":  func(path string) error { return os.Chmod(filepath.Dir(path), 0) },
	} {
		base := root(t)
		dead := start(t, base)
		dead.put(t, 1, "x")
		if err := change(filepath.Join(dead.spool.own, OwnerFile)); err != nil {
			t.Fatal(err)
		}
		own := start(t, base)
		if entries := adoptAll(t, own); len(entries) != 0 {
			t.Errorf("%s: adopted %d files of a living run", name, len(entries))
		}
		dead.die()
		entries := adoptAll(t, own)
		if len(entries) != 1 {
			t.Errorf("%s: adopted %d files, want 1", name, len(entries))
			continue
		}
		if _, err := own.spool.Load(entries[0]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFind_anotherWay: a root that is reached by another way is the same root.
func TestFind_anotherWay(t *testing.T) {
	for name, other := range map[string]func(base string) (string, error){
		"slash": func(base string) (string, error) { return base + string(filepath.Separator), nil },
		"dots":  func(base string) (string, error) { return base + "/../" + filepath.Base(base), nil },
		"link": func(base string) (string, error) {
			if runtime.GOOS == "windows" {
				return base, nil // has links for some only
			}
			link := filepath.Join(t.TempDir(), "link")
			return link, errors.Join(os.MkdirAll(base, 0o700), os.Symlink(base, link))
		},
	} {
		base := root(t)
		way, err := other(base)
		if err != nil {
			t.Skip(err)
		}
		dead := start(t, way)
		dead.put(t, 1, "x")
		dead.die()
		own := start(t, base)
		want := filepath.Join(filepath.Dir(own.lock.Path()), filepath.Base(dead.lock.Path()))
		if locks := own.spool.Orphans(); !slices.Equal(locks, []string{want}) {
			t.Errorf("%s: orphans %q, want %q", name, locks, want)
		}
		if entries := adoptAll(t, own); len(entries) != 1 {
			t.Errorf("%s: adopted %d files", name, len(entries))
		}
	}
}

// TestOrphans_manyClients: the folders of a run's own clients are not read, and those of
// another run once, however many clients ask.
func TestOrphans_manyClients(t *testing.T) {
	base := root(t)
	one, other := start(t, base), start(t, base)
	many := func(r *run, count int) []*Spool {
		spools := []*Spool{r.spool}
		for n := range count - 1 {
			s, err := Open(base, dsn, r.lock, uint32(n+2), nil)
			if err != nil {
				t.Fatal(err)
			}
			spools = append(spools, s)
		}
		return spools
	}
	spools := many(one, 300)
	many(other, 300)
	took := func(spools []*Spool) time.Duration {
		begun := time.Now()
		if locks := Orphans(spools, func([]byte) bool { return false }); !slices.Equal(locks, []string{other.lock.Path()}) {
			t.Errorf("orphans %q", locks)
		}
		return time.Since(begun)
	}
	took(spools)
	shortest := [2]time.Duration{time.Hour, time.Hour}
	for range 5 {
		shortest[0] = min(shortest[0], took(spools[:1]))
		shortest[1] = min(shortest[1], took(spools))
	}
	if shortest[1] > 10*shortest[0] {
		t.Errorf("one client took %v, 300 took %v", shortest[0], shortest[1])
	}
}

// TestPutLimits_left: limits that did not come out of the folder in which they were made keep it from
// nothing: neither those of a run that was killed, nor those that have no place.
func TestPutLimits_left(t *testing.T) {
	base := root(t)
	dead, heir := start(t, base), start(t, base)
	occupy(t, filepath.Join(dead.spool.project, limitsFile))
	if err := dead.spool.PutLimits([]byte("{}")); err == nil {
		t.Fatal("a folder is replaced by the limits")
	}
	if left := files(t, dead.spool.own); !slices.Equal(left, []string{OwnerFile}) {
		t.Errorf("in the folder are %q", left)
	}
	if err := dead.spool.write(filepath.Join(dead.spool.own, limitsFile), seal(limitsFile, []byte("{}"))); err != nil {
		t.Fatal(err)
	}
	dead.die()
	claim, err := runlock.Claim(dead.lock.Path())
	if claim == nil || err != nil {
		t.Fatal(claim, err)
	}
	defer claim.Release()
	left, err := heir.spool.Find(claim)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := left.Take(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(dead.spool.own); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder of a dead run stays: %q, %v", files(t, dead.spool.own), err)
	}
}

// TestSync_underWay: a Sync waits for the one that has taken the files before it.
func TestSync_underWay(t *testing.T) {
	r := start(t, root(t))
	r.put(t, 1, "one")
	r.spool.syncing.Lock() // as the other has until they are on the disk
	r.spool.mu.Lock()
	r.spool.unsync = nil
	r.spool.mu.Unlock()
	synced := make(chan struct{})
	go func() {
		r.spool.Sync()
		close(synced)
	}()
	select {
	case <-synced:
		t.Error("it says that the files are on the disk before they are")
	case <-time.After(100 * time.Millisecond):
	}
	r.spool.syncing.Unlock()
	select {
	case <-synced:
	case <-time.After(10 * time.Second):
		t.Error("it waits for ever")
	}
}
