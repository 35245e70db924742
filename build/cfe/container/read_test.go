package container

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// blocks builds a store by hand, independently of the writer.
type blocks struct {
	layout
	out []byte
}

func byHand(l layout) *blocks {
	b := &blocks{layout: l}
	b.out = b.word(b.out, l.none)
	b.out = binary.LittleEndian.AppendUint32(b.out, pageSize)
	b.out = append(b.out, make([]byte, l.header-len(b.out))...)
	return b
}

func (b *blocks) word(dst []byte, n uint64) []byte {
	if b.layout.word == 4 {
		return binary.LittleEndian.AppendUint32(dst, uint32(n))
	}
	return binary.LittleEndian.AppendUint64(dst, n)
}

// block appends a block whose header says what it is told to. The platform
// writes the digits of wide stores in upper case.
func (b *blocks) block(total, page int, next uint64, data []byte) uint64 {
	at := uint64(len(b.out))
	digits := 2 * b.layout.word
	head := fmt.Sprintf("\r\n%0*x %0*x %0*x \r\n", digits, total, digits, page, digits, next)
	if b.layout == wide {
		head = strings.ToUpper(head)
	}
	b.out = append(b.out, head...)
	b.out = append(b.out, data...)
	b.out = append(b.out, make([]byte, max(0, page-len(data)))...)
	return at
}

func (b *blocks) data(data []byte) uint64 { return b.block(len(data), len(data), b.none, data) }

func (b *blocks) name(name string) uint64 {
	head := make([]byte, attrFixed)
	for _, u := range utf16.Encode([]rune(name)) {
		head = binary.LittleEndian.AppendUint16(head, u)
	}
	return b.data(append(head, 0, 0, 0, 0))
}

// toc reserves the first page of the table of contents; fill writes it.
func (b *blocks) toc(records int) { b.block(records*b.record(), pageSize, b.none, nil) }

func (b *blocks) fill(offsets ...uint64) []byte {
	var toc []byte
	for i := 0; i < len(offsets); i += 2 {
		toc = b.word(b.word(b.word(toc, offsets[i]), offsets[i+1]), b.none)
	}
	copy(b.out[b.header+b.layout.block:], toc)
	return b.out
}

// small is a store of one entry; the callback may spoil it.
func small(spoil func(b *blocks, name, data *uint64)) []byte {
	b := byHand(narrow)
	b.toc(1)
	name := b.name("имя")
	data := b.data([]byte("содержание"))
	if spoil != nil {
		spoil(b, &name, &data)
	}
	return b.fill(name, data)
}

func TestRead_byHand(t *testing.T) {
	f, err := Read(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Entries) != 1 || f.Entries[0].Name != "имя" || string(f.Entries[0].Data) != "содержание" || f.Wide {
		t.Errorf("read %+v", f)
	}
}

func TestRead_wide(t *testing.T) {
	b := byHand(wide)
	b.toc(1)
	name := b.name("root")
	file := b.fill(name, b.data([]byte("text")))
	stub := append(make([]byte, stubLength), file...)
	copy(stub, small(nil))
	for what, file := range map[string][]byte{"alone": file, "behind the stub": stub} {
		f, err := Read(file)
		if err != nil || !f.Wide || len(f.Entries) != 1 || string(f.Entries[0].Data) != "text" {
			t.Errorf("%s: %+v, %v", what, f, err)
		}
	}
}

