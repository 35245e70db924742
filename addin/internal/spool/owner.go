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
	"strings"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/runlock"
)

// OwnerFile says, in a folder of envelopes, whose they are. A process that ends takes it
// out of the way while it removes the folder (native/atexit.c).
const OwnerFile = "owner"

const maxOwner = 1 << 20

// note is what the file owner says.
type note struct {
	lock   string // path of the lock of the run that owns the folder
	target []byte // where its envelopes go; nil if nobody has said so
}

// encode writes a note down. A path may hold any byte but zero.
func (n note) encode() []byte {
	return seal(OwnerFile, append([]byte(strconv.Quote(n.lock)+"\n"), n.target...))
}

// decodeNote reads what encode wrote, or a version before it: the path and the target.
func decodeNote(file []byte) (n note, err error) {
	content, sealed, err := unseal(OwnerFile, file)
	if err != nil {
		return note{}, err
	}
	first, rest, _ := bytes.Cut(content, []byte("\n"))
	n.lock = string(first)
	if sealed {
		if n.lock, err = strconv.Unquote(n.lock); err != nil {
			return note{}, fmt.Errorf("%w: %q is no path", ErrDamaged, first)
		}
	}
	if _, ok := runlock.IDOf(n.lock); !ok {
		return note{}, fmt.Errorf("%w: %.100q is no lock", ErrDamaged, n.lock)
	}
	if len(rest) > 0 {
		n.target = rest
	}
	return n, nil
}

// readNote reads whose a folder is. A note that is missing, damaged or not ours says
// nothing, and is no error: the folder then belongs to the run that it is named after.
func readNote(dir string) (note, error) {
	path := filepath.Join(dir, OwnerFile)
	file, err := private.ReadFile(path, maxOwner)
	if err == nil {
		var n note
		if n, err = decodeNote(file); err == nil {
			return n, nil
		}
	}
	for _, nothing := range []error{fs.ErrNotExist, ErrDamaged, private.ErrForeign, private.ErrLarge, fs.ErrPermission} {
		if errors.Is(err, nothing) {
			return note{}, nil
		}
	}
	return note{}, fmt.Errorf("spool: read whose a folder is: %w", err)
}

// own writes whose a folder is. Where there is no room for another file it takes the place of the one that
// is there: else the files of a dead run would fill the disk for good.
func own(dir string, n note) error {
	path := filepath.Join(dir, OwnerFile)
	err := private.WriteFile(path, n.encode())
	if err == nil || private.NoRoom(err) && overwrite(path, n) == nil {
		return nil
	}
	return fmt.Errorf("spool: own a folder: %w", err)
}

// overwrite writes a note over one that is as long or longer: behind the JSON of where the envelopes go there
// may be blanks.
func overwrite(path string, n note) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if short := int(info.Size()) - len(n.encode()); short > 0 && n.target != nil {
		n.target = append(slices.Clip(n.target), bytes.Repeat([]byte(" "), short)...)
	}
	return private.Overwrite(path, n.encode())
}

// take makes this run the owner of a folder. Where its envelopes go stays noted there.
func (s *Spool) take(dir string) error {
	n, err := readNote(dir)
	if err != nil {
		return err
	}
	if n.target == nil {
		n.target = s.target
	}
	return own(dir, note{s.lock.Path(), n.target})
}

// runOf is the run that a folder is named after; ok is false if it is no folder of a run.
func runOf(dir string) (run string, ok bool) {
	run, _, _ = strings.Cut(filepath.Base(dir), ".")
	return run, runlock.ValidID(run)
}

// Orphans returns the paths of the locks of other runs that own folders below the roots of
// some spools of one run: of living runs and of dead ones. Claiming tells them apart. Folders
// of projects that none of the spools is of are only named if `sendable` says so of where
// their envelopes go. It takes as long as there are folders of others, however many spools
// there are.
func Orphans(spools []*Spool, sendable func(target []byte) bool) []string {
	var locks []string
	known := make(map[string]bool) // what is ours and needs no reading
	seen := make(map[string]bool)  // projects
	for _, s := range spools {
		s.addOwn(known)
	}
	add := func(s *Spool, project string, wanted func(note) bool) {
		if seen[project] {
			return
		}
		seen[project] = true
		for dir, n := range s.folders(project, known) {
			if !wanted(n) {
				continue
			}
			if n.lock == "" {
				// Its run was killed before it could say so, or what it said is lost.
				run, _ := runOf(dir)
				n.lock = runlock.Name(run)
			}
			locks = append(locks, s.nearby(n.lock))
		}
	}
	for _, s := range spools {
		add(s, s.project, func(note) bool { return true })
	}
	for _, s := range spools {
		base := filepath.Dir(s.project)
		if seen[base] {
			continue
		}
		seen[base] = true
		projects, _ := os.ReadDir(base)
		for _, project := range projects {
			if project.IsDir() && len(project.Name()) == projectLength {
				add(s, filepath.Join(base, project.Name()), func(n note) bool { return n.target != nil && sendable(n.target) })
			}
		}
	}
	slices.Sort(locks)
	return slices.Compact(locks)
}

// Orphans is the function of that name for one spool, and its own project.
func (s *Spool) Orphans() []string {
	return Orphans([]*Spool{s}, func([]byte) bool { return false })
}

// addOwn adds the folders that this client owns.
func (s *Spool) addOwn(known map[string]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known[s.own] = true
	for dir := range s.adopted {
		known[dir] = true
	}
}

// nearby is the path of a lock by the way that this run goes to its own, if the lock lies
// beside it: the root may have been reached by another way, or be moved.
func (s *Spool) nearby(lock string) string {
	dir := filepath.Dir(s.lock.Path())
	near := filepath.Join(dir, filepath.Base(lock))
	if filepath.Base(lock) == lock {
		return near
	}
	if _, err := os.Lstat(near); err == nil {
		return near
	}
	ours, err := os.Stat(dir)
	if err != nil {
		return filepath.Clean(lock)
	}
	if theirs, err := os.Stat(filepath.Dir(lock)); private.Unreachable(err) || err == nil && os.SameFile(ours, theirs) {
		return near
	}
	return filepath.Clean(lock)
}

// folders returns the folders of other runs in a project, but for the known ones, and what
// is noted there.
func (s *Spool) folders(project string, known map[string]bool) map[string]note {
	entries, err := os.ReadDir(project)
	if err != nil {
		return nil
	}
	folders := make(map[string]note)
	for _, entry := range entries {
		dir := filepath.Join(project, entry.Name())
		run, ok := runOf(dir)
		if !ok || !entry.IsDir() || run == s.lock.ID || known[dir] {
			continue
		}
		n, err := readNote(dir)
		if err != nil {
			continue // it is not known whose it is: later
		}
		if id, _ := runlock.IDOf(n.lock); id != s.lock.ID {
			folders[dir] = n
		}
	}
	return folders
}
