//go:build unix

package statelog

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/record"
)

// TestReplace_noDescriptor: a log for which no descriptor is free goes on as it was, and notes what is
// to be noted.
func TestReplace_noDescriptor(t *testing.T) {
	dir, l := newLog(t)
	defer l.Close()
	if err := l.Append(record.Append(nil, 8, 1, 8, []byte("tag"))); err != nil {
		t.Fatal(err)
	}
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	none := before
	none.Cur = 0
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	replaced := l.Replace(nil)
	appended := l.Append(record.Append(nil, 9, 1, 9, []byte("later")))
	noted := l.Doubt(7)
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(replaced, unix.EMFILE) || appended != nil || noted != nil {
		t.Errorf("replaced: %v, appended: %v, noted: %v", replaced, appended, noted)
	}
	again, records, err := Reopen(dir, run)
	if err != nil || len(records) != int(l.Size()) || !again.HasGap() || !again.Doubts(7) {
		t.Fatalf("the next process has %d bytes of %d, in doubt %v, %v", len(records), l.Size(), again.Doubts(7), err)
	}
	again.Close()
}

// TestReplace_unreachable: a log that is closed to be replaced, as on Windows, and can be neither
// replaced nor opened again says already that it lacks what follows, and goes on when it can be opened.
func TestReplace_unreachable(t *testing.T) {
	replacesOpen = false
	defer func() { replacesOpen = true }()
	dir, l := newLog(t)
	defer l.Close()
	appended := func(sequence uint64) error { return l.Append(record.Append(nil, 8, 1, sequence, []byte("tag"))) }
	if err := appended(8); err != nil {
		t.Fatal(err)
	}
	aside := dir + "-aside"
	if err := os.Rename(dir, aside); err != nil {
		t.Fatal(err)
	}
	if err := l.Replace(nil); err == nil {
		t.Fatal("replaced")
	}
	if !hasGap(filepath.Join(aside, filepath.Base(l.Path()))) {
		t.Error("who finds it now believes it")
	}
	if appended(9) == nil || l.Lacks() == nil {
		t.Error("something was written to nowhere")
	}
	if err := os.Rename(aside, dir); err != nil {
		t.Fatal(err)
	}
	if err := appended(10); err != nil || !l.HasGap() || !hasGap(l.Path()) {
		t.Errorf("there again: %v, gap %v", err, l.HasGap())
	}
	if records, err := Read(dir, run); err != nil || len(records) != int(l.Size()) {
		t.Errorf("%d bytes of %d, %v", len(records), l.Size(), err)
	}
	if err := l.Replace(nil); err != nil || l.HasGap() || hasGap(l.Path()) {
		t.Errorf("replaced: %v, gap %v", err, l.HasGap())
	}
}

// TestReplace_refused: a log that could not be replaced says what it said.
func TestReplace_refused(t *testing.T) {
	dir, l := newLog(t)
	defer l.Close()
	// There is room for this name, and none for that of what is to replace it.
	long := filepath.Join(dir, strings.Repeat("x", 253))
	if err := os.Rename(l.path, long); err != nil {
		t.Fatal(err)
	}
	l.path = long
	if err := l.Replace(nil); err == nil {
		t.Fatal("replaced")
	}
	if l.HasGap() || hasGap(l.path) {
		t.Error("it says that it lacks records")
	}
	if err := l.Lacks(); err != nil {
		t.Fatal(err)
	}
	if err := l.Replace(nil); err == nil || !hasGap(l.path) {
		t.Errorf("it lacks records no more, %v", err)
	}
}

// TestReopen_refused: who takes over a log that cannot be written anew goes on with it, and notes in
// it that it will lack records; an earlier version's, which has no place for the note, is left.
func TestReopen_refused(t *testing.T) {
	dir, l := newLog(t)
	if err := l.Append(record.Append(nil, 8, 1, 8, []byte("tag"))); err != nil {
		t.Fatal(err)
	}
	l.Close()
	// There is room for this name, and none for that of what is to replace it.
	long := strings.Repeat("x", 253-len(suffix))
	path := filepath.Join(dir, Name(long))
	if err := os.Rename(l.Path(), path); err != nil {
		t.Fatal(err)
	}
	if file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0); err != nil {
		t.Fatal(err)
	} else if _, err := file.WriteString("half of a record"); err != nil || file.Close() != nil {
		t.Fatal(err)
	}
	again, records, err := Reopen(dir, long)
	if err != nil || len(records) == 0 || !again.HasGap() || !hasGap(path) {
		t.Fatalf("%v, %d bytes, says that it lacks some: %v", err, len(records), hasGap(path))
	}
	defer again.Close()
	if err := again.Append(record.Append(nil, 9, 1, 9, []byte("later"))); err != nil {
		t.Fatal(err)
	}
	if both, err := Read(dir, long); err != nil || len(both) <= len(records) || wholeRecords(both) != len(both) || !strings.HasPrefix(string(both), string(records)) {
		t.Errorf("%d bytes behind %d, %v", len(both), len(records), err)
	}
	old, err := os.ReadFile(golden1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if l, records, err := Reopen(dir, long); err == nil || l != nil || len(records) == 0 {
		t.Errorf("an earlier one: %v, %d bytes, %v", l, len(records), err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(old) {
		t.Errorf("it was changed, %v", err)
	}
}

// TestReopen_keepsGap: in no moment in which it is taken over a log says that it lacks nothing: the process
// may be killed there.
func TestReopen_keepsGap(t *testing.T) {
	dir, l := newLog(t)
	if err := l.Lacks(); err != nil {
		t.Fatal(err)
	}
	l.Close()
	seen, done := make(chan int), make(chan struct{})
	go func() {
		whole := 0
		for {
			select {
			case <-done:
				seen <- whole
				return
			default:
			}
			if content, err := os.ReadFile(filepath.Join(dir, Name(run))); err == nil && content[gapAt] == 0 {
				whole++
			}
		}
	}()
	for range 300 {
		again, _, err := Reopen(dir, run)
		if err != nil {
			t.Fatal(err)
		}
		again.Close()
	}
	close(done)
	if whole := <-seen; whole > 0 {
		t.Errorf("it said so %d times", whole)
	}
}
