//go:build unix

package ringfile

import (
	"os"
	"path/filepath"
	"testing"
)

// unlistable is a folder that is there and cannot be listed.
func unlistable(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "no folder")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
