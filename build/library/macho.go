package library

import (
	"bytes"
	"debug/macho"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"

	inspect "sentry1c/manifest/binary"
)

// The compiler of the release links for macOS, but takes no list of exports and signs for ARM only. So the file is finished here:
// what is not for 1C becomes local, and an ad-hoc signature is added, as `codesign -s -` would do.

// Load commands and their fields, by offset from the start of the command.
const (
	machoSymtab      = 0x2
	machoDysymtab    = 0xb
	machoSegment64   = 0x19
	machoSignature   = 0x1d
	machoDyldInfo    = 0x80000022
	machoHeader      = 32
	signatureCommand = 16
)

// machoFile is a 64-bit little-endian Mach-O file that is being changed.
type machoFile struct {
	content  []byte
	commands map[uint32]int // offset of the last command of each kind
	linkedit int            // offset of the command of the segment __LINKEDIT
	firstAt  int            // where the sections begin: commands may grow up to there
}

// finishMachO rewrites the library at path.
func finishMachO(path, identifier string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("finish for macOS: %w", err)
	}
	f, err := openMachO(content)
	if err == nil {
		err = f.keepExports(inspect.Exports)
	}
	if err == nil {
		err = f.sign(identifier)
	}
	if err != nil {
		return fmt.Errorf("finish for macOS: %w", err)
	}
	if err := os.WriteFile(path, f.content, 0o755); err != nil {
		return fmt.Errorf("finish for macOS: %w", err)
	}
	return nil
}

func openMachO(content []byte) (*machoFile, error) {
	parsed, err := macho.NewFile(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	if parsed.Magic != macho.Magic64 || parsed.ByteOrder != binary.LittleEndian {
		return nil, errors.New("this is no 64-bit library")
	}
	f := &machoFile{content: content, commands: map[uint32]int{}, firstAt: len(content)}
	for _, section := range parsed.Sections {
		if section.Offset != 0 {
			f.firstAt = min(f.firstAt, int(section.Offset))
		}
	}
	at := machoHeader
	for _, load := range parsed.Loads {
		kind := f.word(at)
		f.commands[kind] = at
		if segment, ok := load.(*macho.Segment); ok && segment.Name == "__LINKEDIT" {
			f.linkedit = at
		}
		at += len(load.Raw())
	}
	for _, kind := range []uint32{machoSymtab, machoDysymtab, machoDyldInfo} {
		if f.commands[kind] == 0 {
			return nil, fmt.Errorf("it has no load command %#x", kind)
		}
	}
	if f.linkedit == 0 {
		return nil, errors.New("it has no segment __LINKEDIT")
	}
	return f, nil
}

func (f *machoFile) word(at int) uint32       { return binary.LittleEndian.Uint32(f.content[at:]) }
func (f *machoFile) put(at int, value uint32) { binary.LittleEndian.PutUint32(f.content[at:], value) }
func (f *machoFile) field(kind uint32, offset int) int {
	return int(f.word(f.commands[kind] + offset))
}

// keepExports makes every other symbol local: in the table that dyld looks names up in, and in the one for tools.
func (f *machoFile) keepExports(names []string) error {
	addresses, err := f.hideSymbols(names)
	if err != nil {
		return err
	}
	at, size := f.field(machoDyldInfo, 40), f.field(machoDyldInfo, 44)
	trie := exportTrie(names, addresses)
	if len(trie) > size {
		return fmt.Errorf("the exports take %d bytes, and there is room for %d", len(trie), size)
	}
	clear(f.content[at : at+size])
	copy(f.content[at:], trie)
	f.put(f.commands[machoDyldInfo]+44, uint32((len(trie)+7)&^7))
	return nil
}

const (
	nlistSize      = 16
	nlistExternal  = 0x01
	nlistPrivate   = 0x10
	indirectAbsent = 0xC0000000 // INDIRECT_SYMBOL_LOCAL and _ABS
)

// hideSymbols sorts the symbols that the library defines so that those to hide come first, as locals, and returns where the
// others are.
func (f *machoFile) hideSymbols(names []string) (map[string]uint64, error) {
	symbols, texts := f.field(machoSymtab, 8), f.field(machoSymtab, 16)
	first, count := f.field(machoDysymtab, 16), f.field(machoDysymtab, 20)
	locals := f.field(machoDysymtab, 12)
	if first != locals {
		return nil, errors.New("its external symbols do not follow its local ones")
	}
	var hidden, kept [][]byte
	var order []int // old index of each
	addresses := map[string]uint64{}
	var keptOrder []int
	for i := range count {
		entry := slices.Clone(f.content[symbols+(first+i)*nlistSize:][:nlistSize])
		text, _, _ := bytes.Cut(f.content[texts+int(binary.LittleEndian.Uint32(entry)):], []byte{0})
		name, _ := bytes.CutPrefix(text, []byte("_"))
		if slices.Contains(names, string(name)) {
			addresses[string(name)] = binary.LittleEndian.Uint64(entry[8:])
			kept, keptOrder = append(kept, entry), append(keptOrder, first+i)
			continue
		}
		entry[4] = entry[4]&^nlistExternal | nlistPrivate
		hidden, order = append(hidden, entry), append(order, first+i)
	}
	if len(kept) != len(names) {
		return nil, fmt.Errorf("it defines %d of the %d exports", len(kept), len(names))
	}
	moved := map[uint32]uint32{}
	for i, entry := range append(hidden, kept...) {
		copy(f.content[symbols+(first+i)*nlistSize:], entry)
		moved[uint32(append(order, keptOrder...)[i])] = uint32(first + i)
	}
	command := f.commands[machoDysymtab]
	f.put(command+12, uint32(locals+len(hidden)))
	f.put(command+16, uint32(first+len(hidden)))
	f.put(command+20, uint32(len(kept)))
	// Tables of pointers name symbols by their place.
	indirect := f.field(machoDysymtab, 56)
	for i := range f.field(machoDysymtab, 60) {
		place := f.word(indirect + 4*i)
		if to, ok := moved[place]; ok && place&indirectAbsent == 0 {
			f.put(indirect+4*i, to)
		}
	}
	return addresses, nil
}

// exportTrie is the table that dyld looks names up in: a root with an edge for each name, and a node for each with its address.
func exportTrie(names []string, addresses map[string]uint64) []byte {
	var terminals [][]byte
	for _, name := range names {
		info := append([]byte{0}, binary.AppendUvarint(nil, addresses[name])...) // a regular symbol
		terminals = append(terminals, append(append([]byte{byte(len(info))}, info...), 0))
	}
	// The length of the root depends on the length of the offsets in it, which it changes.
	for size := 0; ; {
		root := []byte{0, byte(len(names))}
		at := uint64(size)
		for i, name := range names {
			root = append(append(root, '_'), name...)
			root = binary.AppendUvarint(append(root, 0), at)
			at += uint64(len(terminals[i]))
		}
		if len(root) == size {
			return append(root, bytes.Join(terminals, nil)...)
		}
		size = len(root)
	}
}
