// Package runlock tells the runs of processes apart, and the living from the dead.
//
// A run is one life of the component in one process. It has a random name, and a
// lock file that it holds for life: the system lets go of it when the process ends,
// however it ends. So a run is dead when its lock can be taken, and whoever takes it
// may have what the run left. The number of the process is no identity: systems use
// it again.
//
// Locks belong to open files (flock, LockFileEx), not to processes: two versions of
// the add-in in one process are two runs.
//
// Package life begins and ends runs with it, package spool asks whose a folder is; it touches
// lock files only.
package runlock

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"sentry1c/addin/internal/private"
)

const (
	suffix = ".lock"
	// newSuffix is behind the name of a lock that is being made.
	newSuffix = ".new"
	// idBytes make a name that no two runs share.
	idBytes = 8
)

// Lock is a run's lock, held by this process: its own, or a dead one's.
type Lock struct {
	// ID names the run.
	ID string

	path  string
	mu    sync.Mutex // guards file against Keep
	file  *os.File
	alive alive
}

// newLock returns the lock of a run whose file is held. Without the name it is as safe as
// its file.
func newLock(id, path string, file *os.File) *Lock {
	held, _ := holdName(id)
	keep(file)
	return &Lock{ID: id, path: path, file: file, alive: held}
}

// ErrTaken is in the chain of the error of Keep when another process has claimed a run
// that lives: somebody had removed its lock file.
var ErrTaken = errors.New("claimed by another process")

// New begins a run: it makes a lock file in dir, which must be private, and holds it.
func New(dir string) (l *Lock, err error) {
	// Sweep of another process may have taken the file before it was locked.
	for range newAttempts {
		var random [idBytes]byte
		rand.Read(random[:])
		id := hex.EncodeToString(random[:])
		path := filepath.Join(dir, id+suffix)
		file, err := begin(path)
		if err == nil {
			return newLock(id, path, file), nil
		}
		if !errors.Is(err, errFaster) {
			return nil, fmt.Errorf("runlock: begin a run: %w", err)
		}
	}
	return nil, fmt.Errorf("runlock: begin a run: %w", errFaster)
}

// newAttempts are more than anybody who sweeps can spoil.
const newAttempts = 100

var errFaster = errors.New("somebody was faster")

// Sweep removes from dir what processes left that were killed while they began a run.
func Sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if id, ok := strings.CutSuffix(entry.Name(), suffix+newSuffix); !ok || !ValidID(id) {
			continue
		}
		path := filepath.Join(dir, entry.Name())
		if file, err := private.OpenRead(path); err == nil {
			if held, err := tryLock(file); err == nil && held {
				_ = os.Remove(path)
			}
			file.Close()
		}
	}
}

// createLocked makes a file and locks it.
func createLocked(path string) (*os.File, error) {
	file, err := private.Create(path)
	if err != nil {
		return nil, err
	}
	held, err := tryLock(file)
	if err == nil && !held {
		err = errFaster
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// Path is where the lock file lies.
func (l *Lock) Path() string { return l.path }

// Keep makes the lock file again, with its folder, if somebody has removed it: a run
// without one is taken for a dead one.
//
// # Threads
//
// Any goroutine.
func (l *Lock) Keep() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if same(l.file, l.path) {
		keepSpare(filepath.Dir(l.path))
		return nil
	}
	if err := private.MkdirAll(filepath.Dir(l.path)); err != nil {
		return fmt.Errorf("runlock: keep a lock: %w", err)
	}
	_ = private.MakeWay(l.path)
	file, err := createLocked(l.path)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, errFaster) {
		err = ErrTaken
	}
	if err != nil {
		return fmt.Errorf("runlock: keep a lock: %w", err)
	}
	keep(file)
	drop(l.file)
	l.file = file
	return nil
}

// End gives the run up and removes its lock file. Nothing of the run may be left: it
// would belong to nobody.
func (l *Lock) End() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.alive.end()
	letGo(l.file.Fd())
	return end(l)
}

// Claim takes the lock of a run that is dead; nil if it lives or somebody else has
// claimed it. A lock file that is gone is made again, if nothing else says that the run
// lives: its folder may have been cleaned, or it was lost with a restart of the machine.
func Claim(path string) (*Lock, error) {
	id, ok := IDOf(path)
	if !ok {
		return nil, fmt.Errorf("runlock: claim %q: not the lock of a run", filepath.Base(path))
	}
	if err := private.MkdirAll(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("runlock: claim a run: %w", err)
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) && lives(id) {
		return nil, nil
	}
	file, held, err := openLocked(path)
	if errors.Is(err, private.ErrForeign) || errors.Is(err, fs.ErrPermission) {
		// Nobody reads what is in it, so a mode that somebody gave it does no harm.
		// What is no plain file was never a lock: the file is gone, as above.
		if private.CloseToOthers(path) == nil || !lives(id) && private.MakeWay(path) == nil {
			file, held, err = openLocked(path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("runlock: claim a run: %w", err)
	}
	if !held {
		return nil, nil
	}
	// Between opening and locking, another claimer may have finished and removed the
	// file: then this lock is one of nothing.
	if !same(file, path) {
		file.Close()
		return nil, nil
	}
	return newLock(id, path, file), nil
}

// openLocked opens a lock file and locks it, if nobody has. It reads only where that is
// enough for a lock: who watches the folder for runs that end (a file that was open
// for writing is closed then) must not be woken by those who look.
func openLocked(path string) (file *os.File, held bool, err error) {
	for _, open := range []func(string) (*os.File, error){private.OpenRead, private.OpenOrCreate} {
		if file, err = open(path); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if inUse(err) {
				return nil, false, nil
			}
			return nil, false, err
		}
		if held, err = tryLock(file); err == nil && held {
			return file, true, nil
		}
		file.Close()
		if err == nil {
			return nil, false, nil
		}
		// Some network drives lock only what is open for writing.
	}
	return nil, false, err
}

// same reports whether file is still what has the name.
func same(file *os.File, path string) bool {
	held, err := file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path)
	return err == nil && os.SameFile(held, named)
}

// Release lets go of a claim without ending the run: another process may try.
func (l *Lock) Release() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.alive.end()
	drop(l.file)
}

// IDOf returns the name of the run whose lock a path is; ok is false if it is none.
// Two paths with one name are one run, whatever way they lead to it.
func IDOf(path string) (id string, ok bool) {
	id, ok = strings.CutSuffix(filepath.Base(path), suffix)
	return id, ok && ValidID(id)
}

// Name is the file name of a run's lock.
func Name(id string) string { return id + suffix }

// ValidID reports whether a text may be the name of a run.
func ValidID(id string) bool {
	if len(id) != 2*idBytes {
		return false
	}
	return strings.Trim(id, "0123456789abcdef") == ""
}

// List returns the paths of the lock files in dir: of living and dead runs.
func List(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("runlock: list runs: %w", err)
	}
	var paths []string
	for _, entry := range entries {
		if id, ok := strings.CutSuffix(entry.Name(), suffix); ok && ValidID(id) {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	return paths, nil
}
