package library

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/addin"
	"sentry1c/manifest"
)

// TestWriteBundle packs the library of this machine, and refuses what 1C would refuse without a word.
func TestWriteBundle(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path, err := BuildHost(context.Background(), root, dir)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := WriteBundle(dir)
	if err != nil {
		t.Fatal(err)
	}
	hashes, err := WriteHashes(bundle, path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(hashes)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{manifest.SHA1Base64(content), filepath.Base(path), filepath.Base(bundle)} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not among the hashes:\n%s", want, text)
		}
	}
	if _, err := WriteHashes(bundle, path+".no"); err == nil {
		t.Error("a file that is not there has a hash")
	}

	mac, _ := manifest.TargetOf("darwin", "amd64")
	for want, spoilt := range map[string][]byte{
		"it is for Linux":              content,
		"the file is cut off":          content[:len(content)/2],
		"this is no library":           []byte("text"),
		"it has no function GetClassO": []byte(strings.ReplaceAll(string(content), "GetClassObject\x00", "GetClassOther_\x00")),
	} {
		other := t.TempDir()
		target := mac
		if strings.HasPrefix(want, "it has") {
			target, _ = HostTarget()
		}
		if err := os.WriteFile(filepath.Join(other, target.FileName(Name, addin.Version)), spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := WriteBundle(other); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "library: pack "+Name) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := WriteBundle(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no library of version") {
		t.Error(err)
	}
}
