package library

import (
	"bytes"
	"debug/pe"
	"testing"

	"sentry1c/manifest"
)

func TestResourceObject(t *testing.T) {
	for _, arch := range []string{"386", "amd64"} {
		target, _ := manifest.TargetOf("windows", arch)
		info := versionInfo([4]uint16{1, 2, 3, 0}, versionStrings(target))
		object, err := resourceObject(target, resourceVersion, versionLanguage, info)
		if err != nil {
			t.Fatal(err)
		}
		file, err := pe.NewFile(bytes.NewReader(object))
		if err != nil {
			t.Fatal(err)
		}
		section := file.Section(".rsrc")
		if file.Machine != coff[arch].machine || section == nil || len(section.Relocs) != 1 {
			t.Fatalf("%s: %+v", arch, file)
		}
		content, err := section.Data()
		if err != nil || !bytes.Contains(content, info) {
			t.Errorf("%s: the resource is not in its section: %v", arch, err)
		}
		if r := section.Relocs[0]; r.VirtualAddress != 72 || r.SymbolTableIndex != 0 || r.Type != coff[arch].imageRelative {
			t.Errorf("%s: %+v", arch, r)
		}
	}
	if _, err := resourceObject(manifest.Target{GOOS: "windows", GOARCH: "mips"}, 16, 0, nil); err == nil {
		t.Error("a resource was made for a machine that Windows does not run on")
	}
}

func TestVersionNumbers(t *testing.T) {
	for version, want := range map[string][4]uint16{"1.2.3": {1, 2, 3}, "10.0.1-rc.2": {10, 0, 1}} {
		if got, err := versionNumbers(version); err != nil || got != want {
			t.Errorf("%s: %v, %v", version, got, err)
		}
	}
	for _, version := range []string{"", "1", "v1.2.3", "1.2.70000"} {
		if got, err := versionNumbers(version); err == nil {
			t.Errorf("%q gave %v", version, got)
		}
	}
}
