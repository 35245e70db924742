package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"sentry1c/addin"
	"sentry1c/build/library"
	"sentry1c/build/release"
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
	extension, err := writeExtension(root, filepath.Join(dist, library.ExtensionName()), library.ExtensionOptions{Bundle: bundle})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "writing licences, the bill of materials and the notes")
	papers, err := writePapers(ctx, root, dist)
	if err != nil {
		return err
	}
	programs, err := buildPrograms(ctx, out, root, dist)
	if err != nil {
		return err
	}
	hashes, err := library.WriteHashes(bundle, slices.Concat([]string{extension}, programs, papers)...)
	if err != nil {
		return err
	}
	if err := printFile(out, hashes); err != nil {
		return err
	}
	fmt.Fprintln(out, bundle)
	fmt.Fprintln(out, extension)
	return nil
}

const (
	libraryPackage = "./native"
	programPackage = "./build/sentry1c"
)

// buildPrograms compiles sentry1c for every Linux and Windows of 1C.
func buildPrograms(ctx context.Context, out io.Writer, root, dist string) (paths []string, err error) {
	for _, target := range manifest.Targets() {
		if target.GOOS == "darwin" {
			continue // there is no server of 1C for macOS to examine
		}
		fmt.Fprintf(out, "compiling sentry1c for %s\n", target)
		path, err := library.BuildProgram(ctx, root, programPackage, "sentry1c", target, dist)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// writePapers writes the licences, the bill of materials, the notes of the release and the unit of systemd, and returns their paths.
func writePapers(ctx context.Context, root, dist string) ([]string, error) {
	toolchain, err := library.OpenToolchain(ctx, root)
	if err != nil {
		return nil, err
	}
	parts, err := release.Parts(ctx, root, toolchain.Zig(), libraryPackage, programPackage)
	if err != nil {
		return nil, err
	}
	var files []release.File
	for _, target := range manifest.Targets() {
		name := target.FileName(library.Name, addin.Version)
		content, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil {
			return nil, fmt.Errorf("build: dist: %w", err)
		}
		files = append(files, release.File{Name: name, Content: content})
	}
	bill, err := release.SBOM(library.Name, addin.Version, parts, files)
	if err != nil {
		return nil, err
	}
	own, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	if err != nil {
		return nil, fmt.Errorf("build: dist: %w", err)
	}
	changelog, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return nil, fmt.Errorf("build: dist: %w", err)
	}
	notes, err := release.Notes(string(changelog), addin.Version)
	if err != nil {
		return nil, err
	}
	product := library.Name + "_" + addin.Version
	var paths []string
	for _, paper := range []struct{ suffix, content string }{
		{"_licences.txt", release.Licences(library.Name+" "+addin.Version, string(own), parts)},
		{"_sbom.cdx.json", string(bill)},
		{"_notes.md", notes},
	} {
		path := filepath.Join(dist, product+paper.suffix)
		if err := os.WriteFile(path, []byte(paper.content), 0o644); err != nil {
			return nil, fmt.Errorf("build: dist: %w", err)
		}
		paths = append(paths, path)
	}
	unit := filepath.Join(dist, release.ServiceName)
	if err := os.WriteFile(unit, []byte(release.Service), 0o644); err != nil {
		return nil, fmt.Errorf("build: dist: %w", err)
	}
	return append(paths, unit), nil
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
