package life

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWatchLocks: a run that ends is told of, and once more for who could not have it then.
func TestWatchLocks(t *testing.T) {
	dir := t.TempDir()
	told := make(chan struct{}, 10)
	if !watchLocks(dir, func() { told <- struct{}{} }) {
		t.Skip("this system does not tell")
	}
	if err := os.WriteFile(filepath.Join(dir, "0123456789abcdef.lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		select {
		case <-told:
		case <-time.After(10 * time.Second):
			t.Fatalf("told %d times", i)
		}
	}
}
