package client

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/scope"
)

// given is a file that a caller names and a folder for its copies.
func given(t *testing.T, content []byte) (s *symbolsFile) {
	t.Helper()
	s = &symbolsFile{given: filepath.Join(t.TempDir(), "ут.symbols"), dir: t.TempDir(), files: &scope.Files{}}
	if err := os.WriteFile(s.given, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

// settle waits for what is being copied.
func (s *symbolsFile) settle() { s.arrive(30 * time.Second) }

func copiesIn(t *testing.T, dir string) (names []string, largest int64) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*", "symbols", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		names, largest = append(names, info.Name()), max(largest, info.Size())
	}
	return names, largest
}

// TestSymbolsFile_large: with the text of its modules the file of a large configuration is
// larger than any attachment may be.
func TestSymbolsFile_large(t *testing.T) {
	const size = scope.MaxAttachment*2 + 3
	s := given(t, bytes.Repeat([]byte{1}, size))
	s.look(time.Now())
	s.settle()
	names, largest := copiesIn(t, s.dir)
	if s.current == nil || s.told != "" || len(names) != 1 || largest != size {
		t.Errorf("%+v, %q, %d bytes", s, names, largest)
	}
	if err := os.Truncate(s.given, maxSymbols+1); err != nil {
		t.Fatal(err)
	}
	kept := s.current
	s.look(time.Now())
	if s.current != kept || !strings.Contains(s.told, "longer than 536870912 bytes") {
		t.Errorf("too large: %+v", s)
	}
}

// TestSymbolsFile_changes: another file in the place of the given one is taken, its copy
// stands beside the old one; the same bytes under another date make none.
func TestSymbolsFile_changes(t *testing.T) {
	s := given(t, []byte("one"))
	s.look(time.Now())
	s.settle()
	first := s.current
	put := func(content string, age time.Duration) {
		t.Helper()
		if err := os.WriteFile(s.given, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-age)
		if err := os.Chtimes(s.given, when, when); err != nil {
			t.Fatal(err)
		}
		s.look(time.Now())
		s.settle()
	}
	put("one", time.Hour)
	if names, _ := copiesIn(t, s.dir); len(names) != 1 || s.told != "" {
		t.Errorf("the same bytes: %q, %q", names, s.told)
	}
	put("another", 2*time.Hour)
	if names, _ := copiesIn(t, s.dir); len(names) != 2 || s.current == first {
		t.Errorf("other bytes: %q", names)
	}
	other := s.current
	s.look(time.Now())
	if s.copying != nil || s.current != other {
		t.Error("an unchanged file is copied again")
	}
	if err := os.Remove(s.given); err != nil {
		t.Fatal(err)
	}
	s.look(time.Now())
	if s.current != other || s.told == "" {
		t.Errorf("the given file is gone: %+v", s)
	}
}

// TestSymbolsFile_slow: a copy that takes its time keeps the worker for a moment only, the
// file before it stays in use, and it is taken when it has come.
func TestSymbolsFile_slow(t *testing.T) {
	s := given(t, []byte("one"))
	s.look(time.Now())
	s.settle()
	before := s.current
	info, err := os.Stat(s.given)
	if err != nil {
		t.Fatal(err)
	}
	slow := &symbolsCopy{info: info, path: s.given, done: make(chan struct{})}
	s.copying = slow
	s.arrive(time.Millisecond)
	if s.current != before || s.copying != slow || s.told == "" {
		t.Errorf("while it is copied: %+v", s)
	}
	s.look(time.Now())
	if s.copying != slow {
		t.Error("a second copy began")
	}
	close(slow.done)
	s.arrive(0)
	if s.current == before || s.copying != nil || s.told != "" {
		t.Errorf("when it has come: %+v", s)
	}
	s.copying = &symbolsCopy{err: os.ErrPermission, done: slow.done}
	now := s.current
	if s.arrive(0); s.current != now || s.told == "" {
		t.Errorf("when it cannot be copied: %+v", s)
	}
}

// TestSymbolsFile_sweep: copies that nobody uses and halves of copies do not stay.
func TestSymbolsFile_sweep(t *testing.T) {
	s := given(t, []byte("one"))
	s.look(time.Now())
	s.settle()
	names, _ := copiesIn(t, s.dir)
	paths, err := filepath.Glob(filepath.Join(s.dir, "*", "symbols"))
	if err != nil || len(paths) != 1 || len(names) != 1 {
		t.Fatal(paths, names, err)
	}
	for name, age := range map[string]time.Duration{"old.symbols": 31 * 24 * time.Hour, "used.symbols": 29 * 24 * time.Hour, "1-2.tmp": 25 * time.Hour, "3-4.tmp": time.Hour} {
		path := filepath.Join(paths[0], name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		when := time.Now().Add(-age)
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	sweepSymbols(paths[0], "")
	if left, _ := copiesIn(t, s.dir); strings.Join(left, " ") != "3-4.tmp "+names[0]+" used.symbols" {
		t.Errorf("left: %q", left)
	}
}

// TestSymbolsFile_together: several clients may copy one file at a time.
func TestSymbolsFile_together(t *testing.T) {
	one := given(t, bytes.Repeat([]byte("symbols"), 1<<20))
	all := []*symbolsFile{one}
	for range 7 {
		all = append(all, &symbolsFile{given: one.given, dir: one.dir, files: &scope.Files{}})
	}
	info, err := os.Stat(one.given)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		s.copying = copySymbols(s.given, s.dir, info)
	}
	for _, s := range all {
		if s.settle(); s.current == nil || s.told != "" {
			t.Errorf("%+v", s)
		}
	}
	if names, largest := copiesIn(t, one.dir); len(names) != 1 || largest != info.Size() {
		t.Errorf("%q, %d bytes", names, largest)
	}
}
