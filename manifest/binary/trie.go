package binary

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
)

var errTrie = errors.New("the file is damaged: its exports")

// readTrie adds the names of the table that dyld looks exports up in: a tree whose edges are parts of names.
func (l *Library) readTrie(offset, size uint32) error {
	if uint64(offset)+uint64(size) > uint64(l.Size) {
		return errTrie
	}
	if size == 0 {
		return nil
	}
	return l.readTrieNode(l.content[offset:offset+size], 0, "", map[uint64]bool{})
}

func (l *Library) readTrieNode(trie []byte, at uint64, name string, seen map[uint64]bool) error {
	if at >= uint64(len(trie)) || seen[at] {
		return errTrie
	}
	seen[at] = true // a node has one way to it: what comes twice is a loop
	size, n := binary.Uvarint(trie[at:])
	next := at + uint64(max(n, 0)) + size
	if n <= 0 || next < at || next >= uint64(len(trie)) {
		return errTrie
	}
	if size > 0 {
		l.Exports = append(l.Exports, strings.TrimPrefix(name, "_"))
	}
	rest := trie[next+1:]
	for range trie[next] {
		edge, after, ok := bytes.Cut(rest, []byte{0})
		child, n := binary.Uvarint(after)
		if !ok || n <= 0 {
			return errTrie
		}
		rest = after[n:]
		if err := l.readTrieNode(trie, child, name+string(edge), seen); err != nil {
			return err
		}
	}
	return nil
}
