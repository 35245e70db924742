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
		if err := os.WriteFile(l.Path(), damage(header()), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(dir, run); !errors.Is(err, record.ErrDamaged) {
			t.Errorf("%s: Read = %v, want ErrDamaged", name, err)
		}
	}
	for _, at := range []int{16, 20} {
		b := header()
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
