package cfe

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/container"
)

// corpusVar names a folder of extensions made by the platform. Such files
// belong to others and are not kept here.
const corpusVar = "SENTRY1C_CFE_CORPUS"

// Files of the platform come out as they went in: the store byte for byte, the
// list texts byte for byte, and the check has no error to report.
func TestCorpus(t *testing.T) {
	dir := os.Getenv(corpusVar)
	if dir == "" {
		t.Skipf("%s does not name a folder of extensions", corpusVar)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.cfe"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no extensions in %s, %v", dir, err)
	}
	same, lists := 0, 0
	for _, name := range files {
		file, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := container.Read(file)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(name), err)
			continue
		}
		if again, err := f.Bytes(); err != nil || !bytes.Equal(again, file) {
			t.Errorf("%s: the store comes out otherwise, %v", filepath.Base(name), err)
			continue
		}
		same++
		for _, e := range f.Entries {
			text, err := container.Inflate(e.Data, usual.entry)
			if err != nil || !bytes.HasPrefix(text, []byte(brackets.BOM+"{")) {
				continue
			}
			if values, err := brackets.Parse(string(text)); err == nil {
				lists++
				if brackets.Print(values...) != string(text) {
					t.Errorf("%s: %s comes out otherwise", filepath.Base(name), e.Name)
				}
			}
		}
		for _, f := range Check(file).Findings {
			if f.Level == Error {
				t.Errorf("%s: %v", filepath.Base(name), f)
			}
		}
	}
	t.Logf("%d of %d files and %d texts come out as they went in", same, len(files), lists)
}
