package manifest

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// ours is a manifest of every target.
func ours() Manifest {
	m := Manifest{Name: "SentryAddIn"}
	for _, t := range Targets() {
		m.Components = append(m.Components, t.Component("SentryAddIn", "1.2.0"))
	}
	return m
}

func everything() Manifest {
	return Manifest{Components: []Component{
		{OS: Windows, Path: "a & b.dll", Type: COM, Arch: I386},
		{OS: Linux, Path: "plugin.xpi", Type: Plugin, Arch: X86_64, Object: "npObject", Client: "Firefox", ClientVersion: "42"},
		{OS: Android, Path: "lib.so", Type: Native, Arch: ARM, BuildType: "release", CodeType: "c++"},
	}}
}

func TestEncode_golden(t *testing.T) {
	for name, m := range map[string]Manifest{"all_targets.xml": ours(), "all_attributes.xml": everything()} {
		got, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := read(t, path); string(got) != string(want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		if back, err := Parse(got); err != nil || !reflect.DeepEqual(back, m) {
			t.Errorf("%s read back: %+v, %v", name, back, err)
		}
	}
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestParse_otherSpellings(t *testing.T) {
	want := Manifest{Components: []Component{
		{OS: MacOS, Path: "Other.dylib", Type: Native, Arch: Universal},
		{OS: Linux, Path: "Other.so", Type: Native, Arch: X86_64},
	}}
	text := read(t, filepath.Join("testdata", "foreign.xml"))
	for _, data := range [][]byte{text, append([]byte{0xEF, 0xBB, 0xBF}, text...)} {
		if got, err := Parse(data); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

const (
	head = `<bundle xmlns="http://v8.1c.ru/8.2/addin/bundle">` + "\n"
	line = `<component os="Linux" path="a.so" type="native" arch="x86_64"/>` + "\n"
	tail = `</bundle>`
)

func TestParse_errors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "line 1: no element bundle"},
		{"no XML", "PK\x03\x04", "line 1"},
		{"cut off", head + line, "line 3: XML syntax error"},
		{"other encoding", `<?xml version="1.0" encoding="windows-1251"?>` + head + line + tail, "windows-1251"},
		{"document type", `<!DOCTYPE bundle [<!ENTITY a "b">]>` + head + line + tail, "a document type declaration is not allowed"},
		{"other root", `<addin/>`, "unknown element addin, want bundle"},
		{"no namespace", `<bundle>` + line + tail, `element bundle is of the namespace ""`},
		{"other namespace", `<bundle xmlns="http://v8.1c.ru/8.3/addin/bundle">` + line + tail, "8.3/addin/bundle"},
		{"child of another namespace", head + `<component xmlns="urn:x" os="Linux"/>` + tail, `line 2: element component is of the namespace "urn:x"`},
		{"unknown element", head + "\n<library/>" + tail, "line 3: unknown element library, want component"},
		{"nested element", head + `<component os="Linux" path="a.so" type="native" arch="i386"><x/></component>` + tail, "element x inside component"},
		{"second root", head + line + tail + head + tail, "element bundle behind bundle"},
		{"text", head + "hello" + tail, `text "hello" between the elements`},
		{"unknown attribute of bundle", strings.Replace(head, ">", ` version="1">`, 1) + line + tail, "unknown attribute version of bundle"},
		{"unknown attribute", head + `<component os="Linux" path="a.so" type="native" arch="i386" x64="1"/>` + tail, "line 2: unknown attribute x64 of component; there are os, path"},
		{"attribute twice", head + `<component os="Linux" os="Windows" path="a.so" type="native" arch="i386"/>` + tail, "attribute os is there twice"},
		{"no os", head + `<component path="a.so" type="native" arch="i386"/>` + tail, "attribute os is missing"},
		{"no path", head + `<component os="Linux" type="native" arch="i386"/>` + tail, "attribute path is missing"},
		{"no type", head + `<component os="Linux" path="a.so" arch="i386"/>` + tail, "attribute type is missing"},
		{"no arch", head + `<component os="Linux" path="a.so" type="native"/>` + tail, "attribute arch is missing"},
		{"empty attribute", head + `<component os="" path="a.so" type="native" arch="i386"/>` + tail, "attribute os is empty"},
		{"os", head + `<component os="linux" path="a.so" type="native" arch="i386"/>` + tail, `attribute os: "linux" is not one of Windows, Linux`},
		{"arch", head + `<component os="Linux" path="a.so" type="native" arch="amd64"/>` + tail, `attribute arch: "amd64" is not one of i386, x86_64`},
		{"type", head + `<component os="Linux" path="a.so" type="Native" arch="i386"/>` + tail, `attribute type: "Native"`},
		{"client", head + `<component os="Linux" path="a.so" type="plugin" arch="i386" client="Opera"/>` + tail, `attribute client: "Opera"`},
		{"path with a folder", head + `<component os="Linux" path="lib/a.so" type="native" arch="i386"/>` + tail, "a bundle has no folders"},
		{"path with a Windows folder", head + `<component os="Linux" path="lib\a.so" type="native" arch="i386"/>` + tail, "a bundle has no folders"},
		{"path upwards", head + `<component os="Linux" path=".." type="native" arch="i386"/>` + tail, "is not a file name"},
		{"path with a drive", head + `<component os="Linux" path="c:a.dll" type="native" arch="i386"/>` + tail, "is not a file name"},
		{"path of the manifest", head + `<component os="Linux" path="manifest.xml" type="native" arch="i386"/>` + tail, "names the manifest itself"},
		{"path with a dot at the end", head + `<component os="Linux" path="a.so." type="native" arch="i386"/>` + tail, "Windows drops"},
		{"name of the bundle", strings.Replace(head, ">", ` name="Сентри">`, 1) + line + tail, "other characters than Latin letters"},
		{"empty name of the bundle", strings.Replace(head, ">", ` name="">`, 1) + line + tail, "attribute name is empty"},
		{"same machine twice", head + line + line + tail, "component 2: Linux x86_64 is there already as component 1"},
		{"no component", head + tail, "no component"},
		{"too large", head + strings.Repeat(" ", maxManifestBytes), "more than 1048576"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse([]byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "manifest: parse: ") {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func TestEncode_errors(t *testing.T) {
	c := Component{OS: Linux, Path: "a.so", Type: Native, Arch: I386}
	for _, m := range []Manifest{
		{},
		{Name: "with space", Components: []Component{c}},
		{Name: strings.Repeat("x", 300), Components: []Component{c}},
		{Components: []Component{c, c}},
		{Components: []Component{{OS: Linux, Path: "a\n.so", Type: Native, Arch: I386}}},
		{Components: []Component{{OS: Linux, Path: "a\xff.so", Type: Native, Arch: I386}}},
	} {
		if text, err := m.Encode(); err == nil {
			t.Errorf("%+v was written as %s", m, text)
		}
	}
}

func TestPick(t *testing.T) {
	m := ours()
	for _, target := range Targets() {
		c, err := m.Pick(target.OS, target.Arch)
		if err != nil || c.Path != target.FileName("SentryAddIn", "1.2.0") {
			t.Errorf("%s: %+v, %v", target, c, err)
		}
	}
	_, err := m.Pick(Linux, E2K)
	var miss *MissError
	want := "no component for Linux E2K; the bundle supports Windows i386, Windows x86_64, Linux i386, Linux x86_64, Linux ARM64, MacOS x86_64"
	if !errors.As(err, &miss) || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
	_, err = everything().Pick(Windows, I386)
	if !errors.As(err, &miss) || len(miss.Have) != 1 {
		t.Errorf("a COM component was taken for a native one: %v", err)
	}
	_, err = Manifest{Components: []Component{{OS: Windows, Path: "a", Type: COM, Arch: I386}}}.Pick(Windows, I386)
	if err == nil || !strings.Contains(err.Error(), "no native component at all") {
		t.Error(err)
	}
}

func TestPick_universal(t *testing.T) {
	m := Manifest{Components: []Component{
		{OS: MacOS, Path: "any.dylib", Type: Native, Arch: Universal},
		{OS: MacOS, Path: "arm.dylib", Type: Native, Arch: ARM64},
	}}
	for arch, want := range map[Arch]string{X86_64: "any.dylib", ARM64: "arm.dylib"} {
		if c, err := m.Pick(MacOS, arch); err != nil || c.Path != want {
			t.Errorf("%s: %+v, %v", arch, c, err)
		}
	}
}

func TestTargets(t *testing.T) {
	want := []string{
		"windows/386 SentryAddIn_1_0_0_win32.dll", "windows/amd64 SentryAddIn_1_0_0_win64.dll",
		"linux/386 SentryAddIn_1_0_0_lin32.so", "linux/amd64 SentryAddIn_1_0_0_lin64.so",
		"linux/arm64 SentryAddIn_1_0_0_linarm64.so", "darwin/amd64 SentryAddIn_1_0_0_mac64.dylib",
	}
	var got []string
	for _, target := range Targets() {
		got = append(got, target.String()+" "+target.FileName("SentryAddIn", "1.0.0"))
		if back, ok := TargetOf(target.GOOS, target.GOARCH); !ok || back != target {
			t.Errorf("TargetOf(%s): %v, %v", target, back, ok)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if _, ok := TargetOf("plan9", "amd64"); ok {
		t.Error("plan9 is a target")
	}
	if name := Targets()[1].FileName("X", "1.2.3-rc.1+abc"); name != "X_1_2_3_rc_1_abc_win64.dll" {
		t.Error(name)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"all_targets.xml", "all_attributes.xml", "foreign.xml"} {
		f.Add(read(f, filepath.Join("testdata", name)))
	}
	f.Add([]byte(head + line + line + tail))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse(data)
		if err != nil {
			return
		}
		text, err := m.Encode()
		if err != nil {
			t.Fatalf("read and not written: %v", err)
		}
		back, err := Parse(text)
		if err != nil || !reflect.DeepEqual(back, m) {
			t.Fatalf("%+v became %+v, %v", m, back, err)
		}
	})
}
