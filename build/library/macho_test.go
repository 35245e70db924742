package library

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestMacImports: the functions that the stubs have to name are found in the sources of Go.
func TestMacImports(t *testing.T) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	imports, err := macImports(filepath.Join(strings.TrimSpace(string(goroot)), "src"))
	if err != nil {
		t.Fatal(err)
	}
	for library, symbol := range map[string]string{
		frameworks + "Security.framework/Versions/A/Security":             "SecTrustEvaluateWithError",
		frameworks + "CoreFoundation.framework/Versions/A/CoreFoundation": "CFRelease",
		libresolv: "res_9_nsearch",
	} {
		if !slices.Contains(imports[library], symbol) {
			t.Errorf("%s of %s is not found", symbol, library)
		}
		if text := stub(library, imports[library]); !strings.Contains(text, "_"+symbol) || !strings.Contains(text, "install-name: '"+library+"'") {
			t.Errorf("the stub is\n%s", text)
		}
	}
	if got := stubPath(libresolv); got != "libresolv.tbd" {
		t.Error(got)
	}
	if got := filepath.ToSlash(stubPath(frameworks + "Security.framework/Versions/A/Security")); got != "Security.framework/Security.tbd" {
		t.Error(got)
	}
	if _, err := macImports(t.TempDir()); err == nil {
		t.Error("imports were found in an empty folder")
	}
}

// TestExportTrie walks the table by hand: every edge leads to the address of its name.
func TestExportTrie(t *testing.T) {
	addresses := map[string]uint64{"GetClassNames": 0x1450, "DestroyObject": 0x3FFFFFFF, "x": 1}
	names := []string{"DestroyObject", "GetClassNames", "x"}
	trie := exportTrie(names, addresses)
	got := map[string]uint64{}
	if trie[0] != 0 || int(trie[1]) != len(names) {
		t.Fatalf("% x", trie)
	}
	for at, n := 2, 0; n < len(names); n++ {
		name, rest, _ := strings.Cut(string(trie[at:]), "\x00")
		node, used := uvarint(rest)
		at += len(name) + 1 + used
		if flags := trie[node+1]; flags != 0 {
			t.Errorf("%s has the flags %d", name, flags)
		}
		address, _ := uvarint(string(trie[node+2:]))
		got[strings.TrimPrefix(name, "_")] = uint64(address)
	}
	for name, want := range addresses {
		if got[name] != want {
			t.Errorf("%s is at %#x, want %#x", name, got[name], want)
		}
	}
}

func uvarint(s string) (value, used int) {
	for i := range len(s) {
		value |= int(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
