// Package private keeps files that nobody but their owner may read, plant or
// redirect: they hold error texts and names of users.
//
// A folder is taken only if it is a real one (no link), belongs to this user and is
// closed to everybody else. A file is opened without following links, and only if
// it is a plain file of this user that has no second name. Whatever is otherwise was
// put there by somebody else, and is an error.
//
// On Windows folders get a list of rights that names the owner, the system and the
// administrators; files inherit it.
//
// Every room that keeps a file makes it here.
package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrForeign is in the chain of errors about what belongs to somebody else, ErrLarge in
// that of ReadFile about a file beyond its limit.
var (
	ErrForeign = errors.New("made by somebody else, or open to others")
	ErrLarge   = errors.New("too large")
)

const (
	dirMode  fs.FileMode = 0o700
	fileMode fs.FileMode = 0o600
)

// MkdirAll makes path, with what is missing above it, and checks path itself. What
// is above must be there or be made: it is not checked.
func MkdirAll(path string) error {
	if err := checkDir(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), dirMode); err != nil {
		return fmt.Errorf("private: make folder: %w", err)
	}
	// Another process may make it at the same time.
	if err := mkdir(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("private: make folder: %w", err)
	}
	return checkDir(path)
}

// Unreachable reports whether an error of a path says that it leads nowhere: not even to something
// that is denied.
func Unreachable(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.ELOOP)
}

// Create makes a new file; it is an error if anything of this name is there.
func Create(path string) (*os.File, error) {
	file, err := open(path, os.O_RDWR|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return nil, fmt.Errorf("private: create file: %w", err)
	}
	return file, nil
}

// Open opens a file that is there for reading and writing.
func Open(path string) (*os.File, error) {
	file, err := open(path, os.O_RDWR)
	if err != nil {
		return nil, fmt.Errorf("private: open file: %w", err)
	}
	return checked(file)
}

// OpenAppend opens a file to add to its end, and makes it if there is none.
func OpenAppend(path string) (*os.File, error) {
	file, err := open(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND)
	if err != nil {
		return nil, fmt.Errorf("private: open file: %w", err)
	}
	return checked(file)
}

// OpenRead opens a file that is there for reading.
func OpenRead(path string) (*os.File, error) {
	file, err := open(path, os.O_RDONLY)
	if err != nil {
		return nil, fmt.Errorf("private: open file: %w", err)
	}
	return checked(file)
}

// OpenOrCreate opens a file, and makes it if there is none.
func OpenOrCreate(path string) (*os.File, error) {
	file, err := open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, fmt.Errorf("private: open file: %w", err)
	}
	return checked(file)
}

func checked(file *os.File) (*os.File, error) {
	if err := checkFile(file); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// ReadFile returns what is in a file, at most limit bytes of it; more is an error.
func ReadFile(path string, limit int64) ([]byte, error) {
	file, err := OpenRead(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("private: read file: %w", err)
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("private: read file %s: %d bytes, at most %d are read: %w", filepath.Base(path), info.Size(), limit, ErrLarge)
	}
	content := make([]byte, info.Size())
	if _, err := file.ReadAt(content, 0); err != nil && len(content) > 0 {
		return nil, fmt.Errorf("private: read file: %w", err)
	}
	return content, nil
}

// WriteFile makes path with this content in one step: it is there whole, or not at
// all. What had the name is replaced. The content is not synced to the disk. While it has no
// name yet, somebody may take it and keep it from getting one, such as a virus scanner, or look at
// one of before that goes: then it is written once more.
func WriteFile(path string, content []byte) error {
	err := writeAs(path, path+".tmp", content)
	if err != nil && (Temporary(err) || goes(err)) {
		if writeAs(path, path+".again.tmp", content) == nil {
			return nil
		}
	}
	return err
}

// Overwrite puts content in the place of what is in a file, which must be as long: it takes no room. Who is
// killed meanwhile may leave a part of both.
func Overwrite(path string, content []byte) error {
	file, err := Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err == nil && info.Size() != int64(len(content)) {
		err = fmt.Errorf("%d bytes do not take the place of %d", len(content), info.Size())
	}
	if err == nil {
		_, err = file.WriteAt(content, 0)
	}
	if err != nil {
		return fmt.Errorf("private: overwrite file: %w", err)
	}
	return nil
}

func writeAs(path, temporary string, content []byte) error {
	file, err := Create(temporary)
	if errors.Is(err, fs.ErrExist) {
		// What a process that died left of this name.
		if err := makeWay(temporary); err != nil {
			return fmt.Errorf("private: write file: %w", err)
		}
		file, err = Create(temporary)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = Rename(temporary, path)
	}
	if info, is := os.Lstat(path); err != nil && is == nil && info.IsDir() {
		if makeWay(path) == nil {
			err = Rename(temporary, path)
		}
	}
	if err != nil {
		_ = Remove(temporary)
		return fmt.Errorf("private: write file: %w", err)
	}
	return nil
}

// MakeWay makes the name of a file free if no plain file has it: what is there cannot be
// ours. A folder with something in it is put aside.
func MakeWay(path string) error {
	info, err := os.Lstat(path)
	if err != nil || info.Mode().IsRegular() {
		return err
	}
	return makeWay(path)
}

func makeWay(path string) error {
	err := os.Remove(path)
	if err != nil && os.Rename(path, path+asideSuffix) == nil {
		return nil
	}
	return err
}

// asideSuffix is behind the name of what was in the way of a file.
const asideSuffix = ".damaged"
