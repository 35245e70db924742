package binary

import (
	"debug/pe"
	"encoding/binary"
	"errors"
	"unicode/utf16"
)

const resourceVersion = 16

var errVersion = errors.New("the file is damaged: its version resource")

// readVersion reads VERSIONINFO, if there is one.
func (l *Library) readVersion(i *image) error {
	directory := i.directories[pe.IMAGE_DIRECTORY_ENTRY_RESOURCE]
	if directory.Size == 0 {
		return nil
	}
	data, err := i.resource(i.at(directory.VirtualAddress), resourceVersion)
	if err != nil || data == nil {
		return err
	}
	l.Version = map[string]string{}
	return l.readVersionNode(data, 0)
}

// resource finds the data of the first resource of a kind: nil if there is none.
func (i *image) resource(section []byte, kind uint32) ([]byte, error) {
	const (
		header, entry = 16, 8
		subdirectory  = 1 << 31
		levels        = 3 // type, number, language
	)
	at := uint32(0)
	for level := range levels {
		if uint64(at)+header > uint64(len(section)) {
			return nil, errVersion
		}
		count := uint32(binary.LittleEndian.Uint16(section[at+12:])) + uint32(binary.LittleEndian.Uint16(section[at+14:]))
		next, found := uint32(0), false
		for n := range count {
			place := uint64(at) + header + entry*uint64(n)
			if place+entry > uint64(len(section)) {
				return nil, errVersion
			}
			if id := binary.LittleEndian.Uint32(section[place:]); level > 0 || id == kind {
				next, found = binary.LittleEndian.Uint32(section[place+4:]), true
				break
			}
		}
		if !found {
			return nil, nil
		}
		if inner := next&subdirectory != 0; inner != (level < levels-1) {
			return nil, errVersion
		}
		at = next &^ uint32(subdirectory)
	}
	if uint64(at)+16 > uint64(len(section)) {
		return nil, errVersion
	}
	data := i.at(binary.LittleEndian.Uint32(section[at:]))
	size := binary.LittleEndian.Uint32(section[at+4:])
	if uint64(size) > uint64(len(data)) {
		return nil, errVersion
	}
	return data[:size], nil
}

// readVersionNode walks the tree: nodes of string tables are its leaves.
func (l *Library) readVersionNode(data []byte, depth int) error {
	const deepest = 4
	if len(data) < 6 || depth > deepest {
		return errVersion
	}
	length, valueLength := int(binary.LittleEndian.Uint16(data)), int(binary.LittleEndian.Uint16(data[2:]))
	isText := binary.LittleEndian.Uint16(data[4:]) == 1
	if length > len(data) || length < 6 {
		return errVersion
	}
	data = data[:length]
	key, at := wide(data, 6)
	at = aligned(at)
	if isText {
		valueLength *= 2
	}
	if at > len(data) {
		at = len(data)
	}
	if valueLength > len(data)-at {
		return errVersion
	}
	if isText && valueLength > 0 {
		l.Version[key], _ = wide(data[at:at+valueLength], 0)
	}
	if depth == 2 && isText {
		l.VersionLanguages = append(l.VersionLanguages, key)
	}
	for at = aligned(at + valueLength); at+6 <= len(data); {
		child := int(binary.LittleEndian.Uint16(data[at:]))
		if err := l.readVersionNode(data[at:], depth+1); err != nil {
			return err
		}
		at = aligned(at + child)
	}
	return nil
}

// wide reads a terminated UTF-16 text and tells where it ends.
func wide(data []byte, at int) (text string, end int) {
	var units []uint16
	for ; at+2 <= len(data); at += 2 {
		unit := binary.LittleEndian.Uint16(data[at:])
		if unit == 0 {
			at += 2
			break
		}
		units = append(units, unit)
	}
	return string(utf16.Decode(units)), at
}

func aligned(at int) int { return (at + 3) &^ 3 }
