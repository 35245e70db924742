//go:build unix

package statelog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
)

// TestReplace_unreachable: a log that can be neither replaced nor opened again says already that it
// lacks what follows, and goes on when it can be opened.
func TestReplace_unreachable(t *testing.T) {
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

// TestReplace_refused: a log that could not be replaced, but opened again, says what it said.
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
