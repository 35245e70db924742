package binary

import (
	"bytes"
	"debug/elf"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sentry1c/manifest"
)

var elfMachines = map[elf.Machine]manifest.Arch{
	elf.EM_386:         manifest.I386,
	elf.EM_X86_64:      manifest.X86_64,
	elf.EM_ARM:         manifest.ARM,
	elf.EM_AARCH64:     manifest.ARM64,
	elf.EM_MCST_ELBRUS: manifest.E2K,
}

func (l *Library) readELF() error {
	file, err := elf.NewFile(bytes.NewReader(l.content))
	if err != nil {
		return l.damaged(err)
	}
	arch, known := elfMachines[file.Machine]
	switch {
	case file.Type != elf.ET_DYN:
		return fmt.Errorf("this is an ELF file, but no shared library: %s", file.Type)
	case !known:
		return fmt.Errorf("a library for %s, on which there is no 1C", file.Machine)
	}
	l.OS, l.Arch = manifest.Linux, arch
	if err := l.whole(file); err != nil {
		return err
	}
	for _, program := range file.Progs {
		switch program.Type {
		case elf.PT_GNU_RELRO:
			l.Relro = true
		case elf.PT_GNU_STACK:
			l.ExecutableStack = program.Flags&elf.PF_X != 0
		}
	}
	flags1, flags := dynamicValue(file, elf.DT_FLAGS_1), dynamicValue(file, elf.DT_FLAGS)
	l.NoDelete = flags1&uint64(elf.DF_1_NODELETE) != 0
	l.BindNow = flags1&uint64(elf.DF_1_NOW) != 0 || flags&uint64(elf.DF_BIND_NOW) != 0
	return l.readSymbols(file)
}

// whole reports whether what the loader maps is there: a file that was cut off keeps its header.
func (l *Library) whole(file *elf.File) error {
	stack := false
	for _, program := range file.Progs {
		stack = stack || program.Type == elf.PT_GNU_STACK
		if end := program.Off + program.Filesz; program.Type == elf.PT_LOAD && (end > uint64(l.Size) || end < program.Off) {
			return fmt.Errorf("the file is cut off: it has %d bytes, and a part of it ends at %d", l.Size, end)
		}
	}
	l.ExecutableStack = !stack // what the system assumes where the file says nothing
	return nil
}

func dynamicValue(file *elf.File, tag elf.DynTag) uint64 {
	values, err := file.DynValue(tag)
	if err != nil || len(values) == 0 {
		return 0
	}
	return values[0]
}

func (l *Library) readSymbols(file *elf.File) error {
	symbols, err := file.DynamicSymbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		return fmt.Errorf("the file is damaged: its symbols: %w", err)
	}
	needed := map[string][]string{}
	newest := ""
	for _, symbol := range symbols {
		if symbol.Section != elf.SHN_UNDEF {
			l.Exports = append(l.Exports, symbol.Name)
			continue
		}
		needed[symbol.Library] = append(needed[symbol.Library], symbol.Name)
		if version, ok := strings.CutPrefix(symbol.Version, "GLIBC_"); ok && Older(newest, version) {
			newest = version
		}
	}
	l.Glibc = newest
	libraries, err := file.ImportedLibraries()
	if err != nil {
		return fmt.Errorf("the file is damaged: what it needs: %w", err)
	}
	for _, name := range libraries {
		l.Needs = append(l.Needs, Need{name, needed[name]})
	}
	return nil
}

// Older reports whether version a, such as "2.3.4", is before b; "" is before all.
func Older(a, b string) bool {
	if a == "" || b == "" {
		return a == "" && b != ""
	}
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		if x, y := part(as, i), part(bs, i); x != y {
			return x < y
		}
	}
	return false
}

// part is one number of a version; what is no number counts as 0.
func part(list []string, i int) int {
	if i >= len(list) {
		return 0
	}
	number, _ := strconv.Atoi(list[i])
	return number
}
