package standin

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"sentry1c/manifest"
)

// OpenBundle attaches a zip the way the platform does: it takes the component of this process's system and architecture from
// MANIFEST.XML, unpacks its library into dir and opens it. A bundle without such a component is refused with a
// *manifest.MissError, which says what it does support.
//
// Like the platform's own cache, dir may keep the library for the next time: a file that is there with the same bytes is used.
func OpenBundle(zipPath, dir string, options ...OpenOption) (*Library, error) {
	path, err := unpackBundle(zipPath, dir)
	if err != nil {
		return nil, fmt.Errorf("standin: open bundle %s: %w", zipPath, err)
	}
	return Open(path, options...)
}

func unpackBundle(zipPath, dir string) (string, error) {
	target, ok := manifest.TargetOf(runtime.GOOS, runtime.GOARCH)
	if !ok {
		return "", fmt.Errorf("1C attaches no library in a process of %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	f, err := os.Open(zipPath)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	bundle, err := manifest.ReadBundle(f, info.Size())
	if err != nil {
		return "", err
	}
	component, err := bundle.Manifest.Pick(target.OS, target.Arch)
	if err != nil {
		return "", err
	}
	content, err := bundle.Unpack(component)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, component.Path)
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, content) {
		return path, nil
	}
	return path, writeWhole(path, content)
}

// writeWhole writes a file so that nobody ever sees half of it: another process may be opening the same bundle.
func writeWhole(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".unpack-*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
