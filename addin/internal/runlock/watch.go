package runlock

import (
	"io"
	"os"
)

// hold and letGo are told of the files that say that this process lives.
var hold, letGo = func(uintptr) {}, func(uintptr) {}

// Watch names who is told of each file that says that this process lives, and before it is
// closed: a child that the process forks off has the file too, and as long as it does, the
// run of its dead parent would live for everybody. It is called before the first run.
func Watch(holds, letsGo func(file uintptr)) { hold, letGo = holds, letsGo }

func keep(file *os.File) { hold(file.Fd()) }

func drop(file *os.File) {
	letGo(file.Fd())
	file.Close()
}

// Hold says with another file of a living run that it lives, until what it returns is
// closed or the process ends: its lock may be taken away by its name. Held reports whether
// somebody says so. The file is closed with it, and if there is an error.
func Hold(file *os.File) (io.Closer, error) {
	if err := holdFile(file); err != nil {
		file.Close()
		return nil, err
	}
	keep(file)
	return holding{file}, nil
}

type holding struct{ file *os.File }

func (h holding) Close() error {
	letGo(h.file.Fd())
	return h.file.Close()
}
