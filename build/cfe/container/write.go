package container

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// Bytes writes a narrow store: the entries in the order given, the table of
// contents sorted by name, as the platform does it. The same entries give the
// same bytes. A store that was read from a wide file is written narrow.
func (f *File) Bytes() ([]byte, error) {
	w, err := newWriter(f.Entries, pageSize)
	if err != nil {
		return nil, fmt.Errorf("container: write store: %w", err)
	}
	for i := range f.Entries {
		w.entry(&f.Entries[i], pageSize)
	}
	return w.finish(len(f.Entries))
}

// writer lays the blocks one behind another. The pages of the table of
// contents come when the entries written so far outgrow the pages there are,
// between the name and the data of the entry that does it; that is how the
// platform lays them.
type writer struct {
	out     []byte
	tocPage int
	pages   []int         // where the pages of the table of contents begin
	records []placedEntry // in the order written
}

type placedEntry struct {
	name       string
	attr, data int
}

func newWriter(entries []Entry, tocPage int) (*writer, error) {
	if len(entries) == 0 {
		return nil, errors.New("no entries")
	}
	names := map[string]bool{}
	for _, e := range entries {
		switch {
		case e.Name == "" || strings.ContainsRune(e.Name, 0):
			return nil, fmt.Errorf("entry %q: the name is empty or has a zero in it", e.Name)
		case names[e.Name]:
			return nil, fmt.Errorf("entry %q: two entries have this name", e.Name)
		}
		names[e.Name] = true
	}
	w := &writer{out: make([]byte, narrow.header), tocPage: tocPage}
	w.page()
	return w, nil
}

// page makes room for one more page of the table of contents.
func (w *writer) page() {
	w.pages = append(w.pages, len(w.out))
	w.out = append(w.out, make([]byte, narrow.block+w.tocPage)...)
}

// block appends bytes in one piece, on a page of at least the size given, and
// tells where it begins.
func (w *writer) block(b []byte, page int) int {
	at := len(w.out)
	page = max(page, len(b))
	w.out = appendBlockHeader(w.out, blockHeader{total: uint64(len(b)), page: uint64(page), next: narrow.none})
	w.out = append(w.out, b...)
	w.out = append(w.out, make([]byte, page-len(b))...)
	return at
}

func (w *writer) entry(e *Entry, page int) {
	head := binary.LittleEndian.AppendUint64(nil, uint64(e.Created))
	head = binary.LittleEndian.AppendUint64(head, uint64(e.Modified))
	head = append(head, 0, 0, 0, 0)
	for _, u := range utf16.Encode([]rune(e.Name)) {
		head = binary.LittleEndian.AppendUint16(head, u)
	}
	head = append(head, 0, 0, 0, 0)

	p := placedEntry{name: e.Name, attr: w.block(head, 0)}
	if (len(w.records)+1)*narrow.record() > len(w.pages)*w.tocPage {
		w.page()
	}
	p.data = w.block(e.Data, page)
	w.records = append(w.records, p)
}

// finish fills in the header and the table of contents. The count is a field of
// the header that the platform does not keep true in modules.
func (w *writer) finish(count int) ([]byte, error) {
	if uint64(len(w.out)) > narrow.maxBytes {
		return nil, fmt.Errorf("container: write store: %d bytes are more than a narrow store can hold", len(w.out))
	}
	slices.SortFunc(w.records, func(a, b placedEntry) int { return strings.Compare(a.name, b.name) })
	var toc []byte
	for _, r := range w.records {
		toc = binary.LittleEndian.AppendUint32(toc, uint32(r.attr))
		toc = binary.LittleEndian.AppendUint32(toc, uint32(r.data))
		toc = binary.LittleEndian.AppendUint32(toc, uint32(narrow.none))
	}
	h := blockHeader{total: uint64(len(toc)), page: uint64(w.tocPage)}
	for i, at := range w.pages {
		h.next = narrow.none
		if i+1 < len(w.pages) {
			h.next = uint64(w.pages[i+1])
		}
		n := min(len(toc), w.tocPage)
		appendBlockHeader(w.out[at:at], h)
		copy(w.out[at+narrow.block:], toc[:n])
		toc, h.total = toc[n:], 0
	}
	head := binary.LittleEndian.AppendUint32(w.out[:0], uint32(narrow.none))
	head = binary.LittleEndian.AppendUint32(head, pageSize)
	head = binary.LittleEndian.AppendUint32(head, uint32(count))
	binary.LittleEndian.AppendUint32(head, 0)
	return w.out, nil
}
