package cfe

import (
	"testing"
)

// Whatever the file, the check answers and can be printed.
func FuzzCheck(f *testing.F) {
	f.Add(built(f))
	f.Add([]byte("\xff\xff\xff\x7f"))
	f.Fuzz(func(t *testing.T, file []byte) {
		r := check(file, limits{entry: 1 << 20, total: 4 << 20})
		if r.Text() == "" || len(r.Objects) == 0 && len(r.Findings) == 0 {
			t.Fatal("the check says nothing")
		}
	})
}

// The same behind the store: the text of one entry is anything.
func FuzzCheck_entry(f *testing.F) {
	file := built(f)
	r := Check(file)
	names := []string{configInfoName, r.Extension.UUID}
	for _, o := range r.Objects[1:] {
		names = append(names, o.UUID)
		for _, p := range o.Parts {
			names = append(names, p.Entry)
		}
	}
	o := open(f, file)
	for i, name := range names {
		f.Add(i, o.text(name))
	}
	f.Fuzz(func(t *testing.T, which int, text string) {
		spoiled := open(t, file)
		spoiled.set(names[uint(which)%uint(len(names))], text)
		r := check(spoiled.file(), limits{entry: 1 << 20, total: 4 << 20})
		if r.Text() == "" || len(r.Findings) == 0 && text == "" {
			t.Fatal("the check says nothing")
		}
	})
}
