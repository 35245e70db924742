package symbols

import (
	"encoding/binary"
	"strings"

	"sentry1c/addin/internal/lru"
)

// pieceText is a piece of text as it is kept in memory.
type pieceText struct {
	text  string
	start []uint32 // of each line, and the end
}

// line returns a line of the piece, from 0.
func (p *pieceText) line(i int) string { return p.text[p.start[i] : p.start[i+1]-1] }

// text returns the lines from first to last, as far as the module has them and the
// file has their text.
func (f *File) text(m *module, first, last int) (lines []string, err error) {
	first, last = max(first, 1), min(last, m.lines)
	for i := range m.pieces {
		p := &m.pieces[i]
		if p.first+p.lines <= first || p.first > last {
			continue
		}
		t, err := f.piece(p)
		if err != nil {
			return nil, err
		}
		for line := max(first, p.first); line <= last && line < p.first+p.lines; line++ {
			lines = append(lines, t.line(line-p.first))
		}
	}
	return lines, nil
}

func (f *File) piece(p *storedPiece) (*pieceText, error) {
	if t, ok := lru.Get[*pieceText](f.cache, p.offset); ok {
		return t, nil
	}
	if p.offset > f.foot.pagesAt || uint64(p.stored) > f.foot.pagesAt-p.offset {
		return nil, ErrDamaged
	}
	b, err := f.read(p.offset, p.stored)
	if err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(b) != checksum(b[4:]) {
		return nil, ErrDamaged
	}
	raw, err := inflate(b[4:], p.length)
	if err != nil {
		return nil, err
	}
	text, ok := unpack(raw)
	if !ok || strings.Count(text, "\n") != p.lines || text[len(text)-1] != '\n' {
		return nil, ErrDamaged
	}
	t := &pieceText{text: text, start: make([]uint32, 1, p.lines+1)}
	for i := range len(text) {
		if text[i] == '\n' {
			t.start = append(t.start, uint32(i+1))
		}
	}
	f.cache.Put(p.offset, len(text)+4*len(t.start)+64, t)
	return t, nil
}
