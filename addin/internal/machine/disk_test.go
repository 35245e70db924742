package machine

import (
	"path/filepath"
	"testing"
)

// TestFreeDisk: what cannot be known is told apart from a disk without room.
func TestFreeDisk(t *testing.T) {
	dir := t.TempDir()
	if free := FreeDisk(dir); free <= 0 {
		t.Errorf("%d bytes are free in %s", free, dir)
	}
	if free := FreeDisk(filepath.Join(dir, "none")); free >= 0 {
		t.Errorf("%d bytes are free where there is nothing", free)
	}
}
