//go:build unix

package private

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestPatient: a file that cannot be read for now is waited for, once in vain, and what will not be over is not.
func TestPatient(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	give := func() {
		if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
			t.Error(err)
		}
	}
	take := func() {
		none := limit
		none.Cur = 0
		if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
			t.Fatal(err)
		}
	}
	defer give()
	var p Patient
	read := func() (time.Duration, error) {
		begun := time.Now()
		content, err := p.ReadFile(path, 100)
		if err == nil && string(content) != "content" {
			t.Errorf("read %q", content)
		}
		return time.Since(begun), err
	}
	take()
	over := time.AfterFunc(100*time.Millisecond, give)
	if took, err := read(); err != nil || took < 50*time.Millisecond {
		t.Errorf("while there are no descriptors for a moment: %v after %v", err, took)
	}
	over.Stop()
	take()
	if took, err := read(); !errors.Is(err, unix.EMFILE) || took < Patience/2 {
		t.Errorf("while there are none for long: %v after %v", err, took)
	}
	if took, err := read(); !errors.Is(err, unix.EMFILE) || took > Patience/2 {
		t.Errorf("the next one: %v after %v", err, took)
	}
	give()
	if _, err := read(); err != nil {
		t.Error(err)
	}
	take()
	over = time.AfterFunc(100*time.Millisecond, give)
	if _, err := read(); err != nil {
		t.Errorf("once one was read, the next is waited for again: %v", err)
	}
	over.Stop()
	give()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if took, err := read(); !errors.Is(err, fs.ErrNotExist) || took > Patience/2 {
		t.Errorf("what is not there: %v after %v", err, took)
	}
}

// TestWriteFile_umask: whatever umask the host has, who comes next can open what is made.
func TestWriteFile_umask(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "folder")
	before := unix.Umask(0o777)
	err := errors.Join(MkdirAll(dir), WriteFile(filepath.Join(dir, "file"), []byte("content")))
	unix.Umask(before)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{dir: dirMode, filepath.Join(dir, "file"): fileMode} {
		if info, err := os.Lstat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}
