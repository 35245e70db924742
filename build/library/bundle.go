package library

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sentry1c/addin"
	"sentry1c/manifest"
	"sentry1c/manifest/binary"
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
		if err := isFor(target, content); err != nil {
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

// isFor tells why the platform could not load a library on the machines that the
// manifest will name: it reports neither a wrong architecture nor a cut file.
func isFor(target manifest.Target, content []byte) error {
	read, err := binary.Parse(content)
	if err != nil {
		return err
	}
	if read.OS != target.OS || read.Arch != target.Arch {
		return fmt.Errorf("it is for %s %s, not for %s %s", read.OS, read.Arch, target.OS, target.Arch)
	}
	for _, name := range binary.Exports {
		if !slices.Contains(read.Exports, name) {
			return fmt.Errorf("it has no function %s", name)
		}
	}
	return nil
}

// WriteHashes writes, beside a bundle, the checksums under which a cluster's
// security profile allows its libraries, and those of the files for people who
// download them: the bundle and others. It returns the path of the text.
func WriteHashes(bundle string, others ...string) (string, error) {
	content, err := os.ReadFile(bundle)
	if err != nil {
		return "", fmt.Errorf("library: write hashes: %w", err)
	}
	read, err := manifest.ReadBundle(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", err
	}
	libraries, err := read.Libraries()
	if err != nil {
		return "", err
	}
	var text strings.Builder
	text.WriteString("SHA-1 (Base64)\n")
	for _, l := range libraries {
		fmt.Fprintf(&text, "%s  %-8s %-7s %s\n", l.SHA1, l.OS, l.Arch, l.Path)
	}
	text.WriteString("\nSHA-256\n")
	for _, path := range append([]string{bundle}, others...) {
		content, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("library: write hashes: %w", err)
		}
		fmt.Fprintf(&text, "%x  %s\n", sha256.Sum256(content), filepath.Base(path))
	}
	path := strings.TrimSuffix(bundle, ".zip") + "_hashes.txt"
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		return "", fmt.Errorf("library: write hashes: %w", err)
	}
	return path, nil
}
