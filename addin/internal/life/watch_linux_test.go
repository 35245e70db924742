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

// TestWatch_folder: that the folder goes or gets another name is told, and the one in its place can be
// watched.
func TestWatch_folder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "locks")
	told := make(chan struct{}, 10)
	var w watcher
	watch := func() bool { return w.watch(dir, func() { told <- struct{}{} }) }
	wait := func(what string) {
		select {
		case <-told:
		case <-time.After(10 * time.Second):
			t.Fatal(what)
		}
		time.Sleep(2 * settleAfter)
		for len(told) > 0 {
			<-told
		}
	}
	must(t, os.Mkdir(dir, 0o700))
	if !watch() {
		t.Skip("this system does not tell")
	}
	must(t, os.Remove(dir))
	wait("that the folder is gone is not told")
	if watch() {
		t.Error("a folder that is not there is watched")
	}
	must(t, os.Mkdir(dir, 0o700))
	if !watch() {
		t.Fatal("the folder in its place is not watched")
	}
	must(t, os.Rename(dir, dir+".old"))
	wait("that the folder has another name is not told")
	must(t, os.Mkdir(dir, 0o700))
	if !watch() {
		t.Fatal("the folder in the place of that is not watched")
	}
	must(t, os.WriteFile(filepath.Join(dir, "0123456789abcdef.lock"), nil, 0o600))
	wait("the end of a run is not told")
}
