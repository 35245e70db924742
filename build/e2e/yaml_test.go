//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestYAML: what the documents and .github hold in YAML can be read as such.
func TestYAML(t *testing.T) {
	const pattern = "../../.github/*/*.yml"
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) < 3 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	files = append(files, "../../bsl/servers.md")
	wrong := filepath.Join(t.TempDir(), "wrong.yml")
	if err := os.WriteFile(wrong, []byte("label: «Сентри: состояние»\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	found := runOracle(t, bugsinkEnv(t), "yaml_blocks.py", append(slices.Clone(files), wrong))
	for _, file := range files {
		if errors, read := found[file]; !read || len(errors) > 0 {
			t.Errorf("%s: %v", file, errors)
		}
	}
	if len(found[wrong]) == 0 {
		t.Error("nothing is found in a file that is wrong")
	}
}
