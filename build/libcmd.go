package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
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

// buildRelease compiles the libraries, as many at once as there are processors for, and
// prints the path of each in the order of targets.
func buildRelease(ctx context.Context, out io.Writer, root, dir string, targets []manifest.Target) error {
	toolchain, err := library.OpenToolchain(ctx, root)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // the first that fails ends the others
	type built struct {
		path string
		took time.Duration
		err  error
	}
	free := make(chan struct{}, runtime.NumCPU())
	results := make([]chan built, len(targets))
	for i, target := range targets {
		results[i] = make(chan built, 1)
		go func() {
			free <- struct{}{}
			defer func() { <-free }()
			start := time.Now()
			path, err := toolchain.Build(ctx, target, dir)
			results[i] <- built{path, time.Since(start), err}
		}()
	}
	for i, target := range targets {
		b := <-results[i]
		if b.err != nil {
			cancel()
			for _, later := range results[i+1:] {
				<-later
			}
			return b.err
		}
		fmt.Fprintf(out, "%s in %s\n%s\n", target, b.took.Round(time.Second), b.path)
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
