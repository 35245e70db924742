package library

import (
	"debug/pe"
	"encoding/binary"
	"fmt"

	"sentry1c/manifest"
)

// resourceVersion is the type of VERSIONINFO resources.
const resourceVersion = 16

// coff are the constants that differ between the architectures of Windows.
var coff = map[string]struct{ machine, imageRelative uint16 }{
	"386":   {pe.IMAGE_FILE_MACHINE_I386, 7},
	"amd64": {pe.IMAGE_FILE_MACHINE_AMD64, 3},
}

// resourceObject is an object file with one resource in its section .rsrc: a tree of three levels (type, number, language), each with
// one entry, whose leaf says where the data is. The linker fills in that address, hence the one relocation.
func resourceObject(target manifest.Target, kind, language uint32, data []byte) ([]byte, error) {
	arch, ok := coff[target.GOARCH]
	if !ok {
		return nil, fmt.Errorf("library: write a resource: Windows on %s is not known", target.GOARCH)
	}
	const (
		fileHeader, sectionHeader = 20, 40
		level                     = 16 + 8 // a directory and its entry
		leaf                      = 3 * level
		dataAt                    = leaf + 16
		subdirectory              = 1 << 31
		number                    = 1 // of the resource among those of its type
		readableData              = 0x40000040
		static                    = 3
	)
	directory := func(id, next uint32) []byte {
		// No flags, time or version; no named entries and one numbered.
		return words(0, 0, 0, 1<<16, id, next)
	}
	section := directory(kind, subdirectory|level)
	section = append(section, directory(number, subdirectory|2*level)...)
	section = append(section, directory(language, leaf)...)
	section = append(section, words(dataAt, uint32(len(data)), 0, 0)...)
	section = padded(append(section, data...))

	relocationAt := uint32(fileHeader + sectionHeader + len(section))
	symbolsAt := relocationAt + 10
	object := binary.LittleEndian.AppendUint16(nil, arch.machine)
	object = binary.LittleEndian.AppendUint16(object, 1) // sections
	object = append(object, words(0, symbolsAt, 1, 0)...)

	object = append(object, ".rsrc\x00\x00\x00"...)
	object = append(object, words(0, 0, uint32(len(section)), fileHeader+sectionHeader, relocationAt, 0, 1, readableData)...)
	object = append(object, section...)

	object = append(object, words(leaf, 0)...) // the field to fill in, relative to the symbol 0
	object = binary.LittleEndian.AppendUint16(object, arch.imageRelative)

	object = append(object, ".rsrc\x00\x00\x00"...)
	object = append(object, words(0, 1)[:6]...) // at the start of section 1
	object = append(object, 0, 0, static, 0)
	return append(object, words(4)...), nil // an empty table of long names
}
