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
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
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

// TestKeep: a living run whose lock was removed, or replaced by who wanted to claim it,
// has it again.
func TestKeep(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that is open keeps its name there")
	}
	for _, replaced := range []bool{false, true} {
		dir := privateDir(t)
		own, err := New(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := own.Keep(); err != nil {
			t.Error(err)
		}
		if err := os.Remove(own.Path()); err != nil {
			t.Fatal(err)
		}
		if replaced {
			claim, err := Claim(own.Path())
			if claim == nil || err != nil {
				t.Fatal(claim, err)
			}
			claim.Release()
		}
		if err := own.Keep(); err != nil {
			t.Error(err)
		}
		if claim, err := Claim(own.Path()); claim != nil || err != nil {
			t.Errorf("Claim of a living run = %v, %v", claim, err)
		}
		if err := own.End(); err != nil {
			t.Error(err)
		}
	}
}

func TestClaim_notALock(t *testing.T) {
	dir := privateDir(t)
	for _, name := range []string{"x.lock", "0123456789ABCDEF.lock", "0123456789abcdef", "../0123456789abcdef.lock.x", ".lock"} {
		if claim, err := Claim(filepath.Join(dir, name)); claim != nil || err == nil {
			t.Errorf("Claim(%s) = %v, %v", name, claim, err)
		}
	}
	if err := os.Symlink("/dev/null", filepath.Join(dir, "0123456789abcdef.lock")); err == nil {
		if claim, err := Claim(filepath.Join(dir, "0123456789abcdef.lock")); claim != nil || err == nil {
			t.Errorf("Claim of a link = %v, %v", claim, err)
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
