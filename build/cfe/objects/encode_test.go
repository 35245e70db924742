package objects

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
	"sentry1c/build/cfe/designer"
)

var update = flag.Bool("update", false, "write the golden file anew")

func sample(t *testing.T) *designer.Extension {
	t.Helper()
	ext, err := designer.Read(os.DirFS("../testdata/sample"))
	if err != nil {
		t.Fatal(err)
	}
	ext.CommonTemplates[0].Data = []byte("not a zip, but the bytes of one for this test")
	return ext
}

func encode(t *testing.T, ext *designer.Extension) map[string]string {
	t.Helper()
	entries, err := Encode(ext, 0)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, e := range entries {
		if _, twice := texts[e.Name]; twice {
			t.Errorf("entry %s is there twice", e.Name)
		}
		texts[e.Name] = string(e.Data)
	}
	return texts
}

// The golden file holds every list text of the sample, so that a change of what
// is stored shows. Modules are named only: their texts are the sources'.
func TestEncode_golden(t *testing.T) {
	const golden = "../testdata/sample.golden"
	entries, err := Encode(sample(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range entries {
		if container.Is(e.Data) {
			fmt.Fprintf(&b, "== %s module\r\n", e.Name)
			continue
		}
		fmt.Fprintf(&b, "== %s\r\n%s\r\n", e.Name, strings.TrimPrefix(string(e.Data), brackets.BOM))
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(b.String(), "\r\n")
	for i, line := range strings.Split(string(want), "\r\n") {
		if i >= len(got) || got[i] != line {
			t.Fatalf("line %d differs from %q, run with -update if that is meant", i+1, line)
		}
	}
	if b.String() != string(want) {
		t.Error("there is more than in the golden file")
	}
}

func TestEncode_modules(t *testing.T) {
	ext := sample(t)
	texts := encode(t, ext)
	inner := ext.Configuration.Contained["9cd510cd-abfc-11d4-9434-004095e12fc7"]
	for name, want := range map[string][]byte{
		inner + ".6":                            ext.Configuration.ApplicationModule,
		inner + ".7":                            ext.Configuration.SessionModule,
		ext.CommonModules[0].UUID + ".0":        ext.CommonModules[0].Module,
		ext.CommonCommands[0].UUID + ".2":       ext.CommonCommands[0].Module,
		ext.Constants[0].UUID + ".0":            ext.Constants[0].ValueManagerModule,
		ext.InformationRegisters[0].UUID + ".2": ext.InformationRegisters[0].ManagerModule,
		ext.InformationRegisters[1].UUID + ".1": ext.InformationRegisters[1].RecordSetModule,
	} {
		got, err := container.ReadModule([]byte(texts[name]))
		if err != nil || string(got) != string(want) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	for _, absent := range []string{ext.CommonModules[5].UUID + ".0", ext.Constants[0].UUID + ".1", ext.InformationRegisters[0].UUID + ".1", inner + ".5"} {
		if _, ok := texts[absent]; ok {
			t.Errorf("%s is there, though the sources have no such text", absent)
		}
	}
}

func TestEncode_templateWithoutContent(t *testing.T) {
	ext := sample(t)
	ext.CommonTemplates[0].Data = nil
	if _, err := Encode(ext, 0); err == nil || err.Error() != "objects: encode template ОбразецКомпонента: it has no content" {
		t.Errorf("%v", err)
	}
}

// Every text is read back as it was written.
func TestEncode_readsBack(t *testing.T) {
	for name, text := range encode(t, sample(t)) {
		if container.Is([]byte(text)) {
			continue
		}
		v, err := brackets.ParseOne(text)
		if err != nil || brackets.Print(v) != text {
			t.Errorf("%s: %v, or it comes back otherwise", name, err)
		}
	}
}
