package spool

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/runlock"
)

const (
	formatDir     = "v1"
	locksDir      = "locks"
	quarantineDir = "quarantine"
	// projectLength is how long the name of a project's folder is.
	projectLength = 16
	// maxFile is the largest file that is read: larger than any envelope.
	maxFile = 128 << 20
)

// Base is the folder in a root that all of this version of the format lies in.
func Base(root string) string { return filepath.Join(root, formatDir) }

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
	lock    *runlock.Lock
	target  []byte
	syncing sync.Mutex // of Sync, before mu

	mu      sync.Mutex
	adopted map[string]int // files left in each folder of a dead run that this client owns now
	unsync  []string       // files that may not be on the disk yet
	stuck   stuck

	keeping sync.Mutex            // of Keep
	unmade  atomic.Pointer[error] // why there is no folder yet; nil if there is
}

// Project names the folder of a DSN: its digest, since the DSN is a secret.
func Project(dsn string) string {
	sum := sha256.Sum256([]byte(dsn))
	return hex.EncodeToString(sum[:8])
}

// ProjectIn is the folder of the project of a DSN below a root.
func ProjectIn(root, dsn string) string { return filepath.Join(root, formatDir, Project(dsn)) }

// Open makes the folder of client number n of a run below root, for the project of a
// DSN. Target is noted in it: where the envelopes go, in one line, for who has nothing
// but the folder. If there is no room for it, it is made when there is: Unmade tells that.
func Open(root, dsn string, lock *runlock.Lock, n uint32, target []byte) (*Spool, error) {
	s := &Spool{
		project: filepath.Join(root, formatDir, Project(dsn)),
		lock:    lock,
		target:  target,
		adopted: make(map[string]int),
	}
	s.own = filepath.Join(s.project, fmt.Sprintf("%s.%d", lock.ID, n))
	err := s.makeFolders()
	if err == nil {
		err = s.take(s.own)
	}
	if err != nil && (private.NoRoom(err) || private.Temporary(err)) {
		s.unmade.Store(&err)
		return s, nil
	}
	if err != nil {
		return nil, fmt.Errorf("spool: open: %w", err)
	}
	return s, nil
}

// Unmade is why there is no folder yet; nil if there is.
func (s *Spool) Unmade() error {
	if why := s.unmade.Load(); why != nil {
		return *why
	}
	return nil
}

