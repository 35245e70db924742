package symbols

import (
	"encoding/binary"
	"math/bits"
	"sort"
	"strings"
)

// module is a block as it is kept in memory.
type module struct {
	path        string
	lines       int
	code        []uint64 // a bit for each line
	rank        []uint32 // lines with code before each word of code
	hashes      []byte
	first, last []uint32
	names       []string
	pieces      []storedPiece
	headLength  int
}

// storedPiece is a piece with its place in the file and its first line, from 1.
type storedPiece struct {
	piece
	offset uint64
	first  int
}

// decodeModule reads a block.
func decodeModule(b []byte) (*module, error) {
	le := binary.LittleEndian
	length, stored := le.Uint32(b[4:]), le.Uint32(b[8:])
	if le.Uint32(b) != checksum(b[4:]) || length > maxHead || uint64(stored) > uint64(len(b)-blockHeader) {
		return nil, ErrDamaged
	}
	head, err := inflate(b[blockHeader:blockHeader+int(stored)], int(length))
	if err != nil {
		return nil, err
	}
	m := &module{hashes: b[blockHeader+int(stored):], headLength: int(length)}
	r := varints{b: head}
	m.path = r.text()
	m.readRuns(&r)
	m.readProcedures(&r)
	m.readPieces(&r)
	if r.failed || len(r.b) > 0 {
		return nil, ErrDamaged
	}
	return m, nil
}

func (m *module) readRuns(r *varints) {
	m.lines = r.number(MaxLines)
	words := (m.lines + 63) / 64
	m.code, m.rank = make([]uint64, words), make([]uint32, words)
	for line, code := 0, false; line < m.lines && !r.failed; code = !code {
		run := r.number(m.lines - line)
		if run == 0 && line > 0 {
			r.failed = true
		}
		for end := line + run; line < end; line++ {
			if code {
				m.code[line/64] |= 1 << (line % 64)
			}
		}
	}
	count := 0
	for i, word := range m.code {
		m.rank[i] = uint32(count)
		count += bits.OnesCount64(word)
	}
	if len(m.hashes) != 2*count {
		r.failed = true
	}
}

func (m *module) readProcedures(r *varints) {
	// Each takes three bytes at least.
	n := r.number(len(r.b) / 2)
	m.first, m.last = make([]uint32, n), make([]uint32, n)
	for i := range m.first {
		m.first[i] = uint32(r.number(m.lines))
	}
	line := uint32(0)
	for i := range m.first {
		m.first[i] += line
		line = m.first[i] + uint32(r.number(m.lines))
		m.last[i] = line
		if line > uint32(m.lines) || m.first[i] == 0 {
			r.failed = true
			return
		}
	}
	names := r.text()
	if n > 0 {
		m.names = strings.Split(names, "\n")
	}
	if len(m.names) != n || n == 0 && names != "" {
		r.failed = true
	}
}

func (m *module) readPieces(r *varints) {
	n := r.number(len(r.b) / 2)
	m.pieces = make([]storedPiece, n)
	first := 1
	for i := range m.pieces {
		p := &m.pieces[i]
		p.piece = piece{r.number(m.lines), r.number(maxPiece), r.number(2 * maxPiece)}
		p.first = first
		first += p.lines
		if p.lines == 0 || p.stored < 4 {
			r.failed = true
		}
	}
	if n > 0 && first != m.lines+1 {
		r.failed = true
	}
}

// pieceAt says where the pieces of the text begin in the file.
func (m *module) pieceAt(offset uint64) {
	for i := range m.pieces {
		m.pieces[i].offset = offset
		offset += uint64(m.pieces[i].stored)
	}
}

// size is about the memory that the module takes.
func (m *module) size() int {
	// A block is kept whole behind its hashes; names are one text and a header each.
	return 256 + 2*len(m.hashes) + 12*len(m.code) + 2*m.headLength + 24*len(m.names) + 48*len(m.pieces)
}

// function returns the name of the procedure that a line is in, "" in the body.
func (m *module) function(line int) string {
	i := sort.Search(len(m.last), func(i int) bool { return int(m.last[i]) >= line })
	if i == len(m.last) || int(m.first[i]) > line {
		return ""
	}
	return m.names[i]
}

// equal reports whether the module has a line of code with the hash at a line.
func (m *module) equal(line int, hash uint16) bool {
	i := line - 1
	if i < 0 || i >= m.lines || m.code[i/64]&(1<<(i%64)) == 0 {
		return false
	}
	n := int(m.rank[i/64]) + bits.OnesCount64(m.code[i/64]&(1<<(i%64)-1))
	return binary.LittleEndian.Uint16(m.hashes[2*n:]) == hash
}
