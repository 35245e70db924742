package designer

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A description is read or refused with the file named, whatever is in it.
func FuzzRead(f *testing.F) {
	files := sample(f)
	names := []string{confFile, moduleFile, registerFile, rightsFile, jobFile, scheduleFile, commandFile, subFile}
	for i, name := range names {
		f.Add(i, files[name].Data)
	}
	f.Fuzz(func(t *testing.T, which int, data []byte) {
		changed := fstest.MapFS{}
		for name, file := range files {
			changed[name] = file
		}
		name := names[uint(which)%uint(len(names))]
		changed[name] = &fstest.MapFile{Data: data}
		_, err := Read(changed)
		if err != nil && !strings.HasPrefix(err.Error(), "designer: ") {
			t.Fatalf("%s: %v", name, err)
		}
	})
}

// The reader of XML is bounded and does not break.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`<A xmlns="http://v8.1c.ru/8.3/MDClasses" x="1"><B>text</B></A>`))
	f.Add([]byte("<A"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		e, err := parse(doc, spaceObjects)
		if (e == nil) == (err == nil) {
			t.Fatalf("%v, %v", e, err)
		}
	})
}
