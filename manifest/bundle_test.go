package manifest

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"reflect"
	"strings"
	"testing"
)

// libraries gives every component of m some content of its own.
func libraries(m Manifest) map[string][]byte {
	files := map[string][]byte{}
	for _, c := range m.Components {
		files[c.Path] = bytes.Repeat([]byte(c.Path), 100)
	}
	return files
}

func bundle(t testing.TB, m Manifest, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteBundle(&b, m, files); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBack(data []byte) (*Bundle, error) {
	return ReadBundle(bytes.NewReader(data), int64(len(data)))
}

func TestBundle_roundTrip(t *testing.T) {
	m := ours()
	files := libraries(m)
	b, err := readBack(bundle(t, m, files))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(b.Manifest, m) {
		t.Errorf("%+v", b.Manifest)
	}
	list, err := b.Libraries()
	if err != nil || len(list) != len(m.Components) {
		t.Fatalf("%v, %v", list, err)
	}
	for i, l := range list {
		content := files[l.Path]
		if got, err := b.Unpack(l.Component); err != nil || !bytes.Equal(got, content) {
			t.Errorf("%s: %v", l.Path, err)
		}
		if l.Component != m.Components[i] || l.Size != int64(len(content)) || l.SHA1 != SHA1Base64(content) {
			t.Errorf("%+v", l)
		}
	}
}

// TestBundle_bytes pins what makes the zip the same on every machine and readable for simple unpackers.
func TestBundle_bytes(t *testing.T) {
	m := ours()
	first, second := bundle(t, m, libraries(m)), bundle(t, m, libraries(m))
	if !bytes.Equal(first, second) {
		t.Error("two writes differ")
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	if z.File[0].Name != EntryName || len(z.File) != 1+len(m.Components) {
		t.Errorf("the first of %d files is %s", len(z.File), z.File[0].Name)
	}
	for i, f := range z.File {
		if i > 0 && f.Name != m.Components[i-1].Path {
			t.Errorf("file %d is %s", i, f.Name)
		}
		if f.Flags != 0 || len(f.Extra) != 0 || f.Comment != "" || f.Mode() != 0o644 || f.Method != zip.Deflate {
			t.Errorf("%+v", f.FileHeader)
		}
		if got := f.Modified.UTC().Format("2006-01-02 15:04:05"); got != "1980-01-01 00:00:00" {
			t.Errorf("%s is of %s", f.Name, got)
		}
	}
	local := first[:30]
	if size := binary.LittleEndian.Uint32(local[22:]); size != uint32(z.File[0].UncompressedSize64) {
		t.Errorf("the local header says %d bytes", size)
	}
}

func TestBundle_oneFileForTwoArchitectures(t *testing.T) {
	m := Manifest{Components: []Component{
		{OS: MacOS, Path: "fat.dylib", Type: Native, Arch: X86_64},
		{OS: MacOS, Path: "fat.dylib", Type: Native, Arch: ARM64},
	}}
	b, err := readBack(bundle(t, m, map[string][]byte{"fat.dylib": {1}}))
	if err != nil || len(b.entries) != 2 {
		t.Errorf("%v, %v", b, err)
	}
}

func TestWriteBundle_errors(t *testing.T) {
	m := ours()
	tests := []struct {
		want   string
		change func(m *Manifest, files map[string][]byte)
	}{
		{"is named in the manifest and not given", func(m *Manifest, files map[string][]byte) { delete(files, m.Components[0].Path) }},
		{"is given and not named", func(m *Manifest, files map[string][]byte) { files["extra.dll"] = []byte{1} }},
		{"the file is empty", func(m *Manifest, files map[string][]byte) { files[m.Components[0].Path] = nil }},
		{"no component", func(m *Manifest, files map[string][]byte) { m.Components = nil }},
		{"are one file on Windows", func(m *Manifest, files map[string][]byte) {
			m.Components[1].Path = strings.ToUpper(m.Components[0].Path)
			files[m.Components[1].Path] = []byte{1}
			for path := range files {
				if path == "SentryAddIn_1_2_0_win64.dll" {
					delete(files, path)
				}
			}
		}},
	}
	for _, test := range tests {
		changed := Manifest{Name: m.Name, Components: append([]Component(nil), m.Components...)}
		files := libraries(changed)
		test.change(&changed, files)
		if err := WriteBundle(io.Discard, changed, files); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want %q", err, test.want)
		}
	}
}

// entry is a file of a zip made by hand.
type entry struct {
	name    string
	content string
	header  func(*zip.FileHeader)
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(e.content)),
			CompressedSize64: uint64(len(e.content)), UncompressedSize64: uint64(len(e.content))}
		if e.header != nil {
			e.header(h)
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadBundle_errors(t *testing.T) {
	good := entry{EntryName, head + line + tail, nil}
	library := entry{"a.so", "ELF", nil}
	many := []entry{good, library}
	for range maxEntries {
		many = append(many, entry{strings.Repeat("x", len(many)), "x", nil})
	}
	var huge []entry
	for i := range 5 {
		huge = append(huge, entry{string(rune('a' + i)), "x", func(h *zip.FileHeader) { h.UncompressedSize64 = maxLibraryBytes }})
	}
	tests := []struct {
		name, want string
		entries    []entry
	}{
		{"no manifest", "no MANIFEST.XML in the root", []entry{library}},
		{"manifest in a folder", "a bundle has no folders", []entry{{"addin/" + EntryName, "", nil}}},
		{"manifest twice", "are one file on Windows", []entry{good, {"Manifest.xml", "", nil}, library}},
		{"broken manifest", "manifest: parse: line 2", []entry{{EntryName, head + "<x/>", nil}}},
		{"library missing", "a.so is named in the manifest and not in the zip", []entry{good}},
		{"library in a folder", "a bundle has no folders", []entry{good, {"lib/a.so", "ELF", nil}}},
		{"path upwards", "a bundle has no folders", []entry{good, {"../a.so", "ELF", nil}}},
		{"Windows path", "a bundle has no folders", []entry{good, {`..\a.so`, "ELF", nil}}},
		{"encrypted", "is encrypted", []entry{good, {"a.so", "ELF", func(h *zip.FileHeader) { h.Flags |= 1 }}}},
		{"other method", "is packed by method 12", []entry{good, {"a.so", "ELF", func(h *zip.FileHeader) { h.Method = 12 }}}},
		{"large library", "more than 134217728", []entry{good, {"a.so", "ELF", func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 40 }}}},
		{"large manifest", "more than 1048576", []entry{{EntryName, "x", func(h *zip.FileHeader) { h.UncompressedSize64 = 2 << 20 }}}},
		{"many files", "files, more than 64", many},
		{"large altogether", "bytes unpacked", huge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := readBack(zipOf(t, test.entries...))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "manifest: read bundle: ") {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
	if _, err := readBack([]byte("no zip")); err == nil {
		t.Error("a text was read as a zip")
	}
}

func TestReadBundle_manifestInAnyCase(t *testing.T) {
	b, err := readBack(zipOf(t, entry{"Manifest.xml", head + line + tail, nil}, entry{"a.so", "ELF", nil}, entry{"LICENSE", "MIT", nil}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Unpack(Component{Path: "b.so"}); err == nil {
		t.Error("unpacked what is not there")
	}
}

func TestUnpack_checksTheZip(t *testing.T) {
	good := entry{EntryName, head + line + tail, nil}
	for name, header := range map[string]func(*zip.FileHeader){
		"wrong CRC":      func(h *zip.FileHeader) { h.CRC32++ },
		"longer inside":  func(h *zip.FileHeader) { h.UncompressedSize64-- },
		"shorter inside": func(h *zip.FileHeader) { h.UncompressedSize64++ },
	} {
		b, err := readBack(zipOf(t, good, entry{"a.so", "ELF", header}))
		if err != nil {
			t.Fatal(err)
		}
		if content, err := b.Unpack(b.Manifest.Components[0]); err == nil {
			t.Errorf("%s: %q", name, content)
		}
		if _, err := b.Libraries(); err == nil {
			t.Errorf("%s: hashed", name)
		}
	}
}

func TestSHA1Base64(t *testing.T) {
	if got := SHA1Base64([]byte("abc")); got != "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=" {
		t.Error(got)
	}
}

func FuzzReadBundle(f *testing.F) {
	m := ours()
	f.Add(bundle(f, m, libraries(m)))
	f.Add(zipOf(f, entry{EntryName, head + line + tail, nil}, entry{"a.so", "ELF", nil}))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := readBack(data)
		if err != nil {
			return
		}
		for _, c := range b.Manifest.Components {
			if content, err := b.Unpack(c); err == nil && len(content) > maxLibraryBytes {
				t.Fatalf("%d bytes", len(content))
			}
		}
	})
}
