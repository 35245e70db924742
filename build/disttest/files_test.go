//go:build dist

package disttest

import (
	"testing"

	"sentry1c/manifest"
)

// onDisk are the packages that name, replace, lock and remove files, which Windows does by
// rules of its own: what is open is neither replaced nor removed there.
var onDisk = []string{
	"addin/internal/private", "addin/internal/runlock", "addin/internal/statelog",
	"addin/internal/ringfile", "addin/internal/root", "addin/internal/spool", "addin/internal/delivery",
}

// TestFiles runs the tests of what lies on the disk where files behave otherwise.
func TestFiles(t *testing.T) {
	eachPlace(t, func(t *testing.T, p place, target manifest.Target) {
		if target.GOOS != "windows" {
			t.Skip("make test runs them")
		}
		for _, dir := range onDisk {
			t.Run(dir, func(t *testing.T) { run(t, p, compileTests(t, target, "./"+dir), dir, nil) })
		}
	})
}
