//go:build !windows

package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

func mkdir(path string) error { return os.Mkdir(path, dirMode) }

// Rename gives a file another name; what had it is replaced in one step.
func Rename(from, to string) error { return os.Rename(from, to) }

// Remove removes a file or an empty folder.
func Remove(path string) error { return os.Remove(path) }

// ReadDir lists a folder.
func ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }

func checkDir(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("private: check folder: %w", err)
	}
	if !info.IsDir() || !owned(info) {
		return fmt.Errorf("private: check folder %s: %w", filepath.Base(path), ErrForeign)
	}
	if info.Mode().Perm() == dirMode {
		return nil
	}
	// Ours, but open to others or closed to us: made by hand, restored, or under another
	// umask.
	if err := os.Chmod(path, dirMode); err != nil {
		return fmt.Errorf("private: close folder to others: %w", err)
	}
	return nil
}

func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// OwnerOf is the number of the user to whom a file or folder belongs, if that is not this
// one and the files in it are none to this package; else "".
func OwnerOf(path string) string {
	info, err := os.Lstat(path)
	if err != nil || owned(info) {
		return ""
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprint(stat.Uid)
	}
	return ""
}

// Temporary reports whether an error of a file may soon be over: the system is short of
// something.
func Temporary(err error) bool {
	for _, over := range [...]error{unix.EMFILE, unix.ENFILE, unix.ENOMEM, unix.ENOBUFS, unix.EAGAIN, unix.EINTR, unix.EBUSY} {
		if errors.Is(err, over) {
			return true
		}
	}
	return false
}

// goes is for Windows: here a name is free as soon as a file has it no more.
func goes(error) bool { return false }

// NoRoom reports whether an error is for want of room: on the disk, of the user's share of it, or in what
// a file of this process may have.
func NoRoom(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) || errors.Is(err, unix.EFBIG)
}

func open(path string, flags int) (*os.File, error) {
	fd, err := unix.Open(path, flags|unix.O_NOFOLLOW|unix.O_CLOEXEC|unix.O_NONBLOCK, uint32(fileMode))
	switch err {
	case nil:
		if flags&os.O_EXCL != 0 { // whatever umask the host has: who comes next must be able to open it
			_ = unix.Fchmod(fd, uint32(fileMode))
		}
	case unix.ELOOP, unix.EISDIR, unix.ENXIO:
		// A link, a folder, or a pipe that nobody reads.
		return nil, &fs.PathError{Op: "open", Path: path, Err: fmt.Errorf("%w: %w", err, ErrForeign)}
	default:
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}

func checkFile(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("private: check file: %w", err)
	}
	if odd := oddity(info); odd != "" {
		return fmt.Errorf("private: check file %s: %s: %w", filepath.Base(file.Name()), odd, ErrForeign)
	}
	return nil
}

// oddity says what of a file is not as this package makes them; "" if all is.
func oddity(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok || !info.Mode().IsRegular():
		return "no plain file"
	case !owned(info):
		return fmt.Sprintf("of user %d, not of %d", stat.Uid, os.Geteuid())
	case stat.Nlink > 1:
		return fmt.Sprintf("has %d names", stat.Nlink)
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Sprintf("mode %#o, want %#o", info.Mode().Perm(), fileMode)
	}
	return ""
}

// CloseToOthers gives a plain file of this user, under one name, the mode that this
// package makes files with: for files whose content nobody needs to trust.
func CloseToOthers(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("private: close file to others: %w", err)
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || !info.Mode().IsRegular() || !owned(info) || stat.Nlink > 1 {
		return fmt.Errorf("private: close file %s to others: %s: %w", filepath.Base(path), oddity(info), ErrForeign)
	}
	if err := os.Chmod(path, fileMode); err != nil {
		return fmt.Errorf("private: close file to others: %w", err)
	}
	return nil
}
