package symbols

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"strings"
	"time"
)

const (
	magic      = "1CSYMBOL"
	endMagic   = "1CSYMEND"
	version    = 1
	headerSize = 16
	footerSize = 52

	pageSize    = 4096
	pageHeader  = 8
	entrySize   = 24
	pageEntries = (pageSize - pageHeader) / entrySize

	blockHeader = 12
)

// What a file may hold. The writer keeps to it and the reader believes nothing beyond.
const (
	// MaxLines is how many lines of a module are kept.
	MaxLines = 1 << 19
	// maxHead is the longest head of a block: the names of some 40,000 procedures.
	maxHead = 2 << 20
	// maxPages is enough for ten million modules.
	maxPages       = 1 << 16
	maxDescription = 1 << 18
	// pieceSize is where a piece of text ends, after the line that reaches it.
	pieceSize = 32 << 10
	// maxLine is how much of a line is kept as text.
	maxLine  = 4 << 10
	maxPiece = pieceSize + 2*maxLine // packed, a line may grow by a half
)

var (
	// ErrForeign is about a file that is no file of symbols.
	ErrForeign = errors.New("it is no file of symbols")
	// ErrNewer is about a file of a newer version of the format.
	ErrNewer = errors.New("a newer version wrote it")
	// ErrDamaged is about a file that is cut or changed.
	ErrDamaged = errors.New("it is damaged")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// Info is what a file says about itself.
type Info struct {
	// Date is the date of the sources, if their maker knew it.
	Date time.Time `json:"date,omitzero"`
	// Source is set if the file has the text of the modules.
	Source         bool            `json:"source"`
	Configurations []Configuration `json:"configurations"`
}

// Configuration is one configuration or extension in a file.
type Configuration struct {
	Name       string `json:"name"`
	Version    string `json:"version,omitempty"`
	Vendor     string `json:"vendor,omitempty"`
	Extension  bool   `json:"extension,omitempty"`
	Modules    int    `json:"modules"`
	Procedures int    `json:"procedures"`
	Lines      int    `json:"lines"`
}

// entry is one row of the index.
type entry struct {
	key           uint64
	offset        uint64
	length        uint32
	configuration uint32
}

func (e entry) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, e.key)
	b = binary.LittleEndian.AppendUint64(b, e.offset)
	b = binary.LittleEndian.AppendUint32(b, e.length)
	return binary.LittleEndian.AppendUint32(b, e.configuration)
}

func readEntry(b []byte) entry {
	return entry{
		key:           binary.LittleEndian.Uint64(b),
		offset:        binary.LittleEndian.Uint64(b[8:]),
		length:        binary.LittleEndian.Uint32(b[16:]),
		configuration: binary.LittleEndian.Uint32(b[20:]),
	}
}

// keyOf is the key of a module in the index. path is in English.
func keyOf(extension, path string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(extension)))
	h.Write([]byte{0})
	h.Write([]byte(strings.ToLower(path)))
	return h.Sum64()
}

func header() []byte {
	b := append(make([]byte, 0, headerSize), magic...)
	b = binary.LittleEndian.AppendUint32(b, version)
	return binary.LittleEndian.AppendUint32(b, checksum(b))
}

func checkHeader(b []byte) error {
	if string(b[:8]) != magic {
		return ErrForeign
	}
	if binary.LittleEndian.Uint32(b[12:]) != checksum(b[:12]) {
		return ErrDamaged
	}
	if v := binary.LittleEndian.Uint32(b[8:]); v > version {
		return fmt.Errorf("%w: its format is %d, known is %d", ErrNewer, v, version)
	}
	return nil
}

// footer says where the index is.
type footer struct {
	size, directory uint64
	directoryLength uint32
	directorySum    uint32
	pagesAt         uint64
	pages, entries  uint32
}

func (f footer) bytes() []byte {
	le := binary.LittleEndian
	b := le.AppendUint64(make([]byte, 0, footerSize), f.size)
	b = le.AppendUint64(b, f.directory)
	b = le.AppendUint32(b, f.directoryLength)
	b = le.AppendUint32(b, f.directorySum)
	b = le.AppendUint64(b, f.pagesAt)
	b = le.AppendUint32(b, f.pages)
	b = le.AppendUint32(b, f.entries)
	b = le.AppendUint32(b, checksum(b))
	return append(b, endMagic...)
}

// readFooter reads the footer of a file of the size.
func readFooter(b []byte, size uint64) (f footer, err error) {
	le := binary.LittleEndian
	f = footer{
		size: le.Uint64(b), directory: le.Uint64(b[8:]), directoryLength: le.Uint32(b[16:]), directorySum: le.Uint32(b[20:]),
		pagesAt: le.Uint64(b[24:]), pages: le.Uint32(b[32:]), entries: le.Uint32(b[36:]),
	}
	end := size - footerSize
	switch {
	case string(b[44:]) != endMagic, le.Uint32(b[40:]) != checksum(b[:40]), f.size != size:
		return f, ErrDamaged
	case f.pages > maxPages, f.directoryLength > maxPages*8+maxDescription, f.directoryLength < 8*f.pages,
		f.directory > end, uint64(f.directoryLength) != end-f.directory,
		f.pagesAt > f.directory, uint64(f.pages)*pageSize != f.directory-f.pagesAt:
		return f, ErrDamaged
	}
	return f, nil
}

// description reads the JSON of the directory.
func description(b []byte) (info Info, err error) {
	if len(b) > maxDescription {
		return info, ErrDamaged
	}
	if err := json.Unmarshal(b, &info); err != nil {
		return info, ErrDamaged
	}
	return info, nil
}
