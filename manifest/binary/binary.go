// Package binary reads what a library is made of: for which machine, what it shows to others, what it needs of the machine that
// loads it, and how it is protected. It reads files of every system on every system and runs nothing.
//
// The rules that a library of a release has to keep stand in rules.go; Read itself judges nothing and can be pointed at any
// library. Nothing in the file is trusted: a damaged one is an error, never a panic.
package binary

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"sentry1c/manifest"
)

// Library is what was read from a file.
type Library struct {
	OS      manifest.OS
	Arch    manifest.Arch
	Size    int64
	Exports []string // sorted
	Needs   []Need   // in the order of the file

	// Linux.
	Glibc           string // the newest version that a symbol asks for, "" if none does
	Relro, BindNow  bool
	NoDelete        bool
	ExecutableStack bool

	// Windows.
	RandomAddress    bool              // ASLR
	HighEntropy      bool              // the same over 64 bits
	NoExecute        bool              // DEP
	Version          map[string]string // of VERSIONINFO, nil without one
	VersionLanguages []string          // of its string tables
	WindowsMajor     uint16            // the oldest Windows that the header names

	// macOS.
	InstallName string
	Signed      bool
	MinimumOS   string

	content []byte
}

// Need is another library that this one is loaded with.
type Need struct {
	Library string
	Symbols []string // nil where the format does not say which come from it
}

// Read reads a library.
func Read(path string) (*Library, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("binary: %w", err)
	}
	l, err := Parse(content)
	if err != nil {
		return nil, fmt.Errorf("binary: read %s: %w", path, err)
	}
	return l, nil
}

// ErrNoLibrary is for a file that no system would load.
var ErrNoLibrary = errors.New("this is no library of Linux, Windows or macOS")

// Parse reads a library from its bytes.
func Parse(content []byte) (l *Library, err error) {
	// The packages that read the formats check what they read, but not all of them
	// everything: a damaged file shall not end the program that diagnoses it.
	defer func() {
		if r := recover(); r != nil {
			l, err = nil, fmt.Errorf("the file is damaged: %v", r)
		}
	}()
	l = &Library{Size: int64(len(content)), content: content}
	switch {
	case bytes.HasPrefix(content, []byte("\x7fELF")):
		err = l.readELF()
	case bytes.HasPrefix(content, []byte("MZ")):
		err = l.readPE()
	case bytes.HasPrefix(content, []byte{0xcf, 0xfa, 0xed, 0xfe}):
		err = l.readMachO()
	default:
		err = ErrNoLibrary
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(l.Exports)
	return l, nil
}

// damaged says why a file cannot be read: one that ends too early was usually cut off on its way.
func (l *Library) damaged(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file is cut off: it has only %d bytes", l.Size)
	}
	return fmt.Errorf("the file is damaged: %w", err)
}

// Holds reports whether the bytes of the file contain a text.
func (l *Library) Holds(text string) bool { return bytes.Contains(l.content, []byte(text)) }

// NeedNames lists the libraries that this one is loaded with.
func (l *Library) NeedNames() []string {
	names := make([]string, len(l.Needs))
	for i, need := range l.Needs {
		names[i] = need.Library
	}
	return names
}
