package container

import (
	"errors"
	"fmt"
)

// Names of the two entries of a module.
const (
	moduleInfo = "info"
	moduleText = "text"
)

// moduleInfoBytes is what the platform writes into every module's info.
const moduleInfoBytes = "\uFEFF{3,1,0,\"\",0}"

// Module packs a program text the way the platform keeps one: a narrow store
// with the entries info and text, not compressed inside, a table of contents of
// exactly its size and an entry count of one in the header. The text is stored
// as given; the platform stores UTF-8 with a byte order mark and CRLF.
func Module(text []byte, t Time) []byte {
	entries := []Entry{
		{Name: moduleInfo, Created: t, Modified: t, Data: []byte(moduleInfoBytes)},
		{Name: moduleText, Created: t, Modified: t, Data: text},
	}
	w, err := newWriter(entries, len(entries)*narrow.record())
	if err != nil {
		panic("BUG: container: " + err.Error()) // the names are constants
	}
	for i := range entries {
		w.entry(&entries[i], pageSize)
	}
	b, err := w.finish(1)
	if err != nil {
		panic("BUG: container: " + err.Error()) // a source text of 2 GB
	}
	return b
}

// ReadModule takes the program text out of a module, as stored.
func ReadModule(b []byte) ([]byte, error) {
	f, err := Read(b)
	if err != nil {
		return nil, fmt.Errorf("container: read module: %w", err)
	}
	for _, e := range f.Entries {
		if e.Name == moduleText {
			return e.Data, nil
		}
	}
	return nil, errors.New("container: read module: it has no text")
}
