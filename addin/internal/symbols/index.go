package symbols

import (
	"encoding/binary"
	"sort"

	"sentry1c/addin/internal/lru"
)

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
			if uint64(e.configuration) >= uint64(len(f.info.Configurations)) {
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
	if page, ok := lru.Get[[]byte](f.cache, offset); ok {
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
	f.cache.Put(offset, pageSize, page)
	return page, nil
}
