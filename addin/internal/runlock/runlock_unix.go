//go:build !windows

package runlock

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/private"
)

// tryLock takes the lock of an open file, if nobody has it.
func tryLock(file *os.File) (held bool, err error) {
	for {
		err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, nil
		case !errors.Is(err, unix.EINTR):
			return false, err
		}
	}
}

func holdFile(file *os.File) error {
	for range holdAttempts {
		held, err := tryLock(file)
		if held || err != nil {
			return err
		}
		time.Sleep(time.Millisecond) // somebody is just looking
	}
	return errFaster
}

// holdAttempts are more than anybody who looks can spoil.
const holdAttempts = 100

// Held does not keep others from looking at the same time.
func Held(file *os.File) bool {
	err := unix.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB)
	if err == nil {
		_ = unix.Flock(int(file.Fd()), unix.LOCK_UN)
	}
	return errors.Is(err, unix.EWOULDBLOCK)
}

// begin locks the file before it gets its name: nobody ever finds a lock of a living
// run that can be taken.
func begin(path string) (*os.File, error) {
	temporary := path + newSuffix
	file, err := createLocked(temporary)
	if err != nil && private.NoRoom(err) {
		file, err = useSpare(temporary, err)
	}
	if err == nil {
		if err = os.Rename(temporary, path); err != nil {
			file.Close()
			if errors.Is(err, os.ErrNotExist) {
				err = errFaster // Sweep came between the creation and the lock
			}
		}
	}
	if err != nil {
		_ = os.Remove(temporary)
		return nil, err
	}
	keepSpare(filepath.Dir(path))
	return file, nil
}

// SpareFile is kept beside the locks for a run that begins where there is no room for another name: what
// dead runs have left there is sent then, and makes room.
const SpareFile = "spare"

// useSpare makes the spare file one that is locked; without one the error stays.
func useSpare(path string, noRoom error) (*os.File, error) {
	if os.Rename(filepath.Join(filepath.Dir(path), SpareFile), path) != nil {
		return nil, noRoom
	}
	file, err := private.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, errFaster // Sweep came between
	}
	if err != nil {
		return nil, err
	}
	if held, err := tryLock(file); err != nil || !held {
		file.Close()
		return nil, cmp.Or(err, errFaster)
	}
	return file, nil
}

// keepSpare makes the spare file if there is none, as far as it can be made.
func keepSpare(dir string) {
	path := filepath.Join(dir, SpareFile)
	if _, err := os.Lstat(path); err == nil {
		return
	}
	if file, err := private.Create(path); err == nil {
		file.Close()
	}
}

// inUse is never true: a file that is open can be opened again.
func inUse(error) bool { return false }

// end removes the file while the lock is held, so that nobody can claim it between.
func end(l *Lock) error {
	err := os.Remove(l.path)
	if closed := l.file.Close(); err == nil {
		err = closed
	}
	return err
}
