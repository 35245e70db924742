package debuglog

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// drained waits until a log has written all it has.
func drained(t *testing.T, l *Log) {
	t.Helper()
	for range 5000 {
		l.mu.Lock()
		writing := l.writing
		l.mu.Unlock()
		if !writing {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("the log goes on writing")
}

func TestLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "отладка.log")
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	l.Line("first\nline")
	l.Line("second")
	drained(t, l)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	if len(lines) != 3 || !strings.HasSuffix(lines[0], " first line") || !strings.HasSuffix(lines[1], " second") {
		t.Errorf("the file holds %q", content)
	}
	if _, err := time.Parse("2006-01-02T15:04:05.000Z", strings.Fields(lines[0])[0]); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	var none *Log
	none.Line("nothing")
}

// TestLog_rotation: two writers of one file, as two processes are, keep it and the one
// before it within the bound.
func TestLog_rotation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	a, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Repeat("x", 100<<10)
	for range 30 {
		for _, l := range []*Log{a, b} {
			for range 5 {
				l.Line(text)
			}
			drained(t, l)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 {
		t.Fatalf("files %v, %v", entries, err)
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err != nil || info.Size() > MaxSize+int64(2*len(text)) {
			t.Errorf("%s has %d bytes, %v", entry.Name(), info.Size(), err)
		}
	}
}

// TestLog_neverWaits: more lines than a disk can take are lost, and that is told.
func TestLog_neverWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	l.writing = true // nobody writes
	for range 3 * maxWaiting {
		l.Line("x")
	}
	if len(l.waiting) != maxWaiting || l.lost != 2*maxWaiting {
		t.Errorf("%d wait, %d are lost", len(l.waiting), l.lost)
	}
	l.write()
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), fmt.Sprint(2*maxWaiting, " lines were lost")) {
		t.Errorf("the loss is not told: %v", err)
	}
}

// TestLog_removed: a file that somebody takes away is made again.
func TestLog_removed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	l.Line("a")
	drained(t, l)
	if err := os.Remove(path); err != nil {
		t.Skip(err) // Windows keeps it
	}
	var writers sync.WaitGroup
	for range 10 {
		writers.Go(func() { l.Line("b") })
	}
	writers.Wait()
	drained(t, l)
	if content, err := os.ReadFile(path); err != nil || strings.Count(string(content), " b\n") != 10 {
		t.Errorf("%q, %v", content, err)
	}
}

func TestOpen_refuses(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "target")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{link, dir, filepath.Join(dir, "missing", "log"), ""} {
		if _, err := Open(path); err == nil {
			t.Errorf("%q is taken", path)
		}
	}
}
