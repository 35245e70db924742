package spool

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/runlock"
)

// Left is what a dead run left to a project. Until Take it belongs to the dead run, and
// so does what is put there: whoever holds its claim next finds it.
//
// # Threads
//
// One goroutine.
type Left struct {
	// Entries are the files, oldest of the most important first in each folder.
	Entries []Entry
	// Problem is why a part of it could not be listed: that part stays the dead run's. Unsure
	// is the same if what was made of its records may be there.
	Problem, Unsure error
	// Target is the note for a folder that is made in its name: the one that Open was given, unless it is changed.
	Target func() []byte

	spool   *Spool
	claim   *runlock.Lock
	dirs    []string
	target  []byte // where they go, as it is noted in the first folder that says so
	own     bool   // that is one of its own
	sources map[string]bool
	// made are those of what is not here any more, if known says that there was something.
	made  []Key
	known bool
}

// Belonging is a project in which a run has a folder, and where that run sent it to.
type Belonging struct {
	Project string // the path of its folder
	Target  []byte // as it was given to Open; nil if the note of it cannot be read
	Own     bool   // the run noted it itself: it did not take it over from another one
}

// Root is the root that the project lies in.
func (b Belonging) Root() string { return filepath.Dir(filepath.Dir(b.Project)) }

// Belongings lists the projects below a root in which a run has folders, each target
// once.
func Belongings(root, run string) (all []Belonging, err error) {
	base := filepath.Join(root, formatDir)
	projects, err := os.ReadDir(base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("spool: list projects: %w", err)
	}
	for _, project := range projects {
		if !project.IsDir() || len(project.Name()) != projectLength {
			continue
		}
		path := filepath.Join(base, project.Name())
		folders, err := os.ReadDir(path)
		if err != nil {
			continue // it is named where it is listed for good
		}
		for _, folder := range folders {
			dir := filepath.Join(path, folder.Name())
			owner, ok := runOf(dir)
			if !ok || !folder.IsDir() {
				continue
			}
			own := owner == run
			n, err := readNote(dir)
			if err == nil {
				if id, ok := runlock.IDOf(n.lock); ok {
					owner = id
				}
			}
			if owner != run {
				continue
			}
			at := slices.IndexFunc(all, func(b Belonging) bool { return b.Project == path && bytes.Equal(b.Target, n.target) })
			if at < 0 {
				all = append(all, Belonging{path, n.target, own})
			} else {
				all[at].Own = all[at].Own || own
			}
		}
	}
	return all, nil
}

// Noted is where the files go, as it is noted in the first folder that says so; nil if none does.
func (l *Left) Noted() []byte { return l.target }

// Any reports whether the run had a folder in the project at all.
func (l *Left) Any() bool { return len(l.dirs) > 0 || l.known }

// EachKey visits those of the files, and of what was made before and is not here any more.
func (l *Left) EachKey(visit func(Key)) {
	for i := range l.Entries {
		visit(l.Entries[i].Key)
	}
	for _, key := range l.made {
		visit(key)
	}
}

// Find lists what a dead run left in the project. The caller holds its claim.
func (s *Spool) Find(claim *runlock.Lock) (*Left, error) {
	l := &Left{Target: func() []byte { return s.target }, spool: s, claim: claim, sources: make(map[string]bool)}
	entries, err := private.ReadDir(s.project)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("spool: find: %w", err)
	}
	for _, entry := range entries {
		dir := filepath.Join(s.project, entry.Name())
		run, ok := runOf(dir)
		if !ok || !entry.IsDir() || run == s.lock.ID {
			continue
		}
		n, err := readNote(dir)
		if err != nil {
			l.unlisted(run, err)
			continue
		}
		owner, ok := runlock.IDOf(n.lock)
		if !ok {
			owner, _ = runOf(dir)
		}
		if owner != claim.ID {
			continue
		}
		// Its mode may have changed since.
		err = private.MkdirAll(dir)
		var found []Entry
		if err == nil {
			found, err = list(dir)
		}
		if err != nil {
			l.unlisted(run, err)
			continue
		}
		l.dirs = append(l.dirs, dir)
		if own := run == claim.ID; l.target == nil || own && !l.own && n.target != nil {
			l.target, l.own = n.target, own
		}
		l.add(s.newest(found)...)
	}
	return l, nil
}