func TestRead_chain(t *testing.T) {
	f, err := Read(small(func(b *blocks, _, data *uint64) {
		second := b.block(0, 4, b.none, []byte("d..."))
		*data = b.block(4, 3, second, []byte("abc"))
	}))
	if err != nil || string(f.Entries[0].Data) != "abcd" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestRead_noData(t *testing.T) {
	f, err := Read(small(func(b *blocks, _, data *uint64) { *data = b.none }))
	if err != nil || len(f.Entries[0].Data) != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestRead_order(t *testing.T) {
	b := byHand(narrow)
	b.toc(2)
	late, lateData := b.name("b"), b.data([]byte("first in the file"))
	early := b.name("a")
	f, err := Read(b.fill(early, b.data([]byte("second")), late, lateData))
	if err != nil || f.Entries[0].Name != "b" || f.Entries[1].Name != "a" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestRead_broken(t *testing.T) {
	good := small(nil)
	at := func(i int, with string) []byte {
		b := bytes.Clone(good)
		copy(b[i:], with)
		return b
	}
	for what, c := range map[string]struct {
		file []byte
		want string
	}{
		"empty":             {nil, "file header is missing"},
		"no header":         {at(0, "PK"), "file header is missing"},
		"cut in the header": {good[:10], "file header is missing"},
		"cut in the table":  {good[:300], "runs past the end"},
		"no line end":       {at(16, "xx"), "not a line of its own"},
		"no digits":         {at(18, "g"), "not three hexadecimal numbers"},
		"no space":          {at(26, "0"), "not three hexadecimal numbers"},
		"odd table":         {at(18, "0000000d"), "not whole records"},
		"table too long":    {at(18, "7fffffff"), "promises"},
		"table breaks off":  {at(18, "00000258"), "the chain ends"},
		"name outside":      {small(func(b *blocks, name, _ *uint64) { *name = 1 << 30 }), "lies outside the file"},
		"name cut":          {small(func(b *blocks, name, _ *uint64) { *name = b.data([]byte("short")) }), "are too few"},
		"name empty":        {small(func(b *blocks, name, _ *uint64) { *name = b.name("") }), "it is empty"},
		"name no text": {small(func(b *blocks, name, _ *uint64) {
			*name = b.data(append(make([]byte, attrFixed), 0x00, 0xD8, 0x41, 0))
		}), "not UTF-16"},
		"data is the name": {small(func(_ *blocks, name, data *uint64) { *data = *name }), "overlaps"},
		"page too long":    {small(func(b *blocks, _, data *uint64) { *data = b.block(1, 1, b.none, nil); b.out[*data+11] = 'f' }), "runs past the end"},
		"ring": {small(func(b *blocks, _, data *uint64) {
			at := uint64(len(b.out))
			*data = b.block(700, 3, at, []byte("abc"))
		}), "more blocks than the file has room for"},
		"blocks overlap": {small(func(b *blocks, _, data *uint64) {
			inner := byHand(narrow)
			inner.out = nil
			inner.data([]byte("inner"))
			*data = b.data(inner.out) + uint64(narrow.block)
			b.out = append(b.out, 0)
			b.name("x")
			// The outer block is used as well, as a second entry.
			copy(b.out[18:], "00000018")
			copy(b.out[b.header+b.layout.block+12:], b.word(b.word(nil, b.name("outer")), *data-uint64(narrow.block)))
		}), "overlaps"},
		"two of a name": {small(func(b *blocks, _, _ *uint64) {
			copy(b.out[18:], "00000018")
			copy(b.out[b.header+b.layout.block+12:], b.word(b.word(nil, b.name("имя")), b.data(nil)))
		}), "two entries have this name"},
	} {
		f, err := Read(c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %+v, %v; want an error with %q", what, f, err, c.want)
		}
	}
}

// Many entries that share one long chain must not be put together each.
func TestRead_amplification(t *testing.T) {
	const entries, size = 40, 1 << 20
	b := byHand(narrow)
	b.toc(entries)
	second := b.block(0, size, b.none, nil)
	shared := b.block(size, 16, second, nil)
	var offsets []uint64
	for i := range entries {
		offsets = append(offsets, b.name(fmt.Sprint(i)), shared)
	}
	if f, err := Read(b.fill(offsets...)); err == nil || !strings.Contains(err.Error(), "hold more than the file") {
		t.Errorf("%d entries, %v", len(f.Entries), err)
	}
}
