package library

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf16"

	"sentry1c/addin"
	"sentry1c/manifest"
)

// versionStrings is what Explorer shows under "Details".
func versionStrings(target manifest.Target) [][2]string {
	return [][2]string{
		{"CompanyName", "Sentry for 1C:Enterprise contributors"},
		{"FileDescription", "Sentry add-in for 1C:Enterprise (" + string(target.Arch) + ")"},
		{"FileVersion", addin.Version},
		{"InternalName", Name},
		{"LegalCopyright", "MIT License"},
		{"OriginalFilename", target.FileName(Name, addin.Version)},
		{"ProductName", Name},
		{"ProductVersion", addin.Version},
	}
}

// English of the United States in UTF-16: what a string table is named after.
const (
	versionLanguage = 0x0409
	versionCodePage = 1200
)

// writeVersionInfo writes the object file that gives a DLL its VERSIONINFO resource and returns its path.
func writeVersionInfo(dir string, target manifest.Target) (string, error) {
	numbers, err := versionNumbers(addin.Version)
	if err != nil {
		return "", err
	}
	object, err := resourceObject(target, resourceVersion, versionLanguage, versionInfo(numbers, versionStrings(target)))
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "version.o")
	if err := os.WriteFile(path, object, 0o644); err != nil {
		return "", fmt.Errorf("library: write the version resource: %w", err)
	}
	return path, nil
}

// versionNumbers makes the four numbers of Windows from 1.2.3 or 1.2.3-rc.1.
func versionNumbers(version string) (numbers [4]uint16, err error) {
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &numbers[0], &numbers[1], &numbers[2]); err != nil {
		return numbers, fmt.Errorf("library: read the version %q: %w", version, err)
	}
	return numbers, nil
}

// versionInfo encodes the structure VS_VERSIONINFO.
func versionInfo(v [4]uint16, texts [][2]string) []byte {
	const (
		signature, structure = 0xFEEF04BD, 0x00010000
		dll, windowsNT       = 2, 0x00040004
	)
	high, low := uint32(v[0])<<16|uint32(v[1]), uint32(v[2])<<16|uint32(v[3])
	fixed := words(signature, structure, high, low, high, low, 0x3F, 0, windowsNT, dll, 0, 0, 0)
	var table []byte
	for _, pair := range texts {
		value := terminated(pair[1])
		table = append(padded(table), versionNode(pair[0], true, len(value)/2, value, nil)...)
	}
	name := fmt.Sprintf("%04X%04X", versionLanguage, versionCodePage)
	stringInfo := versionNode("StringFileInfo", true, 0, nil, versionNode(name, true, 0, nil, table))
	translation := words(versionLanguage | versionCodePage<<16)
	varInfo := versionNode("VarFileInfo", true, 0, nil, versionNode("Translation", false, len(translation), translation, nil))
	return versionNode("VS_VERSION_INFO", false, len(fixed), fixed, append(padded(stringInfo), varInfo...))
}

// versionNode is one node of the tree: its length, that of its value (which counts characters or bytes), its kind, its key, its
// value and its children, each part at a multiple of four bytes.
func versionNode(key string, text bool, valueLength int, value, children []byte) []byte {
	node := make([]byte, 6)
	binary.LittleEndian.PutUint16(node[2:], uint16(valueLength))
	if text {
		node[4] = 1
	}
	node = padded(append(node, terminated(key)...))
	node = append(node, value...)
	if len(children) > 0 {
		node = append(padded(node), children...)
	}
	binary.LittleEndian.PutUint16(node, uint16(len(node)))
	return node
}

func terminated(text string) []byte {
	var b []byte
	for _, unit := range append(utf16.Encode([]rune(text)), 0) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

func padded(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func words(list ...uint32) []byte {
	var b []byte
	for _, word := range list {
		b = binary.LittleEndian.AppendUint32(b, word)
	}
	return b
}
