package statelog

import (
	"bytes"
	"errors"
	"flag"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"

	"sentry1c/addin/internal/record"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden is a log that was cut in its third record, golden1 one of version 1.
var (
	golden  = filepath.Join("testdata", "v2", Name(run))
	golden1 = filepath.Join("testdata", "v1", Name(run))
)

// whole is the length of its header and of the two records before that.
const whole = 40 + 104 + 88

// TestLog_golden: what is written is what stands in the file, and is read from it.
func TestLog_golden(t *testing.T) {
	records := record.Append(nil, record.MethodSnapshot, 1, 7, []byte(`{"v":1,"dsn":"a"}`))
	records = append(records, record.Append(nil, 8, 1, 8, []byte("tag"))...)
	torn := record.Append(nil, 9, 1, 9, []byte("was being written"))
	dir, l := newLog(t)
	if err := l.Append(append(bytes.Clone(records), torn[:len(torn)/2]...)); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the log is\n%x\nwant\n%x", got, want)
	}
	l.Close()
	if err := os.WriteFile(filepath.Join(dir, Name(run)), want, 0o600); err != nil {
		t.Fatal(err)
	}
	again, kept, err := Reopen(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !bytes.Equal(kept, records) || again.Size() != int64(len(records)) || headerSize+len(kept) != whole {
		t.Errorf("%d bytes of records are read, %d were written", len(kept), len(records))
	}
	var methods []uint16
	for rest := kept; ; {
		entry, next, ok, err := record.Next(rest)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			break
		}
		methods, rest = append(methods, entry.Method), next
	}
	if len(methods) != 2 || methods[0] != record.MethodSnapshot || methods[1] != 8 {
		t.Errorf("records of methods %v", methods)
	}
}

// FuzzDecode: whatever a log holds, what is taken of it are whole records, and they are
// read again as they are.
func FuzzDecode(f *testing.F) {
	content, err := os.ReadFile(golden)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content)
	f.Add(content[:whole])
	f.Add(content[:whole-1])
	f.Add(header(0, 0))
	f.Add(header(1<<62, 0))
	f.Add(header(0, 0)[:headerSize1])
	f.Add([]byte(magic))
	for _, at := range []int{16, 20, 24, 25, 27, 28} {
		odd := bytes.Clone(content)
		odd[at] = 0xFF
		f.Add(odd)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		records, err := decode(content)
		if err != nil {
			if !errors.Is(err, ErrNewer) && !errors.Is(err, record.ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		kept := records[:wholeRecords(records)]
		again, err := decode(append(header(int64(len(kept)), crc32.Checksum(kept, castagnoli)), kept...))
		if err != nil || !bytes.Equal(again, kept) || wholeRecords(again) != len(kept) {
			t.Fatalf("of %d bytes that were kept %d are read: %v", len(kept), len(again), err)
		}
		for len(kept) > 0 {
			entry, rest, ok, err := record.Next(kept)
			if err != nil || !ok {
				break // what stands here is in the ring
			}
			entry.Arguments(nil)
			if len(rest) >= len(kept) {
				t.Fatal("reading stands still")
			}
			kept = rest
		}
	})
}
