package binary

import (
	"bytes"
	"debug/macho"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sentry1c/manifest"
)

// Load commands that debug/macho does not read.
const (
	loadIDDylib       = 0xd
	loadCodeSignature = 0x1d
	loadVersionMin    = 0x24
	loadBuildVersion  = 0x32
	loadDyldInfo      = 0x80000022
	loadExportsTrie   = 0x80000033

	external = 0x01 // of a symbol's type
	kinds    = 0x0e
)

var machoMachines = map[macho.Cpu]manifest.Arch{macho.CpuAmd64: manifest.X86_64, macho.CpuArm64: manifest.ARM64}

func (l *Library) readMachO() error {
	file, err := macho.NewFile(bytes.NewReader(l.content))
	if err != nil {
		return l.damaged(err)
	}
	arch, known := machoMachines[file.Cpu]
	switch {
	case file.Type != macho.TypeDylib:
		return fmt.Errorf("this is a file of macOS, but no library: %s", file.Type)
	case !known:
		return fmt.Errorf("a library for %s, on which there is no 1C", file.Cpu)
	}
	l.OS, l.Arch = manifest.MacOS, arch
	for _, load := range file.Loads {
		if segment, ok := load.(*macho.Segment); ok {
			if end := segment.Offset + segment.Filesz; end > uint64(l.Size) || end < segment.Offset {
				return fmt.Errorf("the file is cut off: it has %d bytes, and its part %s ends at %d", l.Size, segment.Name, end)
			}
		}
		if err := l.readLoad(load.Raw()); err != nil {
			return err
		}
	}
	if file.Symtab == nil {
		return errors.New("the file is damaged: it has no symbols")
	}
	for _, symbol := range file.Symtab.Syms {
		name := strings.TrimPrefix(symbol.Name, "_")
		if symbol.Type&external != 0 && symbol.Type&kinds != 0 && !slices.Contains(l.Exports, name) {
			l.Exports = append(l.Exports, name)
		}
	}
	libraries, err := file.ImportedLibraries()
	if err != nil {
		return fmt.Errorf("the file is damaged: what it needs: %w", err)
	}
	for _, name := range libraries {
		l.Needs = append(l.Needs, Need{Library: name})
	}
	return nil
}

func (l *Library) readLoad(raw []byte) error {
	if len(raw) < 16 {
		return nil
	}
	order := binary.LittleEndian
	switch order.Uint32(raw) {
	case loadIDDylib:
		at := order.Uint32(raw[8:])
		if at > uint32(len(raw)) {
			return errors.New("the file is damaged: its own name lies nowhere")
		}
		name, _, _ := bytes.Cut(raw[at:], []byte{0})
		l.InstallName = string(name)
	case loadVersionMin:
		l.MinimumOS = dotted(order.Uint32(raw[8:]))
	case loadBuildVersion:
		l.MinimumOS = dotted(order.Uint32(raw[12:]))
	case loadExportsTrie:
		return l.readTrie(order.Uint32(raw[8:]), order.Uint32(raw[12:]))
	case loadDyldInfo:
		if len(raw) >= 48 {
			return l.readTrie(order.Uint32(raw[40:]), order.Uint32(raw[44:]))
		}
	case loadCodeSignature:
		return l.readSignature(order.Uint32(raw[8:]), order.Uint32(raw[12:]))
	}
	return nil
}

func dotted(version uint32) string { return fmt.Sprintf("%d.%d", version>>16, version>>8&0xff) }

// readSignature reports whether the signature is there and covers the file: a code directory whose limit is where the
// signature begins. macOS refuses to load a library whose signature does not.
func (l *Library) readSignature(offset, size uint32) error {
	const superBlob, codeDirectory = 0xfade0cc0, 0xfade0c02
	if uint64(offset)+uint64(size) > uint64(l.Size) {
		return fmt.Errorf("the file is cut off: it has %d bytes, and its signature ends at %d", l.Size, uint64(offset)+uint64(size))
	}
	blob, order := l.content[offset:offset+size], binary.BigEndian
	if len(blob) < 12 || order.Uint32(blob) != superBlob {
		return errors.New("the file is damaged: its signature")
	}
	for n := range order.Uint32(blob[8:]) {
		if place := 12 + 8*uint64(n); place+8 <= uint64(len(blob)) {
			at := uint64(order.Uint32(blob[place+4:]))
			if at+36 <= uint64(len(blob)) && order.Uint32(blob[at:]) == codeDirectory {
				l.Signed = order.Uint32(blob[at+32:]) == offset && l.hashesMatch(blob[at:])
			}
		}
	}
	return nil
}
