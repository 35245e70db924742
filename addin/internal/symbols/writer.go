package symbols

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Writer writes a file from its first byte to the last. The same modules in the same
// order give the same bytes.
type Writer struct {
	out     io.Writer
	offset  uint64
	info    Info
	entries []entry
	err     error
}

// NewWriter begins a file. info tells the configurations without their counts.
func NewWriter(out io.Writer, info Info) *Writer {
	info.Configurations = slices.Clone(info.Configurations)
	w := &Writer{out: out, info: info}
	w.write(header())
	return w
}

// Info is what the file says so far.
func (w *Writer) Info() Info { return w.info }

// Add writes a module of a configuration, which is a number in the info.
func (w *Writer) Add(configuration int, e *Encoded) error {
	c := &w.info.Configurations[configuration]
	c.Modules++
	c.Procedures += e.procedures
	c.Lines += e.lines
	extension := ""
	if c.Extension {
		extension = c.Name
	}
	w.entries = append(w.entries, entry{keyOf(extension, e.path), w.offset, uint32(len(e.block)), uint32(configuration)})
	w.write(e.block)
	w.write(e.pieces)
	return w.err
}

// Close writes the index and ends the file.
func (w *Writer) Close() error {
	slices.SortStableFunc(w.entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	f := footer{pagesAt: w.offset, entries: uint32(len(w.entries))}
	var directory []byte
	for page := range slices.Chunk(w.entries, pageEntries) {
		directory = binary.LittleEndian.AppendUint64(directory, page[0].key)
		b := binary.LittleEndian.AppendUint32(make([]byte, 4, pageSize), uint32(len(page)))
		for _, e := range page {
			b = e.append(b)
		}
		b = b[:pageSize]
		binary.LittleEndian.PutUint32(b, checksum(b[4:]))
		w.write(b)
		f.pages++
	}
	text, err := json.Marshal(w.info)
	if err != nil {
		return fmt.Errorf("symbols: describe the file: %w", err)
	}
	if len(text) > maxDescription || f.pages > maxPages {
		return fmt.Errorf("symbols: write the index: too much for one file: %d modules, %d configurations", len(w.entries), len(w.info.Configurations))
	}
	directory = append(directory, text...)
	f.directory, f.directoryLength, f.directorySum = w.offset, uint32(len(directory)), checksum(directory)
	w.write(directory)
	f.size = w.offset + footerSize
	w.write(f.bytes())
	return w.err
}

func (w *Writer) write(b []byte) {
	if w.err != nil || len(b) == 0 {
		return
	}
	n, err := w.out.Write(b)
	w.offset += uint64(n)
	if err != nil {
		w.err = fmt.Errorf("symbols: write: %w", err)
	}
}
