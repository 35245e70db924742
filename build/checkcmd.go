package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sentry1c/addin"
	"sentry1c/build/library"
	"sentry1c/manifest"
	"sentry1c/manifest/binary"
)

// checkLibraries prints what libraries are made of and holds them against the rules
// of a release: the files that are named, or all of dir.
func checkLibraries(ctx context.Context, out io.Writer, root, dir string, paths []string) error {
	if len(paths) == 0 {
		for _, target := range manifest.Targets() {
			path := filepath.Join(dir, target.FileName(library.Name, addin.Version))
			if _, err := os.Stat(path); err == nil {
				paths = append(paths, path)
			}
		}
	}
	if len(paths) == 0 {
		return fmt.Errorf("build: lib: nothing to check in %s: compile with go run ./build lib --all first", dir)
	}
	places, err := library.BuildPaths(ctx, root)
	if err != nil {
		return err
	}
	var errs []error
	for _, path := range paths {
		errs = append(errs, checkLibrary(out, path, places))
	}
	return errors.Join(errs...)
}

func checkLibrary(out io.Writer, path string, places []string) error {
	read, err := binary.Read(path)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, filepath.Base(path))
	read.Print(out)
	rules, err := rulesFor(read, places)
	if err != nil {
		return fmt.Errorf("build: lib: check %s: %w", path, err)
	}
	var errs []error
	for _, problem := range read.Problems(rules) {
		errs = append(errs, fmt.Errorf("build: lib: check %s: %s", filepath.Base(path), problem))
	}
	if len(errs) == 0 {
		fmt.Fprintln(out, "  keeps the rules of a release")
	}
	return errors.Join(errs...)
}

// rulesFor are the rules of the release's library for the same machine.
func rulesFor(l *binary.Library, places []string) (binary.Rules, error) {
	for _, target := range manifest.Targets() {
		if target.OS == l.OS && target.Arch == l.Arch {
			name := target.FileName(library.Name, addin.Version)
			return binary.Rules{Target: target, FileName: name, Version: addin.Version, Paths: places}, nil
		}
	}
	return binary.Rules{}, fmt.Errorf("there is no release for %s %s", l.OS, l.Arch)
}
