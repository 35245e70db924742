package library

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"sentry1c/addin"
	"sentry1c/manifest"
)

// BundleName is the file name of a bundle of this version.
func BundleName() string { return Name + "_" + addin.Version + ".zip" }

// WriteBundle packs the libraries of dir that are there, of this version, into a
// bundle in dir and returns its path.
func WriteBundle(dir string) (string, error) {
	m := manifest.Manifest{Name: Name}
	libraries := map[string][]byte{}
	for _, target := range manifest.Targets() {
		component := target.Component(Name, addin.Version)
		content, err := os.ReadFile(filepath.Join(dir, component.Path))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("library: pack %s: %w", component.Path, err)
		}
		m.Components = append(m.Components, component)
		libraries[component.Path] = content
	}
	if len(libraries) == 0 {
		return "", fmt.Errorf("library: pack: no library of version %s in %s", addin.Version, dir)
	}
	var packed bytes.Buffer
	if err := manifest.WriteBundle(&packed, m, libraries); err != nil {
		return "", err
	}
	path := filepath.Join(dir, BundleName())
	if err := os.WriteFile(path, packed.Bytes(), 0o644); err != nil {
		return "", fmt.Errorf("library: pack: %w", err)
	}
	return path, nil
}
