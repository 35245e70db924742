package statelog

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
)

const run = "0123456789abcdef"

func newLog(t *testing.T) (dir string, l *Log) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "журнал")
	if err := private.MkdirAll(dir); err != nil {
		t.Fatal(err)
	}
	l, err := Create(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return dir, l
}

func TestLog(t *testing.T) {
	dir, l := newLog(t)
	if got, err := Read(dir, run); len(got) != 0 || err != nil {
		t.Errorf("a new log holds %d bytes, %v", len(got), err)
	}
	one, two := record.Append(nil, 1, 1, 0, []byte("one")), record.Append(nil, 2, 1, 0, []byte("two"))
	for _, entry := range [][]byte{one, two} {
		if err := l.Append(entry); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := Read(dir, run); !bytes.Equal(got, append(bytes.Clone(one), two...)) || err != nil {
		t.Errorf("the log holds %d bytes, %v", len(got), err)
	}
	if l.Size() != int64(len(one)+len(two)) {
		t.Errorf("Size = %d", l.Size())
	}
	if err := l.Replace(two); err != nil {
		t.Fatal(err)
	}
	if err := l.Append(one); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(dir, run); !bytes.Equal(got, append(bytes.Clone(two), one...)) || err != nil {
		t.Errorf("after Replace the log holds %d bytes, %v", len(got), err)
	}
	if err := l.Append(make([]byte, maxBytes)); !errors.Is(err, ErrFull) {
		t.Errorf("Append beyond the limit = %v", err)
	}
}

func TestRead_whatIsNoLog(t *testing.T) {
	dir, l := newLog(t)
	if got, err := Read(dir, "fedcba9876543210"); got != nil || err != nil {
		t.Errorf("Read of no file = %v, %v", got, err)
	}
	for name, damage := range map[string]func(content []byte) []byte{
		"empty":   func([]byte) []byte { return nil },
		"foreign": func(b []byte) []byte { b[0] = 'X'; return b },
	} {
		if err := os.WriteFile(l.Path(), damage(header(0, 0)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir, run); !errors.Is(err, record.ErrDamaged) {
			t.Errorf("%s: Read = %v, want ErrDamaged", name, err)
		}
	}
	for _, at := range []int{16, 20} {
		b := header(0, 0)
		binary.LittleEndian.PutUint32(b[at:], 1000)
		if err := os.WriteFile(l.Path(), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir, run); !errors.Is(err, ErrNewer) {
			t.Errorf("Read of a newer log = %v", err)
		}
	}
}

// TestAppend_failed: what could only be written in part is taken back.
func TestAppend_failed(t *testing.T) {
	dir, l := newLog(t)
	one := record.Append(nil, 1, 1, 0, []byte("one"))
	if err := l.Append(one); err != nil {
		t.Fatal(err)
	}
	l.file.Close()
	if err := l.Append(one); err == nil {
		t.Error("Append to a closed file gave no error")
	}
	if got, err := Read(dir, run); !bytes.Equal(got, one) || err != nil {
		t.Errorf("the log holds %d bytes, %v", len(got), err)
	}
}

// TestRead_damaged: a log that was cut or changed in what was written for good is no log; what was
// being written does not count, be it whole records.
func TestRead_damaged(t *testing.T) {
	dir, l := newLog(t)
	one, two := record.Append(nil, 1, 1, 0, []byte("one")), record.Append(nil, 2, 1, 0, []byte("two"))
	for _, entry := range [][]byte{one, two} {
		if err := l.Append(entry); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, at int, content []byte) {
		t.Helper()
		if err := os.WriteFile(l.Path(), content, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(dir, run); !errors.Is(err, record.ErrDamaged) && !errors.Is(err, ErrNewer) {
			t.Errorf("%s at %d: Read = %d bytes, %v", what, at, len(got), err)
		}
	}
	for at := range whole {
		try("cut", at, whole[:at])
		changed := bytes.Clone(whole)
		changed[at] ^= 1
		if at >= headerSize || at >= lengthAt && at < sumAt+4 {
			try("changed", at, changed)
		}
	}
	l.Close()
	for _, more := range [][]byte{one, one[:len(one)-1], append(bytes.Clone(one), two[:1]...)} {
		if err := os.WriteFile(l.Path(), append(bytes.Clone(whole), more...), 0o600); err != nil {
			t.Fatal(err)
		}
		l, got, err := Reopen(dir, run)
		if err != nil || !bytes.Equal(got, append(bytes.Clone(one), two...)) {
			t.Fatalf("%d bytes that were being written: %d bytes are read, %v", len(more), len(got), err)
		}
		l.Close()
	}
}

// TestRead_version1: what an earlier version wrote says nothing of its records.
func TestRead_version1(t *testing.T) {
	_, l := newLog(t)
	dir := filepath.Dir(l.Path())
	content, err := os.ReadFile(golden1)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := os.WriteFile(l.Path(), content, 0o600); err != nil {
		t.Fatal(err)
	}
	old, got, err := Reopen(dir, run)
	if err != nil || !bytes.Equal(got, content[headerSize1:headerSize1+whole-headerSize]) {
		t.Fatalf("%d bytes of records are read, %v", len(got), err)
	}
	defer old.Close()
	// From now on it says it.
	if again, err := Read(dir, run); err != nil || !bytes.Equal(again, got) {
		t.Errorf("read again: %d bytes, %v", len(again), err)
	}
}
