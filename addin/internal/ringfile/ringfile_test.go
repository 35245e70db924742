package ringfile

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
)

const (
	run      = "0123456789abcdef"
	lockPath = "/каталог с пробелом/" + run + ".lock"
	size     = 4096
)

func newRing(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "кольца")
	if err := private.MkdirAll(dir); err != nil {
		t.Fatal(err)
	}
	path, err := Create(dir, run, lockPath, size)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func write(t *testing.T, path string, at int64, content []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(content, at); err != nil {
		t.Fatal(err)
	}
}

func word(n uint32) []byte { return binary.LittleEndian.AppendUint32(nil, n) }

// fill writes records into the ring as a process would, from position start on, and
// returns how many bytes they have.
func fill(t *testing.T, path string, start uint32, bodies ...string) int {
	t.Helper()
	var content []byte
	for i, body := range bodies {
		content = record.Append(content, uint16(i), 7, 0, []byte(body))
	}
	at := int64(start%(size/unit)) * unit
	write(t, path, record.RingFileRecordsAt+at, content)
	write(t, path, ringTailAt, word(start))
	write(t, path, ringHeadAt, word(start+uint32(len(content)/unit)))
	return len(content)
}

func TestCreateAndOpen(t *testing.T) {
	path := newRing(t)
	before := time.Now()
	dead, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	if dead.Run != run || dead.LockPath != lockPath || !dead.Empty() || dead.Running {
		t.Errorf("dead = %+v", dead)
	}
	if age := before.Sub(dead.Started); age < -time.Second || age > time.Minute {
		t.Errorf("started %v ago", age)
	}
	if got, err := dead.Next(100); len(got) != 0 || err != nil {
		t.Errorf("Next of an empty ring = %d bytes, %v", len(got), err)
	}
	if err := MarkRunning(path); err != nil {
		t.Fatal(err)
	}
	again, err := Open(path)
	if err != nil || !again.Running {
		t.Fatalf("after MarkRunning: %+v, %v", again, err)
	}
	again.Close()
	if paths, err := List(filepath.Dir(path)); err != nil || len(paths) != 1 || paths[0] != path {
		t.Errorf("List = %q, %v", paths, err)
	}
	if _, err := Create(filepath.Dir(path), run, lockPath, 100); err == nil {
		t.Error("a ring of 100 bytes was made")
	}
	if _, err := Create(filepath.Dir(path), "../x", lockPath, size); err == nil {
		t.Error("a run with a path for a name was taken")
	}
}

