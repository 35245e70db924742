package interpreted

import (
	"bytes"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden file")

// TestRecords: what was added is there, in whatever order it came, and what was not is not.
func TestRecords(t *testing.T) {
	for range 200 {
		var r Records
		added := map[uint64]bool{}
		for next := uint64(1); next < 100; {
			n := next
			switch rand.IntN(4) {
			case 0:
				next += uint64(rand.IntN(3)) // those are late, or never come
				n = next
				next++
			case 1:
				n = 1 + rand.Uint64N(next)
				next = max(next, n+1)
			default:
				next++
			}
			r.Add(n)
			added[n] = true
			if got, err := Decode(r.Encode()); err != nil || !bytes.Equal(got.Encode(), r.Encode()) {
				t.Fatal(got, err)
			}
		}
		for n := uint64(1); n < 110; n++ {
			if r.Has(n) != added[n] {
				t.Fatalf("%+v: has %d: %v", r, n, r.Has(n))
			}
		}
	}
}

// TestRecords_bounded: however much is missing, a bounded part of it is kept in mind: the newest.
func TestRecords_bounded(t *testing.T) {
	var r Records
	for n := uint64(2); n < 100_000; n += 2 {
		r.Add(n)
	}
	if len(r.gaps) != maxGaps || r.Has(99_997) || !r.Has(1) {
		t.Errorf("%d gaps, has the newest missing: %v, the oldest: %v", len(r.gaps), r.Has(99_997), r.Has(1))
	}
	r.gaps[0].to = r.gaps[0].from + 10 // wide enough to be parted
	r.gaps[0].from -= 10
	r.Add(r.gaps[0].from + 5)
	if len(r.gaps) > maxGaps {
		t.Errorf("%d gaps", len(r.gaps))
	}
}

// TestDecode_golden: what an earlier version kept is read.
func TestDecode_golden(t *testing.T) {
	path := filepath.Join("testdata", "records.1")
	want := Records{to: 1000, gaps: []gap{{3, 3}, {17, 42}, {999, 999}}}
	if *update {
		if err := os.WriteFile(path, want.Encode(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(content)
	if err != nil || !bytes.Equal(got.Encode(), want.Encode()) || !bytes.Equal(content, want.Encode()) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	content[0]++
	if _, err := Decode(content); !errors.Is(err, ErrNewer) {
		t.Errorf("of a newer version: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add((&Records{to: 5, gaps: []gap{{2, 3}}}).Encode())
	f.Add([]byte("no records"))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := Decode(content)
		if err != nil {
			return
		}
		if !bytes.Equal(r.Encode(), content) {
			t.Fatalf("%+v", r)
		}
		for n := r.to - min(r.to, 5); n < r.to; n++ {
			r.Add(n)
			if !r.Has(n) {
				t.Fatalf("%d was added: %+v", n, r)
			}
		}
	})
}
