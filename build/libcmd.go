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

// buildRelease compiles the libraries, and prints the path of each.
func buildRelease(ctx context.Context, out io.Writer, root, dir string, targets []manifest.Target) error {
	fmt.Fprintln(out, "installing the pinned compiler, if it is not there yet")
	toolchain, err := library.OpenToolchain(ctx, root)
	if err != nil {
		return err
	}
	return buildEach(ctx, out, targets, runtime.NumCPU(), func(ctx context.Context, target manifest.Target) (string, error) {
		return toolchain.Build(ctx, target, dir)
	})
}

// buildEach builds targets, as many at once as atOnce says, in their order: it names each when it begins, for one may take
// minutes, and prints the path of each in that order. The first that fails ends the others, and its error is returned.
func buildEach(ctx context.Context, out io.Writer, targets []manifest.Target, atOnce int, build func(context.Context, manifest.Target) (string, error)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	type built struct {
		path string
		took time.Duration
		err  error
	}
	begun := make(chan string)
	results := make([]chan built, len(targets))
	for i := range results {
		results[i] = make(chan built, 1)
	}
	go func() {
		free := make(chan struct{}, atOnce)
		for i, target := range targets {
			free <- struct{}{} // here, not in the goroutine: the first of targets begin first
			go func() {
				defer func() { <-free }()
				select {
				case begun <- fmt.Sprintf("compiling %s (%d of %d)", target, i+1, len(targets)):
				case <-ctx.Done():
				}
				start := time.Now()
				path, err := build(ctx, target)
				if err != nil {
					cancel(err)
				}
				results[i] <- built{path, time.Since(start), err}
			}()
		}
	}()
	for i, target := range targets {
		var b built
		for waits := true; waits; {
			select {
			case line := <-begun:
				fmt.Fprintln(out, line)
			case b = <-results[i]:
				waits = false
			}
		}
		if b.err != nil {
			for _, later := range results[i+1:] {
				<-later
			}
			return context.Cause(ctx)
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
