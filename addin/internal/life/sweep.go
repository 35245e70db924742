package life

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/ringfile"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/runlock"
	"sentry1c/addin/internal/statelog"
	"sentry1c/addin/internal/status"
)

// ownerOfRing reads whose ring a file is, "" if it is none for this version, and when
// that run began. A damaged one stays for who takes its run over, and counts it: that may be a
// process of another root. If nobody has come for long, it is put aside.
func ownerOfRing(path string) (lock string, started time.Time) {
	lock, started, err := ringfile.Owner(path)
	if info, statErr := os.Lstat(path); errors.Is(err, ringfile.ErrDamaged) && statErr == nil && older(info, ForgottenAfter) {
		QuarantineRing(path)
	}
	return lock, started
}

func older(info fs.FileInfo, age time.Duration) bool { return time.Since(info.ModTime()).Abs() > age }

// ForgottenAfter is when nobody will want the ring of a spool that was removed: servers
// refuse events that are as old.
const ForgottenAfter = 30 * 24 * time.Hour

// forgotten reports whether a ring is of a spool that was removed long ago, and of a run that has ended as
// long ago: one that lives shows that at the file (KeepRing). The spool may only be hidden from this process,
// in a container with the same memory.
func forgotten(ring, lock string, started time.Time) bool {
	if _, err := os.Lstat(filepath.Dir(lock)); !errors.Is(err, fs.ErrNotExist) || time.Since(started).Abs() <= ForgottenAfter {
		return false
	}
	info, err := os.Lstat(ring)
	return err == nil && older(info, ForgottenAfter) && !ringfile.Held(ring)
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
// run is known and has no lock any more, or has not gone on for long. What runs of other roots
// leave, whose locks are not known here, is for processes that know them.
func sweep(dir string, roots []string) {
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
		age := staleAfter
		places, told := roots, false
		if s, err := status.Read(dir, run); err == nil {
			// The run may be of another root, which may have another name here.
			_, err = os.Lstat(filepath.Dir(lockIn(s.Root, run)))
			places, told = append([]string{s.Root}, roots...), err == nil
		}
		wanted := entry.Name() == statelog.Name(run) || filepath.Join(dir, entry.Name()) == root.Long(dir, run)
		if wanted && !told {
			age = ForgottenAfter
		}
		if older(info, age) && lockless(places, run) {
			_ = os.RemoveAll(filepath.Join(dir, entry.Name()))
		}
	}
}

// lockIn is where the lock of a run lies if the run is of this root.
func lockIn(place, run string) string { return filepath.Join(place, "v1", "locks", runlock.Name(run)) }

// lockless reports whether a run has no lock in any of some roots: with one it lives, or is taken
// over with what it left.
func lockless(roots []string, run string) bool {
	return !slices.ContainsFunc(roots, func(one string) bool {
		_, err := os.Lstat(lockIn(one, run))
		return !errors.Is(err, fs.ErrNotExist)
	})
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
