package fulltest

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// Mount makes dir a file system in memory for that many files and folders, which only the goroutine of the
// test sees, whose thread nobody has after it.
func Mount(t *testing.T, dir string, names int) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root may have mounts of a thread")
	}
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		t.Skipf("this system lets nobody have mounts of his own: %v", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("mode=700,nr_inodes=%d", names)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
}

// Fill leaves no place for another file in dir, until it is freed.
func Fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	var files []string
	for {
		path := filepath.Join(dir, fmt.Sprint("fill-", len(files)))
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			break
		}
		files = append(files, path)
	}
	if len(files) == 0 {
		t.Fatal("it was full before")
	}
	return func() {
		for _, path := range files {
			if err := os.Remove(path); err != nil {
				t.Error(err)
			}
		}
	}
}
