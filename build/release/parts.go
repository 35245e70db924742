// Package release writes what goes with the libraries of a release: the licence texts of everything that is linked into them, the
// bill of materials, and the notes from the changelog. The same sources give the same bytes: there are no dates and no chance in it.
package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sentry1c/manifest"
)

// Part is something by others that is linked into a library or program of the release.
type Part struct {
	Name    string
	Version string
	PURL    string // package URL
	Licence string // by the list of SPDX, or a name where that has none
	Text    string // of the licence
}

// Parts lists everything by others in the given packages of the module at root, over all targets, and in what the compiler adds.
// zig is the path of the compiler.
func Parts(ctx context.Context, root, zig string, packages ...string) ([]Part, error) {
	modules, err := modules(ctx, root, packages)
	if err != nil {
		return nil, err
	}
	goPart, err := goItself(ctx, root)
	if err != nil {
		return nil, err
	}
	added, err := compilerParts(root, zig)
	if err != nil {
		return nil, err
	}
	parts := append(append([]Part{goPart}, modules...), added...)
	slices.SortFunc(parts, func(a, b Part) int { return strings.Compare(a.Name, b.Name) })
	return parts, nil
}

// modules lists the modules that the packages are compiled from on any target.
func modules(ctx context.Context, root string, packages []string) ([]Part, error) {
	type module struct{ Path, Version, Dir string }
	found := map[string]module{}
	for _, target := range manifest.Targets() {
		command := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-json=Module"}, packages...)...)
		command.Dir = root
		// cgo is on as it is in a release: it decides which files, and so which imports, count.
		command.Env = append(os.Environ(), "GOOS="+target.GOOS, "GOARCH="+target.GOARCH, "CGO_ENABLED=1", "GOFLAGS=")
		output, err := command.Output()
		if err != nil {
			return nil, fmt.Errorf("release: list modules for %s: %w", target, err)
		}
		decoder := json.NewDecoder(strings.NewReader(string(output)))
		for {
			var listed struct{ Module *module }
			if err := decoder.Decode(&listed); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("release: list modules for %s: %w", target, err)
			}
			if m := listed.Module; m != nil && m.Version != "" { // ours has none
				found[m.Path] = *m
			}
		}
	}
	var parts []Part
	for _, m := range found {
		part, err := newPart(m.Path, m.Version, "pkg:golang/"+m.Path+"@"+m.Version, filepath.Join(m.Dir, "LICENSE"))
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// goItself is Go's runtime and standard library.
func goItself(ctx context.Context, root string) (Part, error) {
	command := exec.CommandContext(ctx, "go", "env", "GOROOT", "GOVERSION")
	command.Dir = root
	output, err := command.Output()
	if err != nil {
		return Part{}, fmt.Errorf("release: find Go: %w", err)
	}
	goroot, version, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	version = strings.TrimPrefix(version, "go")
	return newPart("Go", version, "pkg:golang/std@"+version, filepath.Join(goroot, "LICENSE"))
}

// pin is the compiler's version in scripts/zig.txt.
var pin = regexp.MustCompile(`(?m)^ziglang==(\S+)`)

// compilerParts are the small libraries that the compiler links in: its own runtime, what glibc and MinGW do not share.
func compilerParts(root, zig string) ([]Part, error) {
	pins, err := os.ReadFile(filepath.Join(root, "scripts", "zig.txt"))
	if err != nil {
		return nil, fmt.Errorf("release: find the compiler's version: %w", err)
	}
	match := pin.FindSubmatch(pins)
	if match == nil {
		return nil, errors.New("release: find the compiler's version: scripts/zig.txt does not pin it")
	}
	version := string(match[1])
	var parts []Part
	for _, p := range []struct{ name, licence, file string }{
		{"Zig compiler runtime", "", "LICENSE"},
		{"GNU C Library (libc_nonshared)", "LGPL-2.1-or-later WITH GCC-exception-2.0", "lib/libc/glibc/LICENSES"},
		{"MinGW-w64 runtime", "ZPL-2.1", "lib/libc/mingw/COPYING"},
	} {
		part, err := newPart(p.name, "of zig "+version, "pkg:pypi/ziglang@"+version+"#"+p.file, filepath.Join(filepath.Dir(zig), filepath.FromSlash(p.file)))
		if err != nil && p.licence == "" {
			return nil, err
		}
		if p.licence != "" {
			if part.Text == "" {
				return nil, err
			}
			part.Licence = p.licence
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// newPart reads the licence. The part is filled in as far as it is known when the licence is none that this package knows.
func newPart(name, version, purl, file string) (Part, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return Part{}, fmt.Errorf("release: read the licence of %s: %w", name, err)
	}
	part := Part{Name: name, Version: version, PURL: purl, Text: strings.TrimSpace(string(text)) + "\n"}
	if part.Licence = recognise(part.Text); part.Licence == "" {
		return part, fmt.Errorf("release: read the licence of %s: none that is known", name)
	}
	return part, nil
}

// recognise names a licence by its words, "" if they are of none that this project has met: a new one is to be read by a person.
func recognise(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	switch {
	case strings.Contains(text, "Permission is hereby granted, free of charge, to any person obtaining a copy"):
		return "MIT"
	case strings.Contains(text, "Redistribution and use in source and binary forms") && strings.Contains(text, "Neither the name of"):
		return "BSD-3-Clause"
	}
	return ""
}
