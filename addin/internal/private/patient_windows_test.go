package private

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"sentry1c/addin/internal/private/heldtest"
)

// TestPatient_held: a file that somebody has opened and shares with nobody is waited for.
func TestPatient_held(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	hold := func(how time.Duration) {
		handle, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(how, func() { _ = windows.CloseHandle(handle) })
	}
	var p Patient
	for _, how := range []time.Duration{patience / 4, 3 * patience} {
		hold(how)
		if content, err := p.ReadFile(path, 100); string(content) != "content" || err != nil {
			t.Errorf("held for %v: %q, %v", how, content, err)
		}
	}
	hold(patience / 4)
	if content, err := ReadFile(path, 100); string(content) != "content" || err != nil {
		t.Errorf("opened while it was held: %q, %v", content, err)
	}
	hold(4 * patience)
	if _, err := ReadFile(path, 100); !errors.Is(err, windows.ERROR_SHARING_VIOLATION) || !Temporary(err) {
		t.Errorf("opened while it was held for long: %v", err)
	}
	time.Sleep(5 * patience)
}

// TestInsist: only what is in the way is waited for, and what stays in the way is an error in the end, as is what was denied.
func TestInsist(t *testing.T) {
	held, denied := error(windows.ERROR_SHARING_VIOLATION), error(windows.ERROR_ACCESS_DENIED)
	for _, test := range []struct {
		err   error
		ways  []error
		again bool
	}{{nil, []error{held}, false}, {denied, []error{held}, false}, {held, []error{held}, true}, {denied, []error{held, denied}, true}} {
		tries := 0
		err := insist(func() error { tries++; return test.err }, test.ways...)
		if err != test.err || (tries > 1) != test.again {
			t.Errorf("%v, in the way %v: %v after %d tries", test.err, test.ways, err, tries)
		}
	}
	if file, err := Open(t.TempDir()); file != nil || err == nil {
		t.Errorf("Open of a folder = %v, %v", file, err)
	}
}

// TestWriteFile_goes: what a process that died left of the file, and somebody still looks at while it is removed, keeps
// nothing from being written.
func TestWriteFile_goes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path+".tmp", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken, end := heldtest.Grab(path+".tmp", windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE)
	defer end()
	handle := <-taken
	defer func() { _ = windows.CloseHandle(handle) }()
	if err := os.Remove(path + ".tmp"); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, []byte("content")); err != nil {
		t.Fatal(err)
	}
	if content, err := ReadFile(path, 100); string(content) != "content" || err != nil {
		t.Errorf("written: %q, %v", content, err)
	}
}

// TestWriteFile_taken: a file that somebody takes before it has its name, and lets nobody rename,
// is written once more.
func TestWriteFile_taken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	taken, end := heldtest.Grab(path+".tmp", windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE)
	for try := 0; try < 1000 && len(taken) == 0; try++ {
		if err := WriteFile(path, []byte("content")); err != nil {
			t.Errorf("try %d: %v", try, err)
			break
		}
	}
	end()
	if handle := <-taken; handle == windows.InvalidHandle {
		t.Skip("the moment was not met")
	} else if err := windows.CloseHandle(handle); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "content" {
		t.Errorf("%q, %v", content, err)
	}
}
