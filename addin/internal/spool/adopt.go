package spool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

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

// Adopted is what a dead run left to one client.
type Adopted struct {
	// Entries are the files, oldest of the most important first.
	Entries []Entry

	sources map[string]bool
}

// Has tells whether an envelope of this record and part is among the files.
func (a *Adopted) Has(run string, record uint64, part int) bool {
	return a != nil && a.sources[Key{Run: run, Record: record, Part: part}.source()]
}

// Adopt makes this client the owner of the folders that a dead run left in the
// project. The caller holds the claim of the run.
func (s *Spool) Adopt(claim *runlock.Lock) (*Adopted, error) {
	a := &Adopted{sources: make(map[string]bool)}
	var failed error
	for dir, lock := range s.folders() {
		run, _, _ := strings.Cut(filepath.Base(dir), ".")
		if lock != claim.Path() && !(lock == "" && run == claim.ID) {
			continue
		}
		entries, err := list(dir)
		if err == nil {
			err = s.take(dir)
		}
		if err != nil {
			// A disk that is full or read-only: another process may have better luck.
			failed = errors.Join(failed, fmt.Errorf("spool: adopt: %w", err))
			continue
		}
		s.mu.Lock()
		s.adopted[dir] = true
		s.mu.Unlock()
		for _, e := range entries {
			a.sources[e.source()] = true
		}
		a.Entries = append(a.Entries, entries...)
		s.leaveIfEmpty(dir)
	}
	return a, failed
}

// Leave removes the client's folder if nothing is left in it.
func (s *Spool) Leave() {
	if entries, err := os.ReadDir(s.own); err == nil && len(entries) <= 1 {
		removeFolder(s.own)
	} else if errors.Is(err, fs.ErrNotExist) {
		return
	}
}
