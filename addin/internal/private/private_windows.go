package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

// Rename gives a file another name; what had it is replaced in one step. Somebody who
// looks at either of them now, such as a virus scanner, is waited for, and neither has to
// be writable.
func Rename(from, to string) error {
	return insist(func() error {
		err := os.Rename(from, to)
		if errors.Is(err, windows.ERROR_ACCESS_DENIED) && (unlock(to) || unlock(from)) {
			err = os.Rename(from, to)
		}
		return err
	}, windows.ERROR_SHARING_VIOLATION, windows.ERROR_ACCESS_DENIED)
}

// Remove removes a file or an empty folder, as patiently; os.Remove takes those that are
// not writable.
func Remove(path string) error {
	return insist(func() error { return os.Remove(path) }, windows.ERROR_SHARING_VIOLATION, windows.ERROR_ACCESS_DENIED)
}

// ReadDir lists a folder, as patiently.
func ReadDir(path string) (entries []fs.DirEntry, err error) {
	err = insist(func() (err error) {
		entries, err = os.ReadDir(path)
		return err
	}, windows.ERROR_SHARING_VIOLATION)
	return entries, err
}

// unlock takes the attribute "read-only" from a file, and reports whether it had it: what
// lies in our folders is ours to write, whoever set it.
func unlock(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o200 == 0 && os.Chmod(path, fileMode) == nil
}

// patience is how long something is tried that another handle prevents.
const patience = 200 * time.Millisecond

// insist tries something again while an error says that a handle is in the way.
func insist(do func() error, inTheWay ...error) error {
	deadline := time.Now().Add(patience)
	for pause := time.Millisecond; ; pause *= 2 {
		err := do()
		held := slices.ContainsFunc(inTheWay, func(way error) bool { return errors.Is(err, way) })
		if !held || time.Now().Add(pause).After(deadline) {
			return err
		}
		time.Sleep(pause)
	}
}

// OwnerOf is "": who may use a file here is in the list of its rights.
func OwnerOf(string) string { return "" }

// open is patient with who holds a file and shares it with nobody, as who scans for viruses does.
func open(path string, flags int) (file *os.File, err error) {
	err = insist(func() (err error) {
		file, err = os.OpenFile(path, flags, fileMode)
		if errors.Is(err, windows.ERROR_ACCESS_DENIED) && flags&(os.O_RDWR|os.O_WRONLY) != 0 && unlock(path) {
			file, err = os.OpenFile(path, flags, fileMode)
		}
		return err
	}, windows.ERROR_SHARING_VIOLATION)
	return file, err
}

// Temporary reports whether an error of a file may soon be over: somebody holds it, or the
// system is short of something.
func Temporary(err error) bool {
	for _, over := range [...]error{
		windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_TOO_MANY_OPEN_FILES,
		windows.ERROR_NOT_ENOUGH_MEMORY, windows.ERROR_OUTOFMEMORY, windows.ERROR_NO_SYSTEM_RESOURCES, windows.ERROR_COMMITMENT_LIMIT,
	} {
		if errors.Is(err, over) {
			return true
		}
	}
	return false
}

// goes reports whether an error may mean that a file of this name was removed and goes when the last who
// has it open closes it; until then nobody gets a file of the name ("Closing and Deleting Files" in
// Microsoft's documentation). Windows says then that it is denied (issue 883 of dokan-dev/dokany tells of trials), Wine
// that there is one.
func goes(err error) bool {
	for _, still := range [...]error{windows.ERROR_ACCESS_DENIED, windows.ERROR_DELETE_PENDING, fs.ErrExist} {
		if errors.Is(err, still) {
			return true
		}
	}
	return false
}

// NoRoom reports whether an error is for want of room: on the disk, or of the user's share of it.
func NoRoom(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) || errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

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
