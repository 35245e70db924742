//go:build !windows

package private

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

func mkdir(path string) error { return os.Mkdir(path, dirMode) }

func checkDir(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("private: check folder: %w", err)
	}
	if !info.IsDir() || !owned(info) {
		return fmt.Errorf("private: check folder %s: %w", filepath.Base(path), ErrForeign)
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	// Ours, but open: made by hand, or under another umask.
	if err := os.Chmod(path, dirMode); err != nil {
		return fmt.Errorf("private: close folder to others: %w", err)
	}
	return nil
}

func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

func open(path string, flags int) (*os.File, error) {
	fd, err := unix.Open(path, flags|unix.O_NOFOLLOW|unix.O_CLOEXEC|unix.O_NONBLOCK, uint32(fileMode))
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}

func checkFile(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("private: check file: %w", err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.Mode().IsRegular() || !owned(info) || stat.Nlink > 1 || info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("private: check file %s: %w", filepath.Base(file.Name()), ErrForeign)
	}
	return nil
}
