package scratch

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestRun: what is made in temporary folders goes, also what comes while it goes.
func TestRun(t *testing.T) {
	base := t.TempDir()
	for _, name := range Variables {
		t.Setenv(name, base)
	}
	done := make(chan struct{})
	code := Run(func() int {
		dir := os.TempDir()
		if filepath.Dir(dir) != base {
			t.Errorf("temporary folders are made in %s, not below %s", dir, base)
		}
		go func() {
			defer close(done)
			for until := time.Now().Add(100 * time.Millisecond); time.Now().Before(until); time.Sleep(time.Millisecond) {
				late := filepath.Join(dir, "late")
				_ = os.Mkdir(late, 0o700) // while there is a folder to make it in
				_ = os.WriteFile(filepath.Join(late, "file"), nil, 0o600)
			}
		}()
		if err := os.MkdirAll(filepath.Join(dir, "a", "b"), 0o700); err != nil {
			t.Error(err)
		}
		return 7
	})
	<-done
	if code != 7 {
		t.Errorf("the answer is %d", code)
	}
	if left, err := os.ReadDir(base); err != nil || len(left) > 0 {
		t.Errorf("%v stays: %v", left, err)
	}
}
