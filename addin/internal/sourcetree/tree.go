package sourcetree

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// MaxFile is how large a module or a description may be.
const MaxFile = 64 << 20

// Tree is a tree of files.
type Tree struct {
	// Name is what people know it by: a folder, a revision of a repository.
	Name string
	// Files are the files that Wanted wants, with slashes, in order.
	Files []string
	// Read returns a file. It is not called twice at a time.
	Read func(name string) ([]byte, error)
}

// Wanted reports whether a file may be of use here: a module or a description, in no
// folder whose name begins with a dot.
func Wanted(name string) bool {
	if strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return false
	}
	if strings.EqualFold(filepath.Ext(name), ".bsl") {
		return true
	}
	base := name[strings.LastIndexByte(name, '/')+1:]
	return base == designerDescription || base == edtDescription || strings.HasSuffix(base, "Module.txt")
}

// Folder is the tree of a folder. Links to folders are not followed.
func Folder(dir string) (Tree, error) {
	t := Tree{Name: dir, Read: func(name string) ([]byte, error) { return readFile(filepath.Join(dir, filepath.FromSlash(name))) }}
	stat, err := os.Stat(dir)
	if err != nil {
		return t, unreadable(dir, err)
	}
	if !stat.IsDir() {
		return t, &Problem{
			fmt.Sprintf("%s — файл; назовите каталог с исходными текстами.", dir),
			fmt.Sprintf("%s is a file; name the folder of the sources.", dir),
		}
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != dir && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.IsDir():
			return nil
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if name = filepath.ToSlash(name); Wanted(name) {
			t.Files = append(t.Files, name)
		}
		return nil
	})
	if err != nil {
		return t, unreadable(dir, err)
	}
	slices.Sort(t.Files)
	return t, nil
}

// unreadable says what stands in the way of a folder.
func unreadable(dir string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		dir = at.Path
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Problem{fmt.Sprintf("Каталога %s нет.", dir), fmt.Sprintf("There is no folder %s.", dir)}
	case errors.Is(err, fs.ErrPermission):
		return &Problem{fmt.Sprintf("%s нельзя прочитать: нет прав.", dir), fmt.Sprintf("%s cannot be read: permission denied.", dir)}
	}
	return fmt.Errorf("sourcetree: read the folder: %w", err)
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	stat, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if stat.Size() > MaxFile || !stat.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", path, ErrLarge)
	}
	return io.ReadAll(io.LimitReader(f, MaxFile))
}

// ErrLarge is about a file that is larger than a module or a description may be.
var ErrLarge = fmt.Errorf("no file of at most %d MB", MaxFile>>20)

// Problem is what a person did not mean, in one sentence of each language.
type Problem struct{ Russian, English string }

func (p *Problem) Error() string { return p.English }
