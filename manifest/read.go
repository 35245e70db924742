package manifest

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
)

// Limits of a bundle. A library of ours is under 10 MB; a zip that claims more than this is not worth the memory.
const (
	maxEntries      = 64
	maxLibraryBytes = 128 << 20
	maxBundleBytes  = 512 << 20 // all entries unpacked
)

// Bundle is a zip that was read and found sound: every file the manifest names is there.
type Bundle struct {
	Manifest Manifest
	entries  map[string]*zip.File
}

// Library is what the administrator of a cluster has to know about one file of the bundle.
type Library struct {
	Component
	Size int64
	SHA1 string // in Base64, as security profiles want it
}

// ReadBundle reads a zip of size bytes. Libraries are not unpacked yet, r is used as long as the Bundle is.
func ReadBundle(r io.ReaderAt, size int64) (*Bundle, error) {
	b, err := readBundle(r, size)
	if err != nil {
		return nil, fmt.Errorf("manifest: read bundle: %w", err)
	}
	return b, nil
}

func readBundle(r io.ReaderAt, size int64) (*Bundle, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, err
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("%d files, more than %d", len(z.File), maxEntries)
	}
	b := &Bundle{entries: map[string]*zip.File{}}
	var names []string
	var unpacked uint64
	var text *zip.File
	for _, f := range z.File {
		if err := checkEntry(f); err != nil {
			return nil, err
		}
		if unpacked += f.UncompressedSize64; unpacked > maxBundleBytes {
			return nil, fmt.Errorf("more than %d bytes unpacked", maxBundleBytes)
		}
		names = append(names, f.Name)
		b.entries[f.Name] = f
		if strings.EqualFold(f.Name, EntryName) {
			text = f
		}
	}
	if err := checkNames(names); err != nil {
		return nil, err
	}
	if text == nil {
		return nil, fmt.Errorf("no %s in the root of the zip", EntryName)
	}
	content, err := unpack(text, maxManifestBytes)
	if err != nil {
		return nil, err
	}
	if b.Manifest, err = Parse(content); err != nil {
		return nil, err
	}
	for _, c := range b.Manifest.Components {
		if b.entries[c.Path] == nil {
			return nil, fmt.Errorf("%s is named in the manifest and not in the zip", c.Path)
		}
	}
	return b, nil
}

func checkEntry(f *zip.File) error {
	const encrypted = 0x1
	switch {
	case f.Flags&encrypted != 0:
		return fmt.Errorf("%q is encrypted", f.Name)
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return fmt.Errorf("%q is packed by method %d, which the platform does not know", f.Name, f.Method)
	case f.UncompressedSize64 > maxLibraryBytes:
		return fmt.Errorf("%q has %d bytes, more than %d", f.Name, f.UncompressedSize64, maxLibraryBytes)
	}
	return CheckFileName(f.Name)
}

// checkNames refuses names that are the same file on Windows.
func checkNames(names []string) error {
	seen := map[string]string{}
	for _, name := range names {
		key := strings.ToLower(name)
		if other, twice := seen[key]; twice {
			return fmt.Errorf("%q and %q are one file on Windows", other, name)
		}
		seen[key] = name
	}
	return nil
}

// Unpack gives the bytes of a component's library, checked against the size and CRC of the zip.
func (b *Bundle) Unpack(c Component) ([]byte, error) {
	f := b.entries[c.Path]
	if f == nil {
		return nil, fmt.Errorf("manifest: unpack: no file %q in the bundle", c.Path)
	}
	content, err := unpack(f, maxLibraryBytes)
	if err != nil {
		return nil, fmt.Errorf("manifest: unpack: %w", err)
	}
	return content, nil
}

// Libraries unpacks every component in turn and hashes it.
func (b *Bundle) Libraries() ([]Library, error) {
	list := make([]Library, 0, len(b.Manifest.Components))
	for _, c := range b.Manifest.Components {
		content, err := b.Unpack(c)
		if err != nil {
			return nil, err
		}
		list = append(list, Library{Component: c, Size: int64(len(content)), SHA1: SHA1Base64(content)})
	}
	return list, nil
}

// unpack takes no more memory than limit: zip's reader ends with an error where the content is longer than the zip says.
func unpack(f *zip.File, limit int64) (content []byte, err error) {
	if f.UncompressedSize64 > uint64(limit) {
		return nil, fmt.Errorf("%s: %d bytes, more than %d", f.Name, f.UncompressedSize64, limit)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	defer r.Close()
	if content, err = io.ReadAll(r); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return content, nil
}

// PackedSize is how many bytes of the zip a component's library takes, 0 if it is not there.
func (b *Bundle) PackedSize(c Component) int64 {
	f := b.entries[c.Path]
	if f == nil {
		return 0
	}
	return int64(f.CompressedSize64)
}
