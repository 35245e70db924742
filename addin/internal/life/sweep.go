package life

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/statelog"
	"sentry1c/addin/internal/status"
)

// ownerOfRing reads whose ring a file is, "" if it is none for this version, and when
// that run began. A damaged one is put aside, unless there are others of its run: who takes
// that over puts it aside, and counts it.
func ownerOfRing(path string) (lock string, started time.Time) {
	lock, started, err := ringfile.Owner(path)
	if errors.Is(err, ringfile.ErrDamaged) {
		QuarantineRing(path)
	}
	return lock, started
}

// ForgottenAfter is when nobody will want the ring of a spool that was removed: servers
// refuse events that are as old.
const ForgottenAfter = 30 * 24 * time.Hour

// forgotten reports whether a ring is of a spool that was removed long ago. If its run
// lives all the same, it makes a new ring (KeepRing).
func forgotten(lock string, started time.Time) bool {
	_, err := os.Lstat(filepath.Dir(lock))
	return errors.Is(err, fs.ErrNotExist) && time.Since(started).Abs() > ForgottenAfter
}

const (
	damagedSuffix = ".damaged"
	// maxDamaged is how many damaged rings are kept for a person to look at.
	maxDamaged = 2
)

// QuarantineRing puts a file aside that no version of the component has written.
func QuarantineRing(path string) {
	if old, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"+damagedSuffix)); err == nil && len(old) >= maxDamaged {
		_ = os.Remove(path)
		return
	}
	_ = os.Rename(path, path+damagedSuffix)
}

// staleAfter is when a file that is being made was given up.
const staleAfter = time.Minute

// sweep removes what runs were making when they ended: files of a ring folder whose
// run is known and has no lock any more, or has not gone on for long.
func sweep(dir, locks string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		run, kind, _ := strings.Cut(entry.Name(), ".")
		if _, _, ring := ringfile.Of(entry.Name()); ring || !runlock.ValidID(run) || strings.HasSuffix(kind, "damaged") {
			continue
		}
		if ring, err := ringfile.Find(dir, run); ring != "" || err != nil {
			continue // whoever takes over the ring takes this too
		}
		info, err := entry.Info()
		if err != nil {
			continue
		}
		lock := filepath.Join(locks, runlock.Name(run))
		if s, err := status.Read(dir, run); err == nil && kind == strings.TrimPrefix(status.Name(""), ".") {
			// It may be of another root, and of a run without rings.
			lock = filepath.Join(s.Root, "v1", "locks", runlock.Name(run))
		}
		_, err = os.Lstat(lock)
		switch {
		case err == nil: // it lives, or is taken over with what it left
		case errors.Is(err, fs.ErrNotExist) && time.Since(info.ModTime()).Abs() > staleAfter:
			_ = os.RemoveAll(filepath.Join(dir, entry.Name()))
		}
	}
}

// Untell removes what a run has told of itself.
func (l *Life) Untell(run string) {
	for _, dir := range l.RingFolders() {
		path := filepath.Join(dir, status.Name(run))
		_ = os.Remove(path)
		_ = os.Remove(path + ".tmp") // it was telling something as it ended
	}
}

// StateOf is the folder in which a run left a log of states; "" if it left none.
func (l *Life) StateOf(run string) string {
	for _, dir := range l.RingFolders() {
		if _, err := os.Lstat(filepath.Join(dir, statelog.Name(run))); err == nil {
			return dir
		}
	}
	return ""
}

// RingOf finds the ring of a run; "" if it has none. An error says that this is not known,
// for a folder of rings cannot be listed.
func (l *Life) RingOf(run string) (path string, err error) {
	for _, dir := range l.RingFolders() {
		path, failed := ringfile.Find(dir, run)
		if path != "" {
			return path, nil
		}
		err = errors.Join(err, failed)
	}
	return "", err
}
