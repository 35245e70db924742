package symbols

import (
	"encoding/binary"
	"fmt"
	"io"

	"sentry1c/addin/internal/lru"
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
	keys  []uint64           // the first one of each page
	cache *lru.Cache[uint64] // what was read last; each offset is read as one kind
}

// Open reads the directory of a file of the size.
func Open(in io.ReaderAt, size int64) (*File, error) {
	if size < headerSize {
		return nil, fmt.Errorf("symbols: open: %w", ErrForeign)
	}
	f := &File{in: in, cache: lru.New[uint64](cacheSize)}
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

// module returns the module that an entry leads to.
func (f *File) module(e entry) (*module, error) {
	if m, ok := lru.Get[*module](f.cache, e.offset); ok {
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
	f.cache.Put(e.offset, m.size(), m)
	return m, nil
}
