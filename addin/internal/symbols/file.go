package symbols

import (
	"encoding/binary"
	"fmt"
	"io"
	"sort"
)

// cacheSize is the memory that is kept of modules that were looked at.
const cacheSize = 4 << 20

// maxSame bounds the modules of one name that are looked at: so many
// configurations of one module are in no honest file.
const maxSame = 32

// File is an open file of symbols. It is not for several goroutines at a time.
type File struct {
	in    io.ReaderAt
	info  Info
	foot  footer
	keys  []uint64 // the first one of each page
	cache *cache
}

// Open reads the directory of a file of the size.
func Open(in io.ReaderAt, size int64) (*File, error) {
	if size < headerSize {
		return nil, fmt.Errorf("symbols: open: %w", ErrForeign)
	}
	f := &File{in: in, cache: newCache(cacheSize)}
	if err := f.open(uint64(size)); err != nil {
		return nil, fmt.Errorf("symbols: open: %w", err)
	}
	return f, nil
}

func (f *File) open(size uint64) error {
	b, err := f.read(0, headerSize)
	if err != nil {
		return err
	}
	if err := checkHeader(b); err != nil {
		return err
	}
	if size < headerSize+footerSize {
		return ErrDamaged
	}
	if b, err = f.read(size-footerSize, footerSize); err != nil {
		return err
	}
	if f.foot, err = readFooter(b, size); err != nil {
		return err
	}
	if b, err = f.read(f.foot.directory, int(f.foot.directoryLength)); err != nil {
		return err
	}
	if checksum(b) != f.foot.directorySum {
		return ErrDamaged
	}
	f.keys = make([]uint64, f.foot.pages)
	for i := range f.keys {
		f.keys[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	f.info, err = description(b[8*len(f.keys):])
	return err
}

// Info is what the file says about itself.
func (f *File) Info() Info { return f.info }

// read reads bytes that the file must have.
func (f *File) read(offset uint64, length int) ([]byte, error) {
	b := make([]byte, length)
	n, err := f.in.ReadAt(b, int64(offset))
	if n < length {
		if err == io.EOF || err == nil {
			err = ErrDamaged
		}
		return nil, err
	}
	return b, nil
}

// entries returns the index entries of a key.
func (f *File) entries(key uint64) (found []entry, err error) {
	// The key may already stand at the end of the page before the first one that
	// begins with it or a greater one.
	first := max(sort.Search(len(f.keys), func(i int) bool { return f.keys[i] >= key })-1, 0)
	for i := first; i < len(f.keys) && f.keys[i] <= key && len(found) < maxSame; i++ {
		page, err := f.page(i)
		if err != nil {
			return nil, err
		}
		n := len(page) / entrySize
		at := sort.Search(n, func(j int) bool { return readEntry(page[j*entrySize:]).key >= key })
		for ; at < n && len(found) < maxSame; at++ {
			e := readEntry(page[at*entrySize:])
			if e.key != key {
				break
			}
			if int(e.configuration) >= len(f.info.Configurations) {
				return nil, ErrDamaged
			}
			found = append(found, e)
		}
	}
	return found, nil
}

// page returns the entries of a page of the index.
func (f *File) page(i int) ([]byte, error) {
	offset := f.foot.pagesAt + uint64(i)*pageSize
	if page, ok := cached[[]byte](f.cache, offset); ok {
		return page, nil
	}
	b, err := f.read(offset, pageSize)
	if err != nil {
		return nil, err
	}
	count := binary.LittleEndian.Uint32(b[4:])
	if binary.LittleEndian.Uint32(b) != checksum(b[4:]) || count > pageEntries {
		return nil, ErrDamaged
	}
	page := b[pageHeader : pageHeader+int(count)*entrySize]
	f.cache.put(offset, pageSize, page)
	return page, nil
}

// module returns the module that an entry leads to.
func (f *File) module(e entry) (*module, error) {
	if m, ok := cached[*module](f.cache, e.offset); ok {
		return m, nil
	}
	if e.offset > f.foot.pagesAt || uint64(e.length) > f.foot.pagesAt-e.offset ||
		e.length < blockHeader || e.length > blockHeader+2*maxHead+2*MaxLines {
		return nil, ErrDamaged
	}
	b, err := f.read(e.offset, int(e.length))
	if err != nil {
		return nil, err
	}
	m, err := decodeModule(b)
	if err != nil {
		return nil, err
	}
	m.pieceAt(e.offset + uint64(e.length))
	f.cache.put(e.offset, m.size(), m)
	return m, nil
}

// Module is a module as the file knows it, for tools.
type Module struct {
	Configuration Configuration
	Path          string
	Lines         int
	file          *File
	module        *module
}

// Modules returns the modules of a path in English, in any configuration or
// extension, in no order that means anything.
func (f *File) Modules(path string) (all []Module, err error) {
	seen := map[string]bool{}
	for _, c := range f.info.Configurations {
		extension := c.extension()
		if seen[extension] {
			continue
		}
		seen[extension] = true
		found, err := f.find(extension, path)
		if err != nil {
			return nil, fmt.Errorf("symbols: find %s: %w", path, err)
		}
		for _, m := range found {
			all = append(all, Module{m.configuration, m.path, m.lines, f, m.module})
		}
	}
	return all, nil
}

// Procedure returns the name of the procedure of a line, "" in the body.
func (m Module) Procedure(line int) string { return m.module.function(line) }

// Text returns the lines from first to last, as far as the module has them and the
// file has their text.
func (m Module) Text(first, last int) ([]string, error) { return m.file.text(m.module, first, last) }

// extension is the name that frames of the configuration's modules have in front.
func (c Configuration) extension() string {
	if c.Extension {
		return c.Name
	}
	return ""
}

// found is a module with the configuration that it is of.
type found struct {
	*module
	configuration Configuration
}

// find returns the modules of a path in English in an extension, or in the
// configurations for "".
func (f *File) find(extension, path string) (all []found, err error) {
	entries, err := f.entries(keyOf(extension, path))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		m, err := f.module(e)
		if err != nil {
			return nil, err
		}
		c := f.info.Configurations[e.configuration]
		if SameName(m.path, path) && SameName(c.extension(), extension) {
			all = append(all, found{m, c})
		}
	}
	return all, nil
}
