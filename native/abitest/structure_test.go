package abitest

import (
	"debug/elf"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/kit/built"
)

// maxLibrary is the size that a library of a release may have.
const maxLibrary = 10 << 20

func TestStructure_elf(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("reads ELF files")
	}
	file, err := elf.Open(built.Library(t))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	symbols, err := file.DynamicSymbols()
	if err != nil {
		t.Fatal(err)
	}
	var exported []string
	for _, symbol := range symbols {
		if symbol.Section != elf.SHN_UNDEF {
			exported = append(exported, symbol.Name)
		}
	}
	slices.Sort(exported)
	want := []string{"DestroyObject", "GetAttachType", "GetClassNames", "GetClassObject", "SetPlatformCapabilities"}
	if !slices.Equal(exported, want) {
		t.Errorf("exports = %q, want %q", exported, want)
	}
	needed, err := file.ImportedLibraries()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range needed {
		if !slices.Contains([]string{"libc.so.6", "libpthread.so.0", "libresolv.so.2", "libdl.so.2"}, name) {
			t.Errorf("needs %s, which a machine may lack", name)
		}
	}
	if flags := dynamic(t, file, elf.DT_FLAGS_1); flags&uint64(elf.DF_1_NODELETE) == 0 || flags&uint64(elf.DF_1_NOW) == 0 {
		t.Errorf("DT_FLAGS_1 = %#x, want NODELETE and NOW", flags)
	}
	var relro, stack bool
	for _, program := range file.Progs {
		relro = relro || program.Type == elf.PT_GNU_RELRO
		if program.Type == elf.PT_GNU_STACK {
			stack = true
			if program.Flags&elf.PF_X != 0 {
				t.Error("the stack is executable")
			}
		}
	}
	if !relro || !stack {
		t.Errorf("RELRO %v, GNU_STACK %v", relro, stack)
	}
}

func dynamic(t *testing.T, file *elf.File, tag elf.DynTag) uint64 {
	t.Helper()
	values, err := file.DynValue(tag)
	if err != nil || len(values) == 0 {
		return 0
	}
	return values[0]
}

func TestStructure_sizeAndPaths(t *testing.T) {
	content, err := os.ReadFile(built.Library(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(content) > maxLibrary {
		t.Errorf("the library has %d bytes, at most %d are wanted", len(content), maxLibrary)
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	home, _ := os.UserHomeDir()
	for _, path := range []string{dir, home + "/go/"} {
		if len(path) > 6 && strings.Contains(string(content), path) {
			t.Errorf("the library holds a path of this machine: %s", path)
		}
	}
}
