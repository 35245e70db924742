package binary

import "testing"

// FuzzTrie: whatever a table of exports holds, reading it ends, and with an error or names.
func FuzzTrie(f *testing.F) {
	f.Add([]byte("\x00\x02_Get\x00\x0c_Set\x00\x10\x02\x00\x01\x00\x00\x02\x00\x05\x00\x00\x00"))
	f.Add([]byte("\x00\x01_a\x00\x00")) // leads to itself
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, trie []byte) {
		l := &Library{content: trie, Size: int64(len(trie))}
		if err := l.readTrie(0, uint32(len(trie))); err == nil && len(l.Exports) > len(trie) {
			t.Errorf("%d names of %d bytes", len(l.Exports), len(trie))
		}
	})
}

// FuzzVersion: likewise for a version resource.
func FuzzVersion(f *testing.F) {
	f.Add([]byte("\x1c\x00\x02\x00\x01\x00k\x00e\x00y\x00\x00\x00\x00\x00v\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte{6, 0, 255, 255, 1, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		l := &Library{Version: map[string]string{}}
		_ = l.readVersionNode(data, 0)
		if len(l.Version) > len(data) {
			t.Errorf("%d texts of %d bytes", len(l.Version), len(data))
		}
	})
}

// FuzzParse: a file is an error or a library, never a panic.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"\x7fELF\x02\x01\x01", "MZ", "\xcf\xfa\xed\xfe\x07\x00\x00\x01", "#!/bin/sh"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if l, err := Parse(content); err == nil && l.Size != int64(len(content)) {
			t.Errorf("%d bytes, %d read", len(content), l.Size)
		}
	})
}
