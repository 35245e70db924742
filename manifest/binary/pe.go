package binary

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"sentry1c/manifest"
)

var peMachines = map[uint16]manifest.Arch{
	pe.IMAGE_FILE_MACHINE_I386:  manifest.I386,
	pe.IMAGE_FILE_MACHINE_AMD64: manifest.X86_64,
	pe.IMAGE_FILE_MACHINE_ARM64: manifest.ARM64,
}

// image is a PE file and what its optional header says in both sizes of it.
type image struct {
	*pe.File
	content     []byte
	directories [16]pe.DataDirectory
	flags       uint16
	major       uint16
}

func (l *Library) readPE() error {
	file, err := pe.NewFile(bytes.NewReader(l.content))
	if err != nil {
		return l.damaged(err)
	}
	arch, known := peMachines[file.Machine]
	switch {
	case file.Characteristics&pe.IMAGE_FILE_DLL == 0:
		return errors.New("this is a file of Windows, but no DLL")
	case !known:
		return fmt.Errorf("a DLL for the machine %#x, on which there is no 1C", file.Machine)
	}
	l.OS, l.Arch = manifest.Windows, arch
	i := &image{File: file, content: l.content}
	switch header := file.OptionalHeader.(type) {
	case *pe.OptionalHeader32:
		i.directories, i.flags, i.major = header.DataDirectory, header.DllCharacteristics, header.MajorSubsystemVersion
	case *pe.OptionalHeader64:
		i.directories, i.flags, i.major = header.DataDirectory, header.DllCharacteristics, header.MajorSubsystemVersion
	default:
		return errors.New("the file is damaged: it has no optional header")
	}
	for _, section := range file.Sections {
		if end := int64(section.Offset) + int64(section.Size); end > l.Size {
			return fmt.Errorf("the file is cut off: it has %d bytes, and its part %s ends at %d", l.Size, section.Name, end)
		}
	}
	l.RandomAddress = i.flags&pe.IMAGE_DLLCHARACTERISTICS_DYNAMIC_BASE != 0
	l.HighEntropy = i.flags&pe.IMAGE_DLLCHARACTERISTICS_HIGH_ENTROPY_VA != 0
	l.NoExecute = i.flags&pe.IMAGE_DLLCHARACTERISTICS_NX_COMPAT != 0
	l.WindowsMajor = i.major
	if l.Exports, err = i.exports(); err != nil {
		return err
	}
	if err := l.readPEImports(file); err != nil {
		return err
	}
	return l.readVersion(i)
}

func (l *Library) readPEImports(file *pe.File) error {
	symbols, err := file.ImportedSymbols()
	if err != nil {
		return fmt.Errorf("the file is damaged: what it needs: %w", err)
	}
	for _, symbol := range symbols {
		name, library, _ := strings.Cut(symbol, ":")
		last := len(l.Needs) - 1
		if last < 0 || l.Needs[last].Library != library {
			l.Needs = append(l.Needs, Need{Library: library})
			last++
		}
		l.Needs[last].Symbols = append(l.Needs[last].Symbols, name)
	}
	return nil
}

// at returns what lies at an address of the loaded image, up to the end of its section.
func (i *image) at(address uint32) []byte {
	for _, section := range i.Sections {
		if address >= section.VirtualAddress && address-section.VirtualAddress < section.Size {
			return i.content[section.Offset+address-section.VirtualAddress : section.Offset+section.Size]
		}
	}
	return nil
}

// text is the terminated ASCII text at an address.
func (i *image) text(address uint32) string {
	content, _, _ := bytes.Cut(i.at(address), []byte{0})
	return string(content)
}

// exports lists the names in the export directory.
func (i *image) exports() ([]string, error) {
	directory := i.at(i.directories[pe.IMAGE_DIRECTORY_ENTRY_EXPORT].VirtualAddress)
	if i.directories[pe.IMAGE_DIRECTORY_ENTRY_EXPORT].Size == 0 {
		return nil, nil
	}
	const most = 1 << 16
	if len(directory) < 40 {
		return nil, errors.New("the file is damaged: its exports lie nowhere")
	}
	count, names := binary.LittleEndian.Uint32(directory[24:]), i.at(binary.LittleEndian.Uint32(directory[32:]))
	if count > most || uint64(len(names)) < 4*uint64(count) {
		return nil, fmt.Errorf("the file is damaged: it claims %d exports", count)
	}
	list := make([]string, count)
	for n := range list {
		list[n] = i.text(binary.LittleEndian.Uint32(names[4*n:]))
	}
	return list, nil
}
