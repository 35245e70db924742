package symbols

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"sentry1c/addin/internal/bslsource"
)

// ErrTooLarge is about a module that is beyond what a file holds.
var ErrTooLarge = errors.New("the module is too large")

// Encoded is a module as it stands in a file.
type Encoded struct {
	path              string
	block             []byte
	pieces            []byte
	procedures, lines int
}

// Encode makes a module ready for a file; path is its path in English. It needs
// nothing but its arguments, so several may be made at a time.
func Encode(path string, m bslsource.Module, source bool) (*Encoded, error) {
	if len(m.Lines) > MaxLines {
		return nil, fmt.Errorf("symbols: encode %s: %w: %d lines, at most %d are kept", path, ErrTooLarge, len(m.Lines), MaxLines)
	}
	e := &Encoded{path: path, procedures: len(m.Procedures), lines: len(m.Lines)}
	head := appendString(nil, path)
	head = appendRuns(head, m.Code)
	head = appendProcedures(head, m.Procedures)
	var pieces []piece
	if source {
		e.pieces, pieces = encodeText(m.Lines)
	}
	head = binary.AppendUvarint(head, uint64(len(pieces)))
	for _, p := range pieces {
		head = binary.AppendUvarint(head, uint64(p.lines))
		head = binary.AppendUvarint(head, uint64(p.length))
		head = binary.AppendUvarint(head, uint64(p.stored))
	}
	if len(head) > maxHead {
		return nil, fmt.Errorf("symbols: encode %s: %w: the names of its procedures", path, ErrTooLarge)
	}
	e.block = encodeBlock(head, m)
	return e, nil
}

func encodeBlock(head []byte, m bslsource.Module) []byte {
	deflated := deflate(head)
	b := make([]byte, blockHeader, blockHeader+len(deflated)+2*len(m.Lines))
	binary.LittleEndian.PutUint32(b[4:], uint32(len(head)))
	binary.LittleEndian.PutUint32(b[8:], uint32(len(deflated)))
	b = append(b, deflated...)
	for i, line := range m.Lines {
		if m.Code[i] {
			b = binary.LittleEndian.AppendUint16(b, hashLine(line))
		}
	}
	binary.LittleEndian.PutUint32(b, checksum(b[4:]))
	return b
}

func appendString(b []byte, s string) []byte {
	p := appendPacked(nil, s)
	b = binary.AppendUvarint(b, uint64(len(p)))
	return append(b, p...)
}

// appendRuns writes how many lines there are and which hold code.
func appendRuns(b []byte, code []bool) []byte {
	b = binary.AppendUvarint(b, uint64(len(code)))
	run, now := 0, false
	for _, c := range code {
		if c != now {
			b = binary.AppendUvarint(b, uint64(run))
			run, now = 0, c
		}
		run++
	}
	if run > 0 {
		b = binary.AppendUvarint(b, uint64(run))
	}
	return b
}

func appendProcedures(b []byte, procedures []bslsource.Procedure) []byte {
	b = binary.AppendUvarint(b, uint64(len(procedures)))
	last := 0
	for _, p := range procedures {
		b = binary.AppendUvarint(b, uint64(p.First-last))
		last = p.Last
	}
	names := make([]string, len(procedures))
	for i, p := range procedures {
		b = binary.AppendUvarint(b, uint64(p.Last-p.First))
		names[i] = p.Name
	}
	return appendString(b, strings.Join(names, "\n"))
}

// piece is a part of a module's text: how many lines, how long, and how long in the
// file with its checksum.
type piece struct{ lines, length, stored int }

func encodeText(lines []string) (all []byte, pieces []piece) {
	var text []byte
	count := 0
	flush := func() {
		if count == 0 {
			return
		}
		deflated := deflate(text)
		all = binary.LittleEndian.AppendUint32(all, checksum(deflated))
		all = append(all, deflated...)
		pieces = append(pieces, piece{count, len(text), 4 + len(deflated)})
		text, count = text[:0], 0
	}
	for _, line := range lines {
		text = append(appendPacked(text, cut(line, maxLine)), '\n')
		if count++; len(text) >= pieceSize {
			flush()
		}
	}
	flush()
	return all, pieces
}

// cut shortens a line to so many bytes, with a mark.
func cut(line string, limit int) string {
	if len(line) <= limit {
		return line
	}
	const mark = "…"
	end := limit - len(mark)
	for end > 0 && !utf8.RuneStart(line[end]) {
		end--
	}
	return line[:end] + mark
}

// compressors keeps what is large and slow to make.
var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		return nil // no such level: not with a constant
	}
	return w
}}

func deflate(b []byte) []byte {
	var out bytes.Buffer
	w := compressors.Get().(*flate.Writer)
	defer compressors.Put(w)
	w.Reset(&out)
	// A buffer takes everything.
	w.Write(b)
	w.Close()
	return out.Bytes()
}
