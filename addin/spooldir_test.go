package addin

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOwner_noSecrets: what says on the disk whose envelopes these are holds no password
// and no header; the DSN's key is no secret, but with it a person can send them.
func TestOwner_noSecrets(t *testing.T) {
	f := ready(t, `{"headers":{"Authorization":"Bearer secret-1"},"httpProxy":"http://me:secret-2@proxy:3128","release":"r@1"}`)
	found := 0
	err := filepath.WalkDir(f.worker.root(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.Contains(string(content), "secret") || strings.Contains(string(content), "Authorization") {
			t.Errorf("%s: %s", path, content)
		}
		if entry.Name() == "owner" {
			found++
			if !strings.Contains(string(content), "proxy:3128") || !strings.Contains(string(content), "r@1") {
				t.Errorf("the rest is missing: %s", content)
			}
		}
		return nil
	})
	if err != nil || found != 1 {
		t.Errorf("%d owners, %v", found, err)
	}
}
