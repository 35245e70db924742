package isolate

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestRemove: the rings of a folder go with it, those of others stay.
func TestRemove(t *testing.T) {
	rings := fmt.Sprintf("/dev/shm/sentry1c-%d", os.Geteuid())
	if err := os.MkdirAll(rings, 0o700); err != nil {
		t.Skipf("rings lie elsewhere: %v", err)
	}
	ours, others := t.TempDir(), t.TempDir()
	write := func(name, folder string) string {
		path := filepath.Join(rings, fmt.Sprint(name, os.Getpid()))
		t.Cleanup(func() { _ = os.Remove(path + ".ring"); _ = os.Remove(path + ".state"); _ = os.Remove(path + ".status") })
		for _, suffix := range []string{".ring", ".state", ".status"} {
			if err := os.WriteFile(path+suffix, []byte("\x00"+folder+"/v1/locks/x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	ring, other := write("isolate-ours-", ours), write("isolate-others-", others)
	Remove(ours)
	for path, stays := range map[string]bool{
		ours: false, ring + ".ring": false, ring + ".state": false, ring + ".status": false, others: true, other + ".ring": true, other + ".state": true, other + ".status": true,
	} {
		if _, err := os.Lstat(path); (err == nil) != stays {
			t.Errorf("%s: %v, want it there: %v", path, err, stays)
		}
	}
}
