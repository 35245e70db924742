package statelog

import (
	"os"
	"testing"

	"golang.org/x/sys/windows"

	"sentry1c/addin/internal/private/heldtest"
	"sentry1c/addin/internal/record"
)

// TestReplace_newHeld: somebody who takes the new log before it can be opened keeps it from being
// written; it says that it lacks what follows.
func TestReplace_newHeld(t *testing.T) {
	_, l := newLog(t)
	entry := record.Append(nil, 8, 1, 8, []byte("tag"))
	if err := l.Append(entry); err != nil {
		t.Fatal(err)
	}
	// A reader that takes every new file in this moment: it lets it be renamed, but not written.
	taken, end := heldtest.Grab(l.Path()+".tmp", windows.FILE_SHARE_READ|windows.FILE_SHARE_DELETE)
	err := error(nil)
	for try := 0; err == nil && try < 2000; try++ {
		err = l.Replace(entry)
	}
	end()
	handle := <-taken
	if handle == windows.InvalidHandle {
		t.Skip("the moment was not met")
	}
	defer windows.CloseHandle(handle)
	if err == nil {
		t.Skip("it was taken so that it could be opened all the same")
	}
	if !hasGap(l.Path()) {
		t.Errorf("after %v it says that it is whole", err)
	}
}

// TestReopen_held: a log that somebody reads, and lets nobody write, is left as it is to who comes
// later: what is taken out of the ring would be missing in it, and nothing would say so.
func TestReopen_held(t *testing.T) {
	dir, l := newLog(t)
	if err := l.Append(record.Append(nil, 8, 1, 8, []byte("tag"))); err != nil {
		t.Fatal(err)
	}
	l.Close()
	before, err := os.ReadFile(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	name, err := windows.UTF16PtrFromString(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if l, records, err := Reopen(dir, run); err == nil || l != nil || len(records) == 0 {
		t.Errorf("held: %v, %d bytes, %v", l, len(records), err)
	}
	if err := windows.CloseHandle(handle); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(l.Path()); err != nil || string(after) != string(before) {
		t.Errorf("it was changed, %v", err)
	}
	again, records, err := Reopen(dir, run)
	if err != nil || again.HasGap() || len(records) == 0 {
		t.Fatalf("afterwards: %d bytes, %v", len(records), err)
	}
	again.Close()
}
