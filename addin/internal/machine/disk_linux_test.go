package machine

import "testing"

// TestFreeDisk_untold: a file system without sizes is none that is full.
func TestFreeDisk_untold(t *testing.T) {
	if free := FreeDisk("/proc/self"); free >= 0 {
		t.Errorf("%d bytes are free in /proc", free)
	}
}
