package ringfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"sentry1c/addin/internal/private"
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
// dead runs. A folder that is not there has none.
func List(dir string) ([]string, error) {
	groups, err := groupsIn(dir)
	if err != nil {
		return nil, fmt.Errorf("ringfile: list: %w", err)
	}
	var paths []string
	for _, files := range groups {
		paths = append(paths, filepath.Join(dir, files[0].name))
	}
	slices.Sort(paths)
	return paths, nil
}

// Find returns the path of the first ring that a run has in dir; "" if it has none. An
// error is about the folder: whether there are any is not known then.
func Find(dir, run string) (string, error) {
	files, err := filesOf(dir, run)
	if err != nil || len(files) == 0 {
		return "", err
	}
	return files[0], nil
}

// Remove removes the rings of a run, those that came last first: who finds one finds
// that there may be more. One that was being made when the run ended goes before them.
func Remove(dir, run string) {
	entries, _ := private.ReadDir(dir)
	for _, entry := range entries {
		made, unfinished := strings.CutSuffix(entry.Name(), newSuffix)
		if of, _, ok := Of(made); unfinished && ok && of == run {
			_ = os.Remove(filepath.Join(dir, entry.Name()))
		}
	}
	files, _ := filesOf(dir, run)
	slices.Reverse(files)
	for _, path := range files {
		_ = private.Remove(path)
	}
}

// filesOf lists the rings of a run in the order of their numbers.
func filesOf(dir, run string) (paths []string, err error) {
	groups, err := groupsIn(dir)
	if err != nil {
		return nil, fmt.Errorf("ringfile: find: %w", err)
	}
	for _, file := range groups[run] {
		paths = append(paths, filepath.Join(dir, file.name))
	}
	return paths, nil
}

// groupsIn lists the rings of a folder by run; none if it is not there.
func groupsIn(dir string) (map[string][]numbered, error) {
	entries, err := private.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return group(entries), nil
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
		sort.Slice(files, func(i, j int) bool { return files[i].number < files[j].number })
	}
	return groups
}
