package runlock

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/addin/internal/private"
)

// TestMain plays a process that holds a lock until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("RUNLOCK_TEST_HOLD"); dir != "" {
		lock, err := New(dir)
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println(lock.Path())
		// Until it is killed: a select on nothing would be found to be a deadlock.
		time.Sleep(time.Hour)
		runtime.KeepAlive(lock)
	}
	os.Exit(m.Run())
}

func privateDir(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "блокировки 1")
	if err := private.MkdirAll(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestLock_ofALivingRun(t *testing.T) {
	dir := privateDir(t)
	own, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !ValidID(own.ID) {
		t.Errorf("ID %q", own.ID)
	}
	if claim, err := Claim(own.Path()); claim != nil || err != nil {
		t.Errorf("Claim of a living run of the same process = %v, %v", claim, err)
	}
	if paths, err := List(dir); err != nil || len(paths) != 1 || paths[0] != own.Path() {
		t.Errorf("List = %q, %v", paths, err)
	}
	if err := own.End(); err != nil {
		t.Error(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() != "spare" }) {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestClaim_afterAKill(t *testing.T) {
	dir := privateDir(t)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(exe)
	child.Env = append(os.Environ(), "RUNLOCK_TEST_HOLD="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	path, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	path = path[:len(path)-1]
	if claim, err := Claim(path); claim != nil || err != nil {
		t.Fatalf("Claim of a living run = %v, %v", claim, err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	claim, err := Claim(path)
	if claim == nil || err != nil {
		t.Fatalf("Claim of a dead run = %v, %v", claim, err)
	}
	if second, err := Claim(path); second != nil || err != nil {
		t.Errorf("a second claim = %v, %v", second, err)
	}
	claim.Release()
	if err := os.Remove(path); err != nil { // a run that is dead has nothing else to say that it lives
		t.Fatal(err)
	}
	again, err := Claim(path)
	if again == nil || err != nil {
		t.Fatalf("Claim after a release = %v, %v", again, err)
	}
	if err := again.End(); err != nil {
		t.Error(err)
	}
	if paths, err := List(dir); err != nil || len(paths) != 0 {
		t.Errorf("List = %q, %v", paths, err)
	}
}

func TestClaim_lockIsGone(t *testing.T) {
	dir := filepath.Join(privateDir(t), "cleaned")
	claim, err := Claim(filepath.Join(dir, "0123456789abcdef.lock"))
	if claim == nil || err != nil {
		t.Fatalf("Claim = %v, %v", claim, err)
	}
	if claim.ID != "0123456789abcdef" {
		t.Errorf("ID = %q", claim.ID)
	}
	if err := claim.End(); err != nil {
		t.Error(err)
	}
}

func TestClaim_notALock(t *testing.T) {
	dir := privateDir(t)
	for _, name := range []string{"x.lock", "0123456789ABCDEF.lock", "0123456789abcdef", "../0123456789abcdef.lock.x", ".lock"} {
		if claim, err := Claim(filepath.Join(dir, name)); claim != nil || err == nil {
			t.Errorf("Claim(%s) = %v, %v", name, claim, err)
		}
	}
	// What is no plain file was never a lock: the file is gone.
	for name, make := range map[string]func(path string) error{
		"link":   func(path string) error { return os.Symlink("/dev/null", path) },
		"folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"folder with a file": func(path string) error {
			return errors.Join(os.Mkdir(path, 0o700), os.WriteFile(filepath.Join(path, "x"), nil, 0o600))
		},
	} {
		path := filepath.Join(dir, "0123456789abcdef.lock")
		if err := make(path); err != nil {
			continue // Windows has links for some only
		}
		claim, err := Claim(path)
		if claim == nil || err != nil {
			t.Errorf("Claim of a %s = %v, %v", name, claim, err)
			_ = os.RemoveAll(path)
			continue
		}
		if err := claim.End(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := New(filepath.Join(dir, "missing")); err == nil {
		t.Error("New in a missing folder gave no error")
	}
	if paths, err := List(filepath.Join(dir, "missing")); err != nil || len(paths) != 0 {
		t.Errorf("List of a missing folder = %v, %v", paths, err)
	}
}

// TestClaim_hammer: of many who want a dead run, one at a time has it.
func TestClaim_hammer(t *testing.T) {
	dir := privateDir(t)
	path := filepath.Join(dir, "0123456789abcdef.lock")
	var holders, ended atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 300 {
				claim, err := Claim(path)
				if err != nil {
					t.Error(err)
					return
				}
				if claim == nil {
					continue
				}
				if holders.Add(1) != 1 {
					t.Error("two hold one run")
				}
				holders.Add(-1)
				if i%2 == 0 {
					claim.Release()
				} else if err := claim.End(); err != nil {
					t.Error(err)
				} else {
					ended.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if ended.Load() == 0 {
		t.Error("nobody ended the run")
	}
}

// TestSweep removes what a killed process was making, and nothing else.
func TestSweep(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no lock has another name first there")
	}
	dir := t.TempDir()
	own, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer own.End()
	stale := filepath.Join(dir, "0123456789abcdef"+suffix+newSuffix)
	busy, err := createLocked(filepath.Join(dir, "fedcba9876543210"+suffix+newSuffix))
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	for _, path := range []string{stale, filepath.Join(dir, "notes"+newSuffix)} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	Sweep(dir)
	entries, err := os.ReadDir(dir)
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return e.Name() == "spare" })
	if err != nil || len(entries) != 3 {
		t.Errorf("left are %v, %v", entries, err)
	}
	if _, err := os.Stat(stale); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the stale one is there: %v", err)
	}
}

// TestSweep_whileRunsBegin: who sweeps keeps nobody from beginning a run.
func TestSweep_whileRunsBegin(t *testing.T) {
	dir := t.TempDir()
	done := make(chan struct{})
	var sweeper sync.WaitGroup
	sweeper.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				Sweep(dir)
			}
		}
	})
	for range 2000 {
		l, err := New(dir)
		if err != nil {
			t.Error(err)
			break
		}
		if err := l.End(); err != nil {
			t.Error(err)
			break
		}
	}
	close(done)
	sweeper.Wait()
}

// TestKeep: a living run whose lock file, or the folder of it, was removed has one again,
// and nobody takes the run over.
func TestKeep(t *testing.T) {
	dir := privateDir(t)
	own, err := New(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(own.Release)
	for _, removed := range []string{"", own.Path(), dir} {
		if removed != "" {
			if err := os.RemoveAll(removed); err != nil {
				t.Skip("what is open cannot be removed here")
			}
		}
		if err := own.Keep(); err != nil {
			t.Fatal(err)
		}
		if claim, err := Claim(own.Path()); claim != nil || err != nil {
			t.Errorf("Claim of a living run = %v, %v", claim, err)
		}
	}
	if err := os.Remove(own.Path()); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "linux" {
		if claim, err := Claim(own.Path()); claim != nil || err != nil {
			t.Errorf("Claim of a living run without a lock file = %v, %v", claim, err)
		}
	}
	own.alive.end() // as in another network namespace
	claim, err := Claim(own.Path())
	if claim == nil || err != nil {
		t.Fatalf("Claim = %v, %v", claim, err)
	}
	if err := own.Keep(); !errors.Is(err, ErrTaken) {
		t.Errorf("Keep of a run that was taken = %v", err)
	}
	if err := claim.End(); err != nil {
		t.Fatal(err)
	}
	if err := own.Keep(); err != nil {
		t.Errorf("Keep after the claim has ended: %v", err)
	}
	if err := own.End(); err != nil {
		t.Error(err)
	}
	if paths, err := List(dir); err != nil || len(paths) != 0 {
		t.Errorf("List = %q, %v", paths, err)
	}
}

// TestClaim_modes: whatever mode somebody gave to a lock file, its run is taken over.
func TestClaim_modes(t *testing.T) {
	dir := privateDir(t)
	for _, mode := range []os.FileMode{0, 0o400, 0o644, 0o666, 0o777} {
		lock, err := New(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(lock.Path(), mode); err != nil {
			t.Fatal(err)
		}
		if claim, err := Claim(lock.Path()); claim != nil || err != nil {
			t.Errorf("mode %o: Claim of a living run = %v, %v", mode, claim, err)
		}
		if err := os.Chmod(lock.Path(), mode); err != nil {
			t.Fatal(err)
		}
		lock.Release()
		claim, err := Claim(lock.Path())
		if claim == nil || err != nil {
			t.Errorf("mode %o: Claim = %v, %v", mode, claim, err)
			continue
		}
		if err := claim.End(); err != nil {
			t.Error(err)
		}
	}
}
