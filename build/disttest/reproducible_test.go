//go:build dist

package disttest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sentry1c/build/library"
	"sentry1c/manifest"
)

// TestReproducible compiles a copy of the sources in another folder, with nothing of Go's cache, and gets the bytes of the release.
func TestReproducible(t *testing.T) {
	targets := manifest.Targets()
	if testing.Short() {
		targets = []manifest.Target{targetOf(t, "windows/386"), targetOf(t, "linux/amd64")}
	}
	copied := filepath.Join(t.TempDir(), "another folder", "copy")
	copySources(t, root(t), copied)
	t.Setenv("GOCACHE", filepath.Join(t.TempDir(), "go"))
	other, err := library.OpenToolchain(context.Background(), copied)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, target := range targets {
		path, err := other.Build(context.Background(), target, dir)
		if err != nil {
			t.Fatal(err)
		}
		same(t, path, libraryOf(t, target))
	}
	if len(targets) < len(manifest.Targets()) {
		return
	}
	bundle, err := library.WriteBundle(dir)
	if err != nil {
		t.Fatal(err)
	}
	same(t, bundle, dist(t, library.BundleName()))
	extension, err := library.BuildExtension(copied, library.ExtensionOptions{Bundle: bundle})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, library.ExtensionName())
	if err := os.WriteFile(path, extension, 0o600); err != nil {
		t.Fatal(err)
	}
	same(t, path, dist(t, library.ExtensionName()))
}

func same(t *testing.T, made, released string) {
	t.Helper()
	a, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(released)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Errorf("%s differs: %d bytes and %d", filepath.Base(made), len(a), len(b))
	}
}

// copySources copies what belongs to the repository.
func copySources(t *testing.T, from, to string) {
	t.Helper()
	command := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	command.Dir = from
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Split(strings.TrimSuffix(string(output), "\x00"), "\x00") {
		source := filepath.Join(from, name)
		info, err := os.Stat(source)
		if err != nil {
			continue // removed, and not committed yet
		}
		content, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, content, info.Mode()); err != nil {
			t.Fatal(err)
		}
	}
}
