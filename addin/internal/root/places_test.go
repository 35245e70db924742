package root

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestPlaces_relative: what the environment names by a relative path is no place, for it is
// another one for each process.
func TestPlaces_relative(t *testing.T) {
	relative := func(string) (string, bool) { return "here", true }
	for _, path := range append(RingFolders(relative), Default(relative)) {
		if !filepath.IsAbs(path) {
			t.Errorf("%q is a place", path)
		}
	}
}

// TestWithoutPrefix: what Windows takes for another name of one folder is that folder.
func TestWithoutPrefix(t *testing.T) {
	long := `C:\` + strings.Repeat("x", maxPlain)
	for path, want := range map[string]string{
		`C:\Spool A`: `C:\Spool A`, `\\?\C:\Spool A`: `C:\Spool A`, `\\.\C:\Spool A`: `C:\Spool A`,
		`\\?\UNC\server\share\x`: `\\server\share\x`, `\\server\share`: `\\server\share`, `\\.\pipe\x`: `\\.\pipe\x`,
		`\\?\Volume{0}\x`: `\\?\Volume{0}\x`, `\\?\` + long: `\\?\` + long, `\\?\`: `\\?\`, "": "",
	} {
		if got := withoutPrefix(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
