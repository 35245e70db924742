package doctor

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"testing"

	"sentry1c/manifest"
)

// zipOf packs files that manifest.WriteBundle would refuse.
func zipOf(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func mustEncode(t *testing.T, target manifest.Target) []byte {
	t.Helper()
	text, err := manifest.Manifest{Components: []manifest.Component{target.Component("A", "1")}}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return text
}
