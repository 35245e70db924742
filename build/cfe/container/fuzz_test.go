package container

import (
	"bytes"
	"testing"
)

// A store that can be read can be written, and reads the same again; what is
// read never outgrows the file much.
func FuzzRead(f *testing.F) {
	store, err := (&File{Entries: numbered(3)}).Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(store)
	f.Add(Module([]byte("text"), 0))
	f.Add(small(nil))
	w := byHand(wide)
	w.toc(1)
	name := w.name("root")
	f.Add(w.fill(name, w.data([]byte("text"))))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Read(b)
		if err != nil {
			return
		}
		size := 0
		for _, e := range file.Entries {
			size += len(e.Data)
		}
		if size > 2*len(b) {
			t.Fatalf("%d bytes came out of %d", size, len(b))
		}
		if len(file.Entries) == 0 {
			return
		}
		again, err := file.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Read(again)
		if err != nil || len(back.Entries) != len(file.Entries) {
			t.Fatalf("%d entries came back of %d, %v", len(back.Entries), len(file.Entries), err)
		}
		for i, e := range back.Entries {
			if e.Name != file.Entries[i].Name || !bytes.Equal(e.Data, file.Entries[i].Data) {
				t.Fatalf("entry %d came back as %q, it was %q", i, e.Name, file.Entries[i].Name)
			}
		}
	})
}

// What is unpacked is within the limit, whatever is packed.
func FuzzInflate(f *testing.F) {
	f.Add(Deflate([]byte("some text, some text")))
	f.Add([]byte{0xFF})
	f.Fuzz(func(t *testing.T, b []byte) {
		const limit = 1 << 16
		out, err := Inflate(b, limit)
		if len(out) > limit {
			t.Fatalf("%d bytes came out", len(out))
		}
		if err != nil {
			return
		}
		if back, err := Inflate(Deflate(out), limit); err != nil || !bytes.Equal(back, out) {
			t.Fatalf("%d bytes came back of %d, %v", len(back), len(out), err)
		}
	})
}
