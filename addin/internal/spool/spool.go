package spool

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/runlock"
)

const (
	formatDir     = "v1"
	locksDir      = "locks"
	quarantineDir = "quarantine"
	ownerFile     = "owner"
	maxOwner      = 1 << 20
	// maxFile is the largest file that is read: larger than any envelope.
	maxFile = 128 << 20
)

// LocksDir returns the folder of a root where runs have their locks, and makes it.
func LocksDir(root string) (string, error) {
	dir := filepath.Join(root, formatDir, locksDir)
	if err := private.MkdirAll(filepath.Join(root, formatDir)); err != nil {
		return "", fmt.Errorf("spool: make the folder of locks: %w", err)
	}
	if err := private.MkdirAll(dir); err != nil {
		return "", fmt.Errorf("spool: make the folder of locks: %w", err)
	}
	return dir, nil
}

// Entry is a file.
type Entry struct {
	Key
	Size int64

	dir string
}

func (e Entry) path() string { return filepath.Join(e.dir, e.name()) }

// Spool is the part of the spool that one client of this run owns.
//
// # Threads
//
// Any goroutine; calls wait for the disk.
type Spool struct {
	project string // folder of the project
	own     string // folder of the client
	lock    string // path of the run's lock
	target  []byte

	mu      sync.Mutex
	adopted map[string]int // files left in each folder of a dead run that this client owns now
	unsync  []string       // files that may not be on the disk yet
}

// Project names the folder of a DSN: its digest, since the DSN is a secret.
func Project(dsn string) string {
	sum := sha256.Sum256([]byte(dsn))
	return hex.EncodeToString(sum[:8])
}

// Open makes the folder of client number n of a run below root, for the project of a
// DSN. Target is noted in it: where the envelopes go, in one line, for who has nothing
// but the folder.
func Open(root, dsn string, lock *runlock.Lock, n uint32, target []byte) (*Spool, error) {
	s := &Spool{
		project: filepath.Join(root, formatDir, Project(dsn)),
		lock:    lock.Path(),
		target:  target,
		adopted: make(map[string]int),
	}
	s.own = filepath.Join(s.project, fmt.Sprintf("%s.%d", lock.ID, n))
	for _, dir := range []string{filepath.Join(root, formatDir), s.project, s.own} {
		if err := private.MkdirAll(dir); err != nil {
			return nil, fmt.Errorf("spool: open: %w", err)
		}
	}
	if err := s.take(s.own); err != nil {
		return nil, err
	}
	return s, nil
}

// take makes this run the owner of a folder. Where its envelopes go stays noted there.
func (s *Spool) take(dir string) error {
	_, target := readOwner(dir)
	if target == nil {
		target = s.target
	}
	return own(dir, s.lock, target)
}

// own writes whose a folder is.
func own(dir, lock string, target []byte) error {
	content := append([]byte(lock+"\n"), target...)
	if err := private.WriteFile(filepath.Join(dir, ownerFile), content); err != nil {
		return fmt.Errorf("spool: own a folder: %w", err)
	}
	return nil
}

// owner returns the path of the lock that owns a folder; "" if it does not say.
func owner(dir string) string {
	lock, _ := readOwner(dir)
	return lock
}

func readOwner(dir string) (lock string, target []byte) {
	content, err := private.ReadFile(filepath.Join(dir, ownerFile), maxOwner)
	if err != nil {
		return "", nil
	}
	first, rest, _ := bytes.Cut(content, []byte("\n"))
	if len(rest) > 0 {
		target = rest
	}
	return string(first), target
}

// Put writes an envelope, which is there whole when it returns.
func (s *Spool) Put(key Key, content []byte) (Entry, error) {
	e := Entry{Key: key, Size: int64(len(content)), dir: s.own}
	if err := private.WriteFile(e.path(), content); err != nil {
		return Entry{}, fmt.Errorf("spool: put: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unsync = append(s.unsync, e.path())
	return e, nil
}

// Rewrite puts another content in the place of an envelope's, in one step, if it can.
func (s *Spool) Rewrite(e Entry, content []byte) {
	if private.WriteFile(e.path(), content) == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.unsync = append(s.unsync, e.path())
	}
}

// Load reads an envelope.
func (s *Spool) Load(e Entry) ([]byte, error) {
	content, err := private.ReadFile(e.path(), maxFile)
	if err != nil {
		return nil, fmt.Errorf("spool: load: %w", err)
	}
	return content, nil
}

// Remove deletes an envelope. A folder of a dead run that becomes empty goes too.
func (s *Spool) Remove(e Entry) error {
	err := os.Remove(e.path())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("spool: remove: %w", err)
	}
	s.leave(e.dir)
	return nil
}

// leave counts a file that left a folder which was adopted. With the last one the
// folder goes, if nothing but its owner is left in it.
func (s *Spool) leave(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	count, adopted := s.adopted[dir]
	if !adopted {
		return
	}
	if count--; count > 0 {
		s.adopted[dir] = count
		return
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) <= 1 {
		removeFolder(dir)
		delete(s.adopted, dir)
	}
}

// removeFolder removes a folder that holds nothing but the file of its owner.
func removeFolder(dir string) {
	_ = os.Remove(filepath.Join(dir, ownerFile))
	_ = os.Remove(dir)
}

// Project is the folder of the project.
func (s *Spool) Project() string { return s.project }

// Dir is the folder that this client writes into.
func (s *Spool) Dir() string { return s.own }

// list returns the files of a folder, oldest of the most important first, and removes
// what a process that died was writing.
func list(dir string) ([]Entry, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("spool: list: %w", err)
	}
	var entries []Entry
	for _, file := range files {
		if strings.HasSuffix(file.Name(), ".tmp") {
			_ = os.Remove(filepath.Join(dir, file.Name()))
			continue
		}
		key, ok := parseName(file.Name())
		if !ok {
			continue
		}
		info, err := file.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		entries = append(entries, Entry{Key: key, Size: info.Size(), dir: dir})
	}
	return entries, nil
}
