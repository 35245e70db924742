package designer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// Bounds of the sources as a whole. The bundle of a release, with a library for each
// platform, has some twenty megabytes.
const (
	maxFileBytes = 64 << 20
	maxFiles     = 10_000
)

var (
	bom = []byte("\uFEFF")

	errEncoding = errors.New("it must be UTF-8 with a byte order mark")
	errLineEnds = errors.New("its lines must end with CR LF")
)

// source is the tree of files, and which of them were used.
type source struct {
	fsys fs.FS
	used map[string]bool
}

// bytes reads a file as it is.
func (s *source) bytes(name string) ([]byte, error) {
	f, err := s.fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s.used[name] = true
	b, err := io.ReadAll(io.LimitReader(f, maxFileBytes+1))
	if err != nil {
		return nil, err
	}
	if len(b) > maxFileBytes {
		return nil, fmt.Errorf("it is longer than %d bytes", maxFileBytes)
	}
	return b, nil
}

// text reads a file and checks its encoding. The byte order mark stays.
func (s *source) text(name string) ([]byte, error) {
	b, err := s.bytes(name)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(b, bom) || !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return nil, errEncoding
	}
	if n := bytes.Count(b, []byte("\r\n")); n != bytes.Count(b, []byte("\n")) || n != bytes.Count(b, []byte("\r")) {
		return nil, errLineEnds
	}
	return b, nil
}

// module reads the text of a module, which may be absent: nil then.
func (s *source) module(name string) ([]byte, error) {
	b, err := s.text(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, wrap(name, err)
}

// document reads an XML file and checks its root element.
func (s *source) document(name, own, root string) (*element, error) {
	b, err := s.text(name)
	if err != nil {
		return nil, wrap(name, err)
	}
	e, err := parse(bytes.TrimPrefix(b, bom), own)
	if err != nil {
		return nil, wrap(name, err)
	}
	c := walk(e)
	switch {
	case e.name != root:
		c.fail(e.line, "<%s>: the root element must be <%s>", e.name, root)
	case e.attrs["version"] != format:
		c.fail(e.line, "<%s>: format %q is not supported, only %s", e.name, e.attrs["version"], format)
	}
	return e, wrap(name, c.err)
}

// unused finds files that no object claimed. Files and folders whose names
// begin with a dot are not sources, and the list of versions that Designer
// leaves beside a dump describes nothing that is built.
func (s *source) unused() error {
	count := 0
	return fs.WalkDir(s.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("designer: read folder %s: %w", name, err)
		}
		if count++; count > maxFiles {
			return fmt.Errorf("designer: read folder %s: more than %d files", name, maxFiles)
		}
		if name != "." && strings.HasPrefix(path.Base(name), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() || s.used[name] || name == "ConfigDumpInfo.xml" {
			return nil
		}
		return fmt.Errorf("designer: read %s: no object claims this file, or its kind is not supported", name)
	})
}

func wrap(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("designer: read %s: %w", name, err)
}
