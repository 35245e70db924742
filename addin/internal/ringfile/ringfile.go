// Package ringfile makes the file that a ring lies in, and reads the rings of a dead
// process.
//
// The file lies in memory that outlives the process (tmpfs, or the cache of a file),
// so what was recorded before a kill is there after it. The living process maps it
// and writes through the map (native/ring.c); this package reads files only by
// ordinary reads and believes nothing in them: a file may be cut, damaged, foreign or
// of a newer version.
//
// A run has one ring, RUN.ring, and in a burst further ones beside it, RUN.NUMBER.ring,
// that the process makes and removes as it needs them (native/growth.c). They are alike,
// and together they hold the run's records in the order of their sequences, wherever each
// lies.
//
// Package life makes and finds rings with it, package addin takes the records over.
//
// # Versions
//
// Version 1 is of a run that has one ring, whatever lies beside it. Since version 2 there
// may be more. A file of a newer version is left to a newer process, and so is its run.
//
// # Layout
//
//	0     magic, version of the file, size of the header
//	24    which run wrote it, when it began, attempts of recovery
//	64    the ring's own header: version, capacity, head, tail (native/ring.h)
//	128   path of the run's lock
//	4096  records
package ringfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/runlock"
)

const (
	magic   = "SENTRY1C RING\r\n\x00"
	version = 2

	versionAt      = 16
	runAt          = 20 // 16 digits
	startedAt      = 40 // nanoseconds since 1970
	attemptAt      = 48 // position that the last recovery was at
	attemptsAt     = 52 // how often it was there
	runningAt      = 56 // 1 as soon as the process has come through its start, 3 once it uses several roots
	attemptedAt    = 60 // when the last attempt was counted, in seconds since 1970
	ringVersionAt  = record.RingFileHeaderAt
	ringCapacityAt = ringVersionAt + 4
	ringHeadAt     = ringVersionAt + 8
	ringTailAt     = ringVersionAt + 12
	lockLengthAt   = 128

	severalRootsBit = 2
	lockAt          = 132
	maxLock         = record.RingFileRecordsAt - lockAt
	unit            = 8
)

// MaxBytes is what the records of one ring take at most; C makes none that is larger.
const MaxBytes = 64 << 20

// Errors that a caller tells apart.
var (
	// ErrNewer is about a file that a newer version of the add-in wrote: it is left
	// for one.
	ErrNewer = errors.New("written by a newer version")
	// ErrDamaged is about a file that cannot have been written by the component.
	ErrDamaged = errors.New("damaged")
)

// Create makes the file of a new ring of the size given, which must be a power of
// two, in dir, which must be private. All of it is written, so that memory that is
// not there is an error now and no signal later. The ring is mapped by the caller.
func Create(dir, run, lockPath string, size int) (path string, err error) {
	if size < unit || size&(size-1) != 0 || size > MaxBytes || len(lockPath) > maxLock || !runlock.ValidID(run) {
		return "", fmt.Errorf("ringfile: create: size %d, lock path of %d bytes, run %q", size, len(lockPath), run)
	}
	path = filepath.Join(dir, Name(run))
	temporary := path + newSuffix
	file, err := private.Create(temporary)
	if err != nil {
		return "", fmt.Errorf("ringfile: create: %w", err)
	}
	_, err = file.Write(newContent(run, lockPath, size))
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = private.Rename(temporary, path)
	}
	if err != nil {
		_ = private.Remove(temporary)
		return "", fmt.Errorf("ringfile: create: %w", err)
	}
	return path, nil
}

func newContent(run, lockPath string, size int) []byte {
	le := binary.LittleEndian
	content := make([]byte, record.RingFileRecordsAt+size)
	copy(content, magic)
	le.PutUint32(content[versionAt:], version)
	copy(content[runAt:], run)
	le.PutUint64(content[startedAt:], uint64(time.Now().UnixNano()))
	le.PutUint32(content[ringVersionAt:], record.FormatVersion)
	le.PutUint32(content[ringCapacityAt:], uint32(size/unit))
	le.PutUint32(content[lockLengthAt:], uint32(len(lockPath)))
	copy(content[lockAt:], lockPath)
	return content
}

// Hold says that the run of a ring lives, until what it returns is closed or the process
// ends: the run's lock may be taken away by its name.
func Hold(path string) (io.Closer, error) {
	file, err := private.Open(path)
	if err != nil {
		return nil, fmt.Errorf("ringfile: hold: %w", err)
	}
	held, err := runlock.Hold(file)
	if err != nil {
		return nil, fmt.Errorf("ringfile: hold: %w", err)
	}
	return held, nil
}

// Held reports whether the run of a ring lives, whatever has become of its lock.
func Held(path string) bool {
	file, err := private.OpenRead(path)
	if err != nil {
		return false
	}
	defer file.Close()
	return runlock.Held(file)
}

// MarkRunning notes in the file of a living run that it came through its start, and whether it has
// spools in several roots.
func MarkRunning(path string, severalRoots bool) error {
	file, err := private.Open(path)
	if err != nil {
		return fmt.Errorf("ringfile: mark as running: %w", err)
	}
	defer file.Close()
	mark := []byte{1, 0, 0, 0}
	if severalRoots {
		mark[0] |= severalRootsBit
	}
	if _, err := file.WriteAt(mark, runningAt); err != nil {
		return fmt.Errorf("ringfile: mark as running: %w", err)
	}
	return nil
}
