// Package built gives tests what they are about: the library for this machine, compiled
// from the sources beside them, and the bundle with it. All packages' tests share one
// file, which is compiled when a source of it has changed.
//
// The library that [Variable] names, such as one of a release, stands in for it: the
// same tests run, cross-compiled, where there is no Go.
package built

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sentry1c/build/library"
)

// Variable names a library to test instead of the one of the sources.
const Variable = "SENTRY1C_LIBRARY"

// patience is how long compiling may take on a machine that has never done it.
const patience = 10 * time.Minute

// Given reports whether the library under test was compiled elsewhere.
func Given() bool { return os.Getenv(Variable) != "" }

// Root returns the folder of the sources.
func Root(t testing.TB) string {
	t.Helper()
	root, err := library.Root()
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// Library returns the path of the library under test. Build tags make another library.
// It is asked for in tests, not before them: then go test knows of the sources and
// does not take an old result for one of a changed library.
func Library(t testing.TB, tags ...string) string {
	t.Helper()
	path := os.Getenv(Variable)
	if path != "" {
		return path
	}
	dir, err := compiled(strings.Join(tags, ","))
	if err == nil {
		path, err = one(dir, library.Name+"_*")
	}
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Bundle returns the path of a bundle with the library of this machine in it.
func Bundle() (string, error) {
	dir, err := compiled("")
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, library.BundleName()), nil
}

// folders remembers what this process asked for.
var folders sync.Map

// compiled returns the folder with the library that has these tags, and its bundle.
func compiled(tags string) (string, error) {
	once, _ := folders.LoadOrStore(tags, sync.OnceValues(func() (string, error) {
		dir, err := compile(tags)
		if err != nil {
			return "", fmt.Errorf("built: compile the library: %w", err)
		}
		return dir, nil
	}))
	return once.(func() (string, error))()
}

func compile(tags string) (string, error) {
	root, err := library.Root()
	if err != nil {
		return "", err
	}
	shelf := filepath.Join(root, "build", "out", "built")
	if err := os.MkdirAll(shelf, 0o755); err != nil {
		return "", err
	}
	unlock, err := lock(filepath.Join(shelf, "lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	key, err := sources(root, tags)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(shelf, key)
	now := time.Now()
	if os.Chtimes(dir, now, now) == nil {
		return dir, nil
	}
	tidy(shelf, now.Add(-keep))
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	work, err := os.MkdirTemp(shelf, "new-*")
	if err != nil {
		return "", err
	}
	_, err = library.BuildHost(ctx, root, work, strings.FieldsFunc(tags, func(r rune) bool { return r == ',' })...)
	if err == nil {
		_, err = library.WriteBundle(work)
	}
	if err == nil {
		err = os.Rename(work, dir)
	}
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(work))
	}
	return dir, nil
}

// keep is how long a library stays that nobody asks for any more; tests that run have
// it loaded.
const keep = 24 * time.Hour

func tidy(shelf string, before time.Time) {
	entries, _ := os.ReadDir(shelf) // what cannot be listed is tidied another time
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && entry.IsDir() && info.ModTime().Before(before) {
			_ = os.RemoveAll(filepath.Join(shelf, entry.Name()))
		}
	}
}

// one returns the file that a pattern finds beside the bundle.
func one(dir, pattern string) (string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		return "", err
	}
	for _, path := range paths {
		if filepath.Ext(path) != ".zip" {
			return path, nil
		}
	}
	return "", fmt.Errorf("built: %s has no library", dir)
}
