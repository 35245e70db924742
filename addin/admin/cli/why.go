package cli

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// Why is why a file or folder cannot be had, in words of the user's language where they are
// known; else in those of the system. The name of the file is not among them.
func (f *Flags) Why(err error) string { return Why(f.Language, err) }

// Why is the method of that name in a language.
func Why(language string, err error) string {
	say := func(en, ru string) string { return Text{en, ru}.In(language) }
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return say("there is none", "его нет")
	case errors.Is(err, fs.ErrPermission):
		return say("this user has no right to it", "у пользователя нет прав")
	case errors.Is(err, syscall.EISDIR):
		return say("it is a folder", "это каталог")
	case errors.Is(err, syscall.ENOTDIR):
		return say("it is no folder", "это не каталог")
	}
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err.Error()
	case errors.As(err, &link):
		return link.Err.Error()
	}
	return err.Error()
}
