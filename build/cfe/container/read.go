package container

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf16"
)

// Entry is one named piece of a store.
type Entry struct {
	Name     string
	Created  Time
	Modified Time
	// Data is the stored bytes as they are, compressed if the owner of the
	// store compresses.
	Data []byte
}

// File is a store, opened.
type File struct {
	// Entries stand in the order in which they lie in the file. The platform
	// appends what was saved last, so the order is free.
	Entries []Entry
	// Wide tells that the file has 64-bit offsets.
	Wide bool
}

// Read opens a store held in memory. Padding, times, the order of the table of
// contents and bytes behind the last block are not judged: tools other than the
// platform differ there.
//
// # Memory
//
// The entries share memory with b wherever an entry lies in one piece; b must
// not be changed while the File is used.
func Read(b []byte) (*File, error) {
	r := reader{layout: narrow, data: b}
	if at, ok := wideStart(b); ok {
		r.layout, r.data = wide, b[at:]
	}
	entries, err := r.read()
	if err != nil {
		return nil, fmt.Errorf("container: read %s store: %w", r.name, err)
	}
	return &File{Entries: entries, Wide: r.word == wide.word}, nil
}

// Is tells whether b begins like a narrow store. Entries that are stores
// themselves, modules above all, are told from texts by it.
func Is(b []byte) bool {
	return len(b) >= narrow.header && narrow.offset(b) == narrow.none
}

// wideStart finds the wide store: at the beginning, or behind the narrow stub
// that keeps older platforms from misreading it.
func wideStart(b []byte) (int, bool) {
	for _, at := range []int{0, stubLength} {
		if len(b) < at+wide.header+wide.block || wide.offset(b[at:]) != wide.none {
			continue
		}
		if _, err := wide.parseBlockHeader(b[at+wide.header:]); err == nil {
			return at, true
		}
	}
	return 0, false
}

// reader follows the blocks of one store.
type reader struct {
	layout
	data   []byte
	used   []span // the blocks met so far
	copied int    // bytes put together from chains
}

// span is the room of one block, header and page.
type span struct{ from, to uint64 }

func (r *reader) read() ([]Entry, error) {
	if len(r.data) < r.header || r.offset(r.data) != r.none {
		return nil, errors.New("the file header is missing")
	}
	toc, err := r.chain(uint64(r.header))
	if err != nil {
		return nil, fmt.Errorf("table of contents: %w", err)
	}
	if len(toc)%r.record() != 0 {
		return nil, fmt.Errorf("table of contents: %d bytes are not whole records of %d", len(toc), r.record())
	}
	type placed struct {
		Entry
		at uint64
	}
	var found []placed
	names := map[string]bool{}
	for i := 0; i < len(toc); i += r.record() {
		attr := r.offset(toc[i:])
		e, err := r.entry(attr, r.offset(toc[i+r.word:]))
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i/r.record()+1, err)
		}
		if names[e.Name] {
			return nil, fmt.Errorf("entry %q: two entries have this name", e.Name)
		}
		names[e.Name] = true
		found = append(found, placed{e, attr})
	}
	if err := r.overlap(); err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	entries := make([]Entry, len(found))
	for i, p := range found {
		entries[i] = p.Entry
	}
	return entries, nil
}

// entry reads the two blocks of one line of the table of contents.
func (r *reader) entry(attr, data uint64) (Entry, error) {
	head, err := r.chain(attr)
	if err != nil {
		return Entry{}, fmt.Errorf("name: %w", err)
	}
	if len(head) < attrFixed {
		return Entry{}, fmt.Errorf("name: %d bytes are too few", len(head))
	}
	e := Entry{
		Created:  Time(binary.LittleEndian.Uint64(head)),
		Modified: Time(binary.LittleEndian.Uint64(head[8:])),
	}
	if e.Name, err = decodeName(head[attrFixed:]); err != nil {
		return Entry{}, err
	}
	if data == r.none {
		return e, nil
	}
	if e.Data, err = r.chain(data); err != nil {
		return Entry{}, fmt.Errorf("data of %q: %w", e.Name, err)
	}
	return e, nil
}

// decodeName takes UTF-16 up to its first NUL or its end.
func decodeName(b []byte) (string, error) {
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		u := binary.LittleEndian.Uint16(b)
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	runes := utf16.Decode(units)
	if len(runes) == 0 {
		return "", errors.New("name: it is empty")
	}
	if slices.Contains(runes, '\uFFFD') {
		return "", fmt.Errorf("name: %q is not UTF-16", string(runes))
	}
	return string(runes), nil
}

// chain collects the bytes of the block at the offset and its continuations.
func (r *reader) chain(at uint64) ([]byte, error) {
	first, page, err := r.blockAt(at)
	if err != nil {
		return nil, err
	}
	if first.total > uint64(len(r.data)) {
		return nil, fmt.Errorf("block at %d: it promises %d bytes in a file of %d", at, first.total, len(r.data))
	}
	if first.total <= uint64(len(page)) {
		return page[:first.total:first.total], nil
	}
	all := bytes.Clone(page)
	r.copied += len(page)
	for h := first; uint64(len(all)) < first.total; {
		if h.next == r.none {
			return nil, fmt.Errorf("block at %d: %d bytes promised, the chain ends after %d", at, first.total, len(all))
		}
		if h, page, err = r.blockAt(h.next); err != nil {
			return nil, err
		}
		all = append(all, page...)
		if r.copied += len(page); r.copied > len(r.data) {
			return nil, fmt.Errorf("block at %d: the chains hold more than the file", at)
		}
	}
	return all[:first.total:first.total], nil
}

// blockAt checks one block and notes that it is used. A second use is an error:
// it would let a small file unfold into a large one, or a chain run in a ring.
func (r *reader) blockAt(at uint64) (blockHeader, []byte, error) {
	size := uint64(len(r.data))
	if at > size || size-at < uint64(r.block) {
		return blockHeader{}, nil, fmt.Errorf("block at %d: it lies outside the file of %d bytes", at, size)
	}
	h, err := r.parseBlockHeader(r.data[at:])
	if err != nil {
		return h, nil, fmt.Errorf("block at %d: %w", at, err)
	}
	from := at + uint64(r.block)
	if h.page > size-from {
		return h, nil, fmt.Errorf("block at %d: a page of %d bytes runs past the end of the file", at, h.page)
	}
	if len(r.used) > len(r.data)/r.block {
		return h, nil, fmt.Errorf("block at %d: more blocks than the file has room for", at)
	}
	r.used = append(r.used, span{at, from + h.page})
	return h, r.data[from : from+h.page], nil
}

// overlap reports two blocks that share bytes, the same block twice included.
func (r *reader) overlap() error {
	slices.SortFunc(r.used, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(r.used); i++ {
		if r.used[i].from < r.used[i-1].to {
			return fmt.Errorf("block at %d: it overlaps the one at %d", r.used[i].from, r.used[i-1].from)
		}
	}
	return nil
}
