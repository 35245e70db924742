package life

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestWatch: a run that ends is told of, and once more for who could not have it then.
func TestWatch(t *testing.T) {
	dir := t.TempDir()
	told := make(chan struct{}, 10)
	var w watcher
	if !w.watch(dir, func() { told <- struct{}{} }) {
		t.Skip("this system does not tell")
	}
	lock := filepath.Join(dir, "0123456789abcdef.lock")
	if err := os.WriteFile(lock, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	wait := func(what string) {
		select {
		case <-told:
		case <-time.After(10 * time.Second):
			t.Fatal(what)
		}
	}
	wait("the end of a run is not told")
	wait("it is not told once more while the lock is there")
	if err := os.Remove(lock); err != nil {
		t.Fatal(err)
	}
	for len(told) > 0 {
		<-told
	}
	gone := filepath.Join(dir, "fedcba9876543210.lock")
	if err := errors.Join(os.WriteFile(gone, nil, 0o600), os.Remove(gone)); err != nil {
		t.Fatal(err)
	}
	wait("the end of another is not told")
	time.Sleep(onceMore[0] + 500*time.Millisecond)
	if len(told) > 0 {
		t.Error("a run of which nothing is left is told of once more")
	}
}
