package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sentry1c/build/library"
	"sentry1c/manifest"
)

// runDist makes the files of a release in build/out/dist.
func runDist(ctx context.Context, args []string, out io.Writer) error {
	if err := flags("dist").Parse(args); err != nil {
		return err
	}
	root, dir, err := outDir()
	if err != nil {
		return err
	}
	dist := distDir(dir)
	// What an earlier version left is not to be taken for a part of this one.
	if err := os.RemoveAll(dist); err != nil {
		return fmt.Errorf("build: dist: %w", err)
	}
	if err := buildRelease(ctx, out, root, dist, manifest.Targets()); err != nil {
		return err
	}
	if err := checkLibraries(ctx, io.Discard, root, dist, nil); err != nil {
		return err
	}
	bundle, err := library.WriteBundle(dist)
	if err != nil {
		return err
	}
	if err := checkBundle(bundle); err != nil {
		return err
	}
	hashes, err := library.WriteHashes(bundle)
	if err != nil {
		return err
	}
	if err := printFile(out, hashes); err != nil {
		return err
	}
	fmt.Fprintln(out, bundle)
	return nil
}

// maxPackedLibrary is what a library may add to the bundle.
const maxPackedLibrary = 4 << 20

// checkBundle holds the bundle against the rules of a release: every target is there, and it is no larger than was promised.
func checkBundle(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("build: dist: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("build: dist: %w", err)
	}
	bundle, err := manifest.ReadBundle(file, info.Size())
	if err != nil {
		return err
	}
	var errs []error
	for _, target := range manifest.Targets() {
		component, err := bundle.Manifest.Pick(target.OS, target.Arch)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if size := bundle.PackedSize(component); size > maxPackedLibrary {
			errs = append(errs, fmt.Errorf("build: dist: %s takes %d bytes of %s, more than %d", component.Path, size, filepath.Base(path), maxPackedLibrary))
		}
	}
	return errors.Join(errs...)
}

// printFile prints a file.
func printFile(out io.Writer, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	_, err = out.Write(content)
	return err
}
