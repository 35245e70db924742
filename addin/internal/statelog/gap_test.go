package statelog

import (
	"os"
	"testing"

	"sentry1c/addin/internal/record"
)

// TestLacks: that records are missing stands in one byte of the header, which takes no room,
// and stays until the log is replaced as a whole by who knows all of it.
func TestLacks(t *testing.T) {
	dir, l := newLog(t)
	if err := l.Append(record.Append(nil, 8, 1, 8, []byte("tag"))); err != nil || l.HasGap() {
		t.Fatal(err, l.HasGap())
	}
	before, err := os.ReadFile(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Lacks(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(l.Path())
	if err != nil {
		t.Fatal(err)
	}
	before[gapAt] = 1
	if string(after) != string(before) {
		t.Errorf("the log became\n%x\nwant\n%x", after, before)
	}
	if err := l.Append(record.Append(nil, 9, 1, 9, []byte("later"))); err != nil {
		t.Fatal(err)
	}
	l.Close()
	for range 2 { // the next one that dies leaves it to a third
		again, records, err := Reopen(dir, run)
		if err != nil || !again.HasGap() || len(records) == 0 {
			t.Fatalf("gap %v, %d bytes, %v", again.HasGap(), len(records), err)
		}
		if err := again.ReplaceLacking(records); err != nil || !again.HasGap() || !hasGap(again.Path()) {
			t.Errorf("replaced by who does not know all: gap %v, %v", again.HasGap(), err)
		}
		again.Close()
	}
	last, _, err := Reopen(dir, run)
	if err != nil {
		t.Fatal(err)
	}
	defer last.Close()
	if err := last.Replace(nil); err != nil || last.HasGap() || hasGap(last.Path()) {
		t.Errorf("after it was replaced: gap %v, %v", last.HasGap(), err)
	}
}

// TestReopen_gone: a log that is not there, or is made in the place of one that cannot be read, lacks what
// the run had written, from its first moment on.
func TestReopen_gone(t *testing.T) {
	dir, l := newLog(t)
	l.Close()
	for name, open := range map[string]func() (*Log, error){
		"gone":    func() (*Log, error) { l, _, err := Reopen(dir, run); return l, err },
		"damaged": func() (*Log, error) { return CreateLacking(dir, run) },
	} {
		if err := os.Remove(l.Path()); err != nil {
			t.Fatal(err)
		}
		again, err := open()
		if err != nil || !again.HasGap() || !hasGap(l.Path()) {
			t.Fatalf("%s: %v, gap %v", name, err, hasGap(l.Path()))
		}
		again.Close()
	}
}

// hasGap reports whether the log of a path says that it lacks records.
func hasGap(path string) bool {
	_, gap, _ := noted(path)
	return gap
}

// TestDoubt: whose project is not what the log says stands in the header, is there for whoever takes the
// log over and dies too, and is over when the log is replaced. With the second object it is said of all.
func TestDoubt(t *testing.T) {
	for _, test := range []struct {
		doubted      []uint32
		sure, unsure uint32
	}{
		{[]uint32{7}, 8, 7},
		{[]uint32{7, 7}, 8, 7},
		{[]uint32{7, 9}, 0, 8},
		{[]uint32{1 << 30}, 0, 7},
	} {
		dir, l := newLog(t)
		if err := l.Append(record.Append(nil, 8, 1, 8, []byte("tag"))); err != nil {
			t.Fatal(err)
		}
		if l.Doubts(7) {
			t.Error("in doubt from the beginning")
		}
		for _, object := range test.doubted {
			if err := l.Doubt(object); err != nil {
				t.Fatal(err)
			}
		}
		l.Close()
		for range 2 {
			again, records, err := Reopen(dir, run)
			if err != nil || len(records) == 0 || !again.HasGap() {
				t.Fatal(err, len(records))
			}
			if !again.Doubts(test.unsure) || test.sure != 0 && again.Doubts(test.sure) {
				t.Errorf("%v: of %d in doubt %v, of %d %v", test.doubted, test.unsure, again.Doubts(test.unsure), test.sure, again.Doubts(test.sure))
			}
			again.Close()
		}
		last, records, err := Reopen(dir, run)
		if err != nil {
			t.Fatal(err)
		}
		if err := last.ReplaceLacking(records); err != nil || last.Doubts(test.unsure) || !last.HasGap() {
			t.Errorf("%v: replaced, and in doubt %v, %v", test.doubted, last.Doubts(test.unsure), err)
		}
		last.Close()
		if _, _, doubt := noted(last.Path()); doubt != 0 {
			t.Errorf("%v: the file has %x", test.doubted, doubt)
		}
	}
}
