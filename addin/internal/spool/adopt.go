package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/runlock"
)

// Orphans returns the paths of the locks of other runs that own folders of this
// project: of living runs and of dead ones. Claiming tells them apart.
func (s *Spool) Orphans() []string {
	var locks []string
	for dir, lock := range s.folders() {
		if lock == "" {
			// A run that was killed before it could say so; its name has the run.
			run, _, _ := strings.Cut(filepath.Base(dir), ".")
			lock = filepath.Join(filepath.Dir(s.lock), run+".lock")
		}
		if lock != s.lock {
			locks = append(locks, lock)
		}
	}
	slices.Sort(locks)
	return slices.Compact(locks)
}

// folders returns the folders of runs and who owns them.
func (s *Spool) folders() map[string]string {
	entries, err := os.ReadDir(s.project)
	if err != nil {
		return nil
	}
	folders := make(map[string]string)
	for _, entry := range entries {
		run, _, _ := strings.Cut(entry.Name(), ".")
		if entry.IsDir() && runlock.ValidID(run) {
			dir := filepath.Join(s.project, entry.Name())
			folders[dir] = owner(dir)
		}
	}
	return folders
}

// Left is what a dead run left to a project. Until Take it belongs to the dead run, and
// so does what is put there: whoever holds its claim next finds it.
//
// # Threads
//
// One goroutine.
type Left struct {
	// Entries are the files, oldest of the most important first in each folder.
	Entries []Entry

	spool   *Spool
	claim   *runlock.Lock
	dirs    []string
	sources map[string]bool
}

// Find lists what a dead run left in the project. The caller holds its claim.
func (s *Spool) Find(claim *runlock.Lock) (*Left, error) {
	l := &Left{spool: s, claim: claim, sources: make(map[string]bool)}
	for dir, lock := range s.folders() {
		run, _, _ := strings.Cut(filepath.Base(dir), ".")
		if lock != claim.Path() && !(lock == "" && run == claim.ID) {
			continue
		}
		entries, err := list(dir)
		if err != nil {
			return nil, err
		}
		l.dirs = append(l.dirs, dir)
		l.add(entries...)
	}
	return l, nil
}

func (l *Left) add(entries ...Entry) {
	for _, e := range entries {
		l.sources[e.source()] = true
	}
	l.Entries = append(l.Entries, entries...)
}

// Has reports whether an envelope of this record and part is among the files.
func (l *Left) Has(run string, record uint64, part int) bool {
	return l != nil && l.sources[Key{Run: run, Record: record, Part: part}.source()]
}

// Put adds the envelope of a record that the run had no time for.
func (l *Left) Put(key Key, content []byte) error {
	if len(l.dirs) == 0 {
		dir := filepath.Join(l.spool.project, l.claim.ID+".0")
		if err := private.MkdirAll(dir); err != nil {
			return fmt.Errorf("spool: put: %w", err)
		}
		l.dirs = append(l.dirs, dir)
		if err := own(dir, l.claim.Path(), l.spool.target); err != nil {
			return err
		}
	}
	e := Entry{Key: key, Size: int64(len(content)), dir: l.dirs[0]}
	if err := private.WriteFile(e.path(), content); err != nil {
		return fmt.Errorf("spool: put: %w", err)
	}
	l.add(e)
	return nil
}

// Take makes the client that found it the owner of all that was left.
func (l *Left) Take() error {
	for _, dir := range l.dirs {
		if err := l.spool.take(dir); err != nil {
			// A disk that is full or read-only: another process may have better luck.
			return err
		}
		count := 0
		for _, e := range l.Entries {
			if e.dir == dir {
				count++
			}
		}
		l.spool.mu.Lock()
		l.spool.adopted[dir] = count
		l.spool.mu.Unlock()
		if count == 0 {
			l.spool.leave(dir)
		}
	}
	return nil
}

// Leave removes the client's folder if nothing is left in it.
func (s *Spool) Leave() {
	if entries, err := os.ReadDir(s.own); err == nil && len(entries) <= 1 {
		removeFolder(s.own)
	} else if errors.Is(err, fs.ErrNotExist) {
		return
	}
}
