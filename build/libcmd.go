package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"sentry1c/build/library"
	"sentry1c/manifest"
)

// runLib compiles the library: for this machine with its own compiler, or for the
// targets of a release with the compiler of the release.
func runLib(ctx context.Context, args []string, out io.Writer) error {
	f := flags("lib")
	all := f.Bool("all", false, "compile for every target of a release")
	check := f.Bool("check", false, "do not compile: show what the libraries of build/out/dist are made of, or the files that are named")
	name := f.String("target", "", "compile for this target, such as windows/amd64, as a release does")
	if err := f.Parse(args); err != nil {
		return err
	}
	root, dir, err := outDir()
	if err != nil {
		return err
	}
	if *check {
		return checkLibraries(ctx, out, root, distDir(dir), f.Args())
	}
	if !*all && *name == "" {
		path, err := library.BuildHost(ctx, root, dir)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, path)
		return nil
	}
	targets := manifest.Targets()
	if !*all {
		target, err := targetNamed(*name)
		if err != nil {
			return err
		}
		targets = []manifest.Target{target}
	}
	return buildRelease(ctx, out, root, distDir(dir), targets)
}

// distDir is where the files of a release go.
func distDir(out string) string { return filepath.Join(out, "dist") }

// buildRelease compiles the libraries one after the other and prints the path of each.
func buildRelease(ctx context.Context, out io.Writer, root, dir string, targets []manifest.Target) error {
	toolchain, err := library.OpenToolchain(ctx, root)
	if err != nil {
		return err
	}
	for _, target := range targets {
		start := time.Now()
		path, err := toolchain.Build(ctx, target, dir)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s in %s\n%s\n", target, time.Since(start).Round(time.Second), path)
	}
	return nil
}

// targetNamed finds a target by the name that Go gives it.
func targetNamed(name string) (manifest.Target, error) {
	goos, goarch, _ := strings.Cut(name, "/")
	if target, ok := manifest.TargetOf(goos, goarch); ok {
		return target, nil
	}
	var known []string
	for _, target := range manifest.Targets() {
		known = append(known, target.String())
	}
	return manifest.Target{}, fmt.Errorf("build: lib: no target %q; there are %s", name, strings.Join(known, ", "))
}