// all reads everything and returns the bodies of the records.
func all(t *testing.T, dead *Dead, limit int) (bodies []string) {
	t.Helper()
	for {
		content, err := dead.Next(limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(content) == 0 {
			return bodies
		}
		for rest := content; ; {
			entry, after, ok, err := record.Next(rest)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			bodies = append(bodies, string(entry.Arguments(nil)[0].Raw))
			rest = after
		}
		if err := dead.Advance(len(content)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDead_readsWhatIsLeft(t *testing.T) {
	for _, start := range []uint32{0, 100, 1<<32 - 512} {
		path := newRing(t)
		fill(t, path, start, "first", "второй", "third")
		dead, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		first, err := dead.Next(1)
		if err != nil {
			t.Fatal(err)
		}
		if err := dead.Advance(len(first)); err != nil {
			t.Fatal(err)
		}
		dead.Close()
		// The next process goes on behind what is safe.
		if dead, err = Open(path); err != nil {
			t.Fatal(err)
		}
		if got := all(t, dead, 1<<20); len(got) != 2 || got[0] != "второй" || got[1] != "third" {
			t.Errorf("from %d: %q", start, got)
		}
		dead.Close()
	}
}

func TestDead_overTheEnd(t *testing.T) {
	path := newRing(t)
	const units = size / unit
	entry := record.Append(nil, 1, 1, 0, []byte("at the end"))
	start := uint32(3*units - len(entry)/unit)
	write(t, path, record.RingFileRecordsAt+int64(start%units)*unit, entry)
	write(t, path, record.RingFileRecordsAt, record.Append(nil, 1, 1, 0, []byte("at the start")))
	write(t, path, ringTailAt, word(start))
	write(t, path, ringHeadAt, word(3*units+uint32(len(record.Append(nil, 1, 1, 0, []byte("at the start")))/unit)))
	dead, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	if got := all(t, dead, 1<<20); len(got) != 2 || got[0] != "at the end" || got[1] != "at the start" {
		t.Errorf("got %q", got)
	}
}

func TestDead_attempts(t *testing.T) {
	path := newRing(t)
	fill(t, path, 0, "poison", "good")
	for i := range maxAttempts + 1 {
		dead, err := Open(path) // a process that ends in the record
		if err != nil {
			t.Fatal(err)
		}
		try, err := dead.Attempt()
		if err != nil || try != (i < maxAttempts) {
			t.Errorf("attempt %d: %v, %v", i+1, try, err)
		}
		dead.Close()
	}
	dead, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dead.Close()
	content, err := dead.Next(1)
	if err != nil {
		t.Fatal(err)
	}
	if err := dead.Advance(len(content)); err != nil {
		t.Fatal(err)
	}
	if try, err := dead.Attempt(); !try || err != nil {
		t.Errorf("the next record is not tried: %v, %v", try, err)
	}
}

func TestOpen_damage(t *testing.T) {
	tests := map[string]struct {
		damage func(path string) error
		want   error
	}{
		"empty":            {func(p string) error { return os.Truncate(p, 0) }, ErrDamaged},
		"cut header":       {func(p string) error { return os.Truncate(p, 100) }, ErrDamaged},
		"cut records":      {func(p string) error { return os.Truncate(p, record.RingFileRecordsAt+size-8) }, ErrDamaged},
		"longer":           {func(p string) error { return os.Truncate(p, record.RingFileRecordsAt+2*size) }, ErrDamaged},
		"foreign":          {func(p string) error { return writeAt(p, 0, []byte("SOMETHING")) }, ErrDamaged},
		"newer file":       {func(p string) error { return writeAt(p, versionAt, word(version+1)) }, ErrNewer},
		"newer records":    {func(p string) error { return writeAt(p, ringVersionAt, word(record.FormatVersion+1)) }, ErrNewer},
		"version 0":        {func(p string) error { return writeAt(p, versionAt, word(0)) }, ErrDamaged},
		"run":              {func(p string) error { return writeAt(p, runAt, []byte("../")) }, ErrDamaged},
		"capacity":         {func(p string) error { return writeAt(p, ringCapacityAt, word(511)) }, ErrDamaged},
		"capacity 0":       {func(p string) error { return writeAt(p, ringCapacityAt, word(0)) }, ErrDamaged},
		"capacity huge":    {func(p string) error { return writeAt(p, ringCapacityAt, word(1<<31)) }, ErrDamaged},
		"head before tail": {func(p string) error { return writeAt(p, ringTailAt, word(5)) }, ErrDamaged},
		"head far":         {func(p string) error { return writeAt(p, ringHeadAt, word(513)) }, ErrDamaged},
		"lock path long":   {func(p string) error { return writeAt(p, lockLengthAt, word(maxLock+1)) }, ErrDamaged},
		"no lock path":     {func(p string) error { return writeAt(p, lockLengthAt, word(0)) }, ErrDamaged},
		"open to others":   {func(p string) error { return os.Chmod(p, 0o644) }, private.ErrForeign},
		"two names":        {func(p string) error { return os.Link(p, p+"2") }, private.ErrForeign},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := newRing(t)
			if err := test.damage(path); err != nil {
				t.Skip(err)
			}
			dead, err := Open(path)
			if dead != nil {
				dead.Close()
			}
			if !errors.Is(err, test.want) {
				t.Errorf("Open = %v, want %v", err, test.want)
			}
		})
	}
}

func writeAt(path string, at int64, content []byte) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = file.WriteAt(content, at)
	return err
}

// FuzzOpen: whatever lies in a file, reading ends, within the file.
func FuzzOpen(f *testing.F) {
	content := newContent(run, lockPath, size)
	f.Add(content[:200], uint32(0), uint32(10))
	f.Add(content[:64], uint32(1<<32-1), uint32(5))
	f.Fuzz(func(t *testing.T, header []byte, tail, head uint32) {
		path := filepath.Join(t.TempDir(), Name(run))
		content := newContent(run, lockPath, size)
		copy(content, header)
		copy(content[ringTailAt:], word(tail))
		copy(content[ringHeadAt:], word(head))
		copy(content[record.RingFileRecordsAt:], header)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		dead, err := Open(path)
		if err != nil {
			return
		}
		defer dead.Close()
		for range size {
			got, err := dead.Next(100)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) == 0 {
				return
			}
			if err := dead.Advance(len(got)); err != nil {
				t.Fatal(err)
			}
		}
		t.Fatal("reading does not end")
	})
}
