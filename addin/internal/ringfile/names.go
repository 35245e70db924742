package ringfile

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sentry1c/addin/internal/runlock"
)

const (
	suffix = ".ring"
	// newSuffix is behind the name of a ring that is being made.
	newSuffix = ".new"
)

// Name is the file name of a run's ring: of the one that stays.
func Name(run string) string { return run + suffix }

// Of reads a file's name: the run whose ring it is, and its number, 0 for the one that
// stays; ok is false if it is of no ring.
func Of(name string) (run string, number uint32, ok bool) {
	stem, ok := strings.CutSuffix(name, suffix)
	if !ok {
		return "", 0, false
	}
	run, digits, further := strings.Cut(stem, ".")
	if further {
		n, err := strconv.ParseUint(digits, 10, 32)
		if err != nil || n == 0 || strconv.FormatUint(n, 10) != digits {
			return "", 0, false
		}
		number = uint32(n)
	}
	return run, number, runlock.ValidID(run)
}

// List returns, of each run that has rings in dir, the path of the first: of living and
// dead runs.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("ringfile: list: %w", err)
	}
	var paths []string
	for _, files := range group(entries) {
		paths = append(paths, filepath.Join(dir, files[0].name))
	}
	slices.Sort(paths)
	return paths, nil
}

// Find returns the path of the first ring that a run has in dir; "" if it has none.
func Find(dir, run string) string {
	if files := filesOf(dir, run); len(files) > 0 {
		return files[0]
	}
	return ""
}

// Remove removes the rings of a run, those that came last first: who finds one finds
// that there may be more. One that was being made when the run ended goes before them.
func Remove(dir, run string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		made, unfinished := strings.CutSuffix(entry.Name(), newSuffix)
		if of, _, ok := Of(made); unfinished && ok && of == run {
			_ = os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
	files := filesOf(dir, run)
	slices.Reverse(files)
	for _, path := range files {
		_ = os.Remove(path)
	}
}

// filesOf lists the rings of a run in the order of their numbers.
func filesOf(dir, run string) (paths []string) {
	entries, _ := os.ReadDir(dir)
	for _, file := range group(entries)[run] {
		paths = append(paths, filepath.Join(dir, file.name))
	}
	return paths
}

type numbered struct {
	name   string
	number uint32
}

// group sorts the rings of a folder by run and number.
func group(entries []fs.DirEntry) map[string][]numbered {
	groups := make(map[string][]numbered)
	for _, entry := range entries {
		if run, number, ok := Of(entry.Name()); ok {
			groups[run] = append(groups[run], numbered{entry.Name(), number})
		}
	}
	for _, files := range groups {
		slices.SortFunc(files, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
	}
	return groups
}