func (s *Spool) makeFolders() error {
	for _, dir := range []string{filepath.Dir(s.project), s.project, s.own} {
		if err := private.MkdirAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// Keep makes again what somebody removed under the living run: the folders, whose they
// are, and the lock, without which others would take them over. What lay in them is lost.
func (s *Spool) Keep() error {
	s.keeping.Lock()
	defer s.keeping.Unlock()
	if err := s.lock.Keep(); err != nil {
		return fmt.Errorf("spool: keep: %w", err)
	}
	if err := s.makeFolders(); err != nil {
		return fmt.Errorf("spool: keep: %w", err)
	}
	n, err := readNote(s.own)
	if err != nil {
		return fmt.Errorf("spool: keep: %w", err)
	}
	if n.lock != s.lock.Path() {
		err = s.take(s.own)
	}
	if err == nil {
		s.unmade.Store(nil)
	}
	return err
}

// write makes a file in the client's folder.
func (s *Spool) write(path string, content []byte) error {
	if s.Unmade() == nil { // else the folder may be there, and no note in it
		err := private.WriteFile(path, content)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := s.Keep(); err != nil {
		return err
	}
	return private.WriteFile(path, content)
}

// maxScratch is how large memory may be that files are made in one after another.
const maxScratch = 256 << 10

var scratches = sync.Pool{New: func() any { return new([]byte) }}

// Put writes an envelope, which is there whole when it returns.
func (s *Spool) Put(key Key, envelope []byte) (Entry, error) {
	e := Entry{Key: key, dir: s.own}
	err := s.put(&e, envelope)
	return e, err
}

func (s *Spool) put(e *Entry, envelope []byte) error {
	scratch := scratches.Get().(*[]byte)
	defer scratches.Put(scratch)
	file, err := sealEnvelope((*scratch)[:0], envelope)
	path := e.path()
	if err == nil {
		e.Size = int64(len(file))
		err = s.write(path, file)
	}
	if cap(file) <= maxScratch {
		*scratch = file
	}
	if err != nil {
		return fmt.Errorf("spool: put: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.unsync) == 0 || s.unsync[len(s.unsync)-1] != path { // written anew, as often as not
		s.unsync = append(s.unsync, path)
	}
	return nil
}

// Rewrite puts another envelope in the place of one that Put wrote, in one step. If the
// name cannot be had, for somebody holds the file open, it gets another one; the earlier
// file goes as soon as that can be, and who takes over finds the newest. If the new one
// cannot be written at all, the old one stays.
func (s *Spool) Rewrite(e *Entry, envelope []byte) error {
	changed := *e
	err := s.put(&changed, envelope)
	if err == nil {
		*e = changed
		return nil
	}
	changed.Created = changed.Created.Add(time.Millisecond)
	if s.put(&changed, envelope) != nil {
		return err
	}
	_ = s.giveUp(*e)
	*e = changed
	return nil
}

// turns bounds how many files are read and removed at once, of all spools together: each
// of them keeps a thread of the system waiting for the disk, and threads are not given back.
var turns = make(chan struct{}, 3)

func takeTurn() (done func()) {
	turns <- struct{}{}
	return func() { <-turns }
}

// Load reads an envelope. The error is fs.ErrNotExist if its file is gone, and ErrDamaged
// if it is not what was written; any other may be over the next time: the file is closed
// to us, the process has too many open, the disk does not answer.
func (s *Spool) Load(e Entry) ([]byte, error) {
	defer takeTurn()()
	file, err := private.ReadFile(e.path(), maxFile)
	if errors.Is(err, private.ErrLarge) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if err == nil {
		file, err = openEnvelope(file)
	}
	if err != nil {
		return nil, fmt.Errorf("spool: load: %w", err)
	}
	return file, nil
}

// TakeAway deletes the file of an envelope that Rewrite may bring back, or Remove gives up.
func (s *Spool) TakeAway(e Entry) error {
	defer takeTurn()()
	if s.stuckOf(e) {
		return fmt.Errorf("spool: take away: %w", errStuck)
	}
	if err := private.Remove(e.path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("spool: take away: %w", err)
	}
	return nil
}

// Remove deletes an envelope. A folder of a dead run that becomes empty goes too. If the
// file cannot be removed now, that is tried again by and by.
func (s *Spool) Remove(e Entry) error {
	defer takeTurn()()
	if err := s.giveUp(e); err != nil {
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
	_ = os.Remove(filepath.Join(dir, OwnerFile))
	_ = os.Remove(dir)
}

// Project is the folder of the project.
func (s *Spool) Project() string { return s.project }

// Dir is the folder that this client writes into.
func (s *Spool) Dir() string { return s.own }

// list returns the files of a folder, oldest of the most important first, and removes
// what a process that died was writing. What has the name of an envelope is one, whatever
// it is: who reads it will see.
func list(dir string) ([]Entry, error) {
	files, err := private.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("spool: list: %w", err)
	}
	var entries []Entry
	for _, file := range files {
		if strings.HasSuffix(file.Name(), ".tmp") || file.Name() == limitsFile {
			_ = os.Remove(filepath.Join(dir, file.Name()))
			continue
		}
		key, ok := parseName(file.Name())
		if !ok {
			continue
		}
		e := Entry{Key: key, dir: dir}
		if info, err := file.Info(); err == nil {
			// What is longer is no envelope. It is put aside when its turn comes, and must
			// not push others out until then.
			if e.Size = info.Size(); e.Size > maxFile {
				e.Size = 0
			}
		} else if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		entries = append(entries, e)
	}
	return entries, nil
}
