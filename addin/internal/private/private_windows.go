package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/windows"
)

// rights: the owner, the system and the administrators may do everything, nothing is
// inherited from above.
const rights = "D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"

func mkdir(path string) error {
	descriptor, err := windows.SecurityDescriptorFromString(rights)
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	attributes := windows.SecurityAttributes{SecurityDescriptor: descriptor}
	attributes.Length = securityAttributesSize
	if err := windows.CreateDirectory(name, &attributes); err != nil {
		return &fs.PathError{Op: "mkdir", Path: path, Err: err}
	}
	return nil
}

// securityAttributesSize is what Windows wants in SecurityAttributes.Length: a
// number, a pointer and a truth, aligned.
const securityAttributesSize = 8 + 2*(4<<(^uintptr(0)>>63))

func checkDir(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return fmt.Errorf("private: check folder: %w", err)
	}
	if !info.IsDir() || info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 {
		return fmt.Errorf("private: check folder %s: %w", filepath.Base(path), ErrForeign)
	}
	return nil
}

// Rename gives a file another name; what had it is replaced in one step. A file that is open
// keeps its name: whoever syncs or scans it for viruses has done with it soon, so it is
// tried for some time.
func Rename(from, to string) error {
	return insist(func() error { return os.Rename(from, to) })
}

// Remove removes a file or an empty folder, as patiently as Rename.
func Remove(path string) error {
	return insist(func() error { return os.Remove(path) })
}

// patience is how long something is tried that another handle prevents.
const patience = 200 * time.Millisecond

func insist(do func() error) error {
	deadline := time.Now().Add(patience)
	for pause := time.Millisecond; ; pause *= 2 {
		err := do()
		held := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !held || time.Now().Add(pause).After(deadline) {
			return err
		}
		time.Sleep(pause)
	}
}

// OwnerOf is "": who may use a file here is in the list of its rights.
func OwnerOf(string) string { return "" }

func open(path string, flags int) (*os.File, error) { return os.OpenFile(path, flags, fileMode) }

func checkFile(file *os.File) error {
	info, err := os.Lstat(file.Name())
	if err != nil {
		return fmt.Errorf("private: check file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("private: check file %s: no plain file: %w", filepath.Base(file.Name()), ErrForeign)
	}
	return nil
}

// CloseToOthers changes nothing here: files inherit the rights of their folder. What is no
// plain file cannot be closed.
func CloseToOthers(path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = ErrForeign
	}
	if err != nil {
		return fmt.Errorf("private: close file to others: %w", err)
	}
	return nil
}
