package manifest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"
)

const (
	dosEpoch     = 0x0021 // 1 January 1980, the first day the format knows
	unixFile0644 = 0o100644 << 16
	madeOnUnix   = 3 << 8
	zipVersion   = 20
)

// WriteBundle writes the zip: MANIFEST.XML first, then the libraries in the order of the manifest. The bytes depend on the
// arguments and Go's version only: times, modes and order are fixed, sizes stand in the local headers, there are no extra fields.
// libraries holds exactly the files that the manifest names.
func WriteBundle(w io.Writer, m Manifest, libraries map[string][]byte) error {
	text, err := m.Encode()
	if err != nil {
		return err
	}
	names := []string{EntryName}
	for _, c := range m.Components {
		if _, ok := libraries[c.Path]; !ok {
			return fmt.Errorf("manifest: write bundle: %s is named in the manifest and not given", c.Path)
		}
		if !slices.Contains(names, c.Path) { // one file may serve two architectures
			names = append(names, c.Path)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(libraries)) {
		if !slices.Contains(names, name) {
			return fmt.Errorf("manifest: write bundle: %s is given and not named in the manifest", name)
		}
	}
	if err := checkNames(names); err != nil {
		return fmt.Errorf("manifest: write bundle: %w", err)
	}
	z := zip.NewWriter(w)
	for _, name := range names {
		content := text
		if name != EntryName {
			content = libraries[name]
		}
		if err := writeEntry(z, name, content); err != nil {
			return fmt.Errorf("manifest: write bundle: %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("manifest: write bundle: %w", err)
	}
	return nil
}

func writeEntry(z *zip.Writer, name string, content []byte) error {
	if len(content) == 0 {
		return errors.New("the file is empty")
	}
	var packed bytes.Buffer
	f, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	header := &zip.FileHeader{
		Name:               name,
		CreatorVersion:     madeOnUnix | zipVersion,
		ReaderVersion:      zipVersion,
		Method:             zip.Deflate,
		CRC32:              crc32.ChecksumIEEE(content),
		CompressedSize64:   uint64(packed.Len()),
		UncompressedSize64: uint64(len(content)),
		ExternalAttrs:      unixFile0644,
	}
	//lint:ignore SA1019 Modified, which replaces it, is ignored by CreateRaw and adds an extra field elsewhere
	header.ModifiedDate = dosEpoch
	w, err := z.CreateRaw(header)
	if err != nil {
		return err
	}
	_, err = w.Write(packed.Bytes())
	return err
}
