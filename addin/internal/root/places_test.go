package root

import (
	"path/filepath"
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
