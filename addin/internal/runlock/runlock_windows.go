package runlock

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/windows"

	"sentry1c/addin/internal/private"
)

// tryLock takes the lock of an open file, if nobody has it.
func tryLock(file *os.File) (held bool, err error) {
	var overlapped windows.Overlapped
	err = windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &overlapped)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return false, nil
	}
	return err == nil, err
}

// holdFile has nothing to do: a file that is open keeps its name here.
func holdFile(*os.File) error { return nil }

// Held is never true.
func Held(*os.File) bool { return false }

// begin makes the file under its name, since one that is open cannot be renamed here.
// Who claims it before it is locked has the run, and finds nothing of it.
func begin(path string) (*os.File, error) { return createLocked(path) }

// keepSpare has nothing to do: it is for file systems that run out of names before they run out of room.
func keepSpare(string) {}

// end lets go first: what is open cannot be removed. Whoever claims the run between
// finds nothing of it, and ends it.
func end(l *Lock) error {
	if err := l.file.Close(); err != nil {
		return err
	}
	if err := private.Remove(l.path); !errors.Is(err, fs.ErrNotExist) && !inUse(err) {
		return err
	}
	return nil
}

// inUse reports whether a file could not be had since somebody else has it open, which says
// as much as a lock.
func inUse(err error) bool { return errors.Is(err, windows.ERROR_SHARING_VIOLATION) }
