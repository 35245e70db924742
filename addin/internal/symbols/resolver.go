package symbols

import (
	"errors"
	"fmt"
	"os"
	"time"

	"sentry1c/addin/internal/modulepath"
)

// lookEvery is how often a changed file is noticed.
const lookEvery = time.Second

// Resolver resolves frames by a file that may come, change and go at any time. It
// keeps the file closed between frames, so that on every system it can be replaced.
// It is not for several goroutines at a time.
type Resolver struct {
	path    string
	file    *File
	in      lazyFile
	looked  time.Time
	problem error
	// loads is how often the file was opened anew.
	loads uint64
	now   func() time.Time
}

// NewResolver returns a resolver for the file of a path. Nothing is read yet.
func NewResolver(path string) *Resolver {
	return &Resolver{path: path, in: lazyFile{path: path}, now: time.Now}
}

// Frame resolves a frame: the module as printed, in either language, the name of the
// extension or "", the number and the text of the line as printed. It reads at most
// once a second whether the file has changed, and otherwise only what it has not in
// its cache. What stands in the way of the file is a [Resolver.Problem], and the
// frame is Missing.
func (r *Resolver) Frame(module, extension string, line int, source string) Result {
	p, ok := modulepath.Parse(module)
	if !ok || line < 1 {
		return Result{}
	}
	defer r.in.close()
	r.look()
	path := p.English()
	for tries := 0; r.file != nil; tries++ {
		result, err := r.file.frame(path, extension, line, source)
		if err == nil {
			return result
		}
		if !errors.Is(err, errChanged) || tries == 2 {
			r.problem = fmt.Errorf("symbols: read %s: %s: %w", r.path, path, err)
			break
		}
		r.load()
	}
	return Result{State: Missing}
}

// Info is what the file says about itself; ok is false while there is none.
func (r *Resolver) Info() (info Info, ok bool) {
	defer r.in.close()
	r.look()
	if r.file == nil {
		return info, false
	}
	return r.file.info, true
}

// Version is a number that changes with what is in the file; ok is false while there is no
// file, or something of it could not be read. It looks at the file as Frame does.
func (r *Resolver) Version() (number uint64, ok bool) {
	defer r.in.close()
	r.look()
	return r.loads, r.file != nil && r.problem == nil
}

// Problem is what stood in the way since the file was opened last, or nil. The caller
// says it once: it stays until a good file takes the place.
func (r *Resolver) Problem() error { return r.problem }

// look opens the file if it has changed.
func (r *Resolver) look() {
	now := r.now()
	if since := now.Sub(r.looked); since >= 0 && since < lookEvery && !r.looked.IsZero() {
		return
	}
	r.looked = now
	stat, err := os.Stat(r.path)
	if err == nil && !stat.Mode().IsRegular() {
		err = fmt.Errorf("%w: %s", ErrForeign, r.path) // a pipe would not come back
	}
	if err != nil {
		r.file, r.in.stat = nil, nil
		r.problem = fmt.Errorf("symbols: look for the file: %w", err)
		return
	}
	if r.in.stat == nil || !sameFile(r.in.stat, stat) {
		r.load()
	}
}

// load opens the file anew. One that is no good is not tried again until it changes.
func (r *Resolver) load() {
	r.in.close()
	r.file = nil
	r.loads++
	stat, err := r.in.begin()
	if err == nil {
		r.file, err = Open(&r.in, stat.Size())
	}
	if r.problem = err; err != nil {
		r.problem = fmt.Errorf("%w: %s", err, r.path)
	}
}

// errChanged says that another file stands in the place of the one that was opened.
var errChanged = errors.New("the file has changed")

// lazyFile opens its file when something is read, and only if it is still the one
// that it was.
type lazyFile struct {
	path string
	stat os.FileInfo
	open *os.File
}

// begin opens whatever file is there.
func (l *lazyFile) begin() (os.FileInfo, error) {
	l.stat = nil
	if err := l.reopen(); err != nil {
		return nil, err
	}
	return l.stat, nil
}

func (l *lazyFile) reopen() error {
	open, err := os.Open(l.path)
	if err != nil {
		return err
	}
	stat, err := open.Stat()
	switch {
	case err != nil:
	case !stat.Mode().IsRegular():
		err = ErrForeign
	case l.stat != nil && !sameFile(l.stat, stat):
		err = errChanged
	}
	if err != nil {
		open.Close()
		return err
	}
	l.open, l.stat = open, stat
	return nil
}

// ReadAt is io.ReaderAt.
func (l *lazyFile) ReadAt(b []byte, offset int64) (int, error) {
	if l.open == nil {
		if err := l.reopen(); err != nil {
			return 0, err
		}
	}
	return l.open.ReadAt(b, offset)
}

func (l *lazyFile) close() {
	if l.open != nil {
		// It was only read.
		l.open.Close()
		l.open = nil
	}
}

// sameFile reports whether a file is still the same and unchanged.
func sameFile(a, b os.FileInfo) bool {
	return a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}