// unlisted notes why a folder could not be listed that is named after a run.
func (l *Left) unlisted(run string, err error) {
	l.Problem = err
	if run == l.claim.ID {
		l.Unsure = err
	}
}

func (l *Left) add(entries ...Entry) {
	for _, e := range entries {
		l.sources[e.source()] = true
	}
	l.Entries = append(l.Entries, entries...)
}

// again finds the entry of a file that is written again.
func (l *Left) again(e Entry) (at int, ok bool) {
	if !l.sources[e.source()] {
		return 0, false
	}
	for at = len(l.Entries) - 1; at >= 0; at-- { // it is one of the last
		have := &l.Entries[at]
		if have.Record == e.Record && have.Part == e.Part && have.path() == e.path() {
			break
		}
	}
	return at, at >= 0
}

// Has reports whether an envelope of this record and part was made.
func (l *Left) Has(run string, record uint64, part int) bool {
	return l != nil && l.sources[Key{Run: run, Record: record, Part: part}.source()]
}

// Put adds the envelope of a record that the run had no time for, or puts another in the place
// of one that it added last under this key.
func (l *Left) Put(key Key, envelope []byte) error {
	file, err := sealEnvelope(nil, envelope)
	if err == nil && len(l.dirs) == 0 {
		l.dirs = append(l.dirs, l.unused())
		err = l.make(l.dirs[0])
		if l.target == nil {
			l.target = l.Target()
		}
	}
	if err != nil {
		return fmt.Errorf("spool: put: %w", err)
	}
	e := Entry{Key: key, Size: int64(len(file)), dir: l.dirs[0]}
	if err = private.WriteFile(e.path(), file); errors.Is(err, fs.ErrNotExist) {
		if err = l.make(e.dir); err == nil {
			err = private.WriteFile(e.path(), file)
		}
	}
	if err != nil {
		return fmt.Errorf("spool: put: %w", err)
	}
	if at, ok := l.again(e); ok {
		l.Entries[at] = e
	} else {
		l.add(e)
	}
	return nil
}

// unused is the path of a folder of the dead run that is not there: one that is there is not
// among those that were found, so it has an owner already, who took what was put there, or
// cannot be listed for now.
func (l *Left) unused() string {
	for n := 0; ; n++ {
		dir := filepath.Join(l.spool.project, l.claim.ID+"."+strconv.Itoa(n))
		if _, err := os.Lstat(dir); err != nil {
			return dir
		}
	}
}

// make makes a folder of the dead run.
func (l *Left) make(dir string) error {
	if err := private.MkdirAll(dir); err != nil {
		return err
	}
	return own(dir, note{l.claim.Path(), l.Target()})
}

// Take makes the client that found it the owner of all that was left, and returns the files
// that it owns now, whatever the error is about: nobody else finds those any more. A folder
// that cannot be had stays the dead run's.
func (l *Left) Take() (owned []Entry, err error) {
	in := make(map[string][]Entry, len(l.dirs))
	for _, e := range l.Entries {
		in[e.dir] = append(in[e.dir], e)
	}
	for _, dir := range l.dirs {
		failed := l.spool.take(dir)
		gone := errors.Is(failed, fs.ErrNotExist) // somebody removed it: its files are missed when their turn comes
		if failed != nil && !gone {
			// A disk that is full or read-only: another process may have better luck.
			err = errors.Join(err, failed)
			continue
		}
		owned = append(owned, in[dir]...)
		if gone {
			continue
		}
		l.spool.mu.Lock()
		l.spool.adopted[dir] = len(in[dir])
		l.spool.mu.Unlock()
		if len(in[dir]) == 0 {
			l.spool.leave(dir)
		}
	}
	return owned, err
}

// Leave removes the client's folder if nothing is left in it.
func (s *Spool) Leave() {
	s.freeStuck()
	if entries, err := os.ReadDir(s.own); err == nil && len(entries) <= 1 {
		removeFolder(s.own)
	} else if errors.Is(err, fs.ErrNotExist) {
		return
	}
}
