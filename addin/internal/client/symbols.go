package client

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/symbols"
)

// symbolsFile is the file of symbols of a client. What the caller names may be a file of
// a moment or lie on a share: a copy beside the spool is used, named by what is in it.
type symbolsFile struct {
	given, dir string
	files      *scope.Files
	current    *event.Symbols
	// copying is a copy under way, nil if there is none.
	copying *symbolsCopy
	// looked is when the given file was looked at last, and modified and size are of
	// the one that was copied.
	looked   time.Time
	modified time.Time
	size     int64
	// told is why the given file could not be taken; "" is that it was.
	told string
}

const (
	// symbolsLook is how often the given file is looked at.
	symbolsLook = 10 * time.Second
	// symbolsPatience is how long the worker waits for a copy to be made.
	symbolsPatience = time.Second
	// maxSymbols is how large the file may be: far more than the largest configurations
	// need, with the text of their modules.
	maxSymbols = 512 << 20
)

// beginSymbols opens the file of symbols that the options name. dir is the root of the
// spool; "" makes no copy.
func (cl *Client) beginSymbols(dir string, files *scope.Files) {
	if cl.Options.SymbolsFile == "" {
		return
	}
	cl.symbols = &symbolsFile{given: cl.Options.SymbolsFile, dir: dir, files: files}
	cl.symbols.look(time.Now())
}

// SymbolsProblem is what stands in the way of the file of symbols; "" is nothing.
func (cl *Client) SymbolsProblem() string {
	switch s := cl.symbols; {
	case s == nil:
		return ""
	case s.current == nil || s.told != "":
		return s.told
	default:
		if err := s.current.Resolver.Problem(); err != nil {
			return cause(err)
		}
		return ""
	}
}

// Symbols is the file of symbols for the next event; nil if there is none.
func (cl *Client) Symbols() *event.Symbols {
	s := cl.symbols
	if s == nil {
		return nil
	}
	s.arrive(0)
	if now := time.Now(); now.Sub(s.looked).Abs() > symbolsLook {
		s.look(now)
	}
	return s.current
}

// SymbolCounts are the frames of the last day that were looked up, false without a file.
func (cl *Client) SymbolCounts() (counts symbols.Tally, ok bool) {
	if cl.symbols == nil || cl.symbols.current == nil {
		return counts, false
	}
	return cl.symbols.current.Count.Sum(time.Now()), true
}

// look takes the given file if it is another than the one in use. A large one on a slow
// share takes its time: it is waited for as long as for any file, and then taken when it
// has come.
func (s *symbolsFile) look(now time.Time) {
	s.looked = now
	if s.copying != nil {
		return
	}
	info, err := s.files.Stat(s.given, maxSymbols)
	if err != nil {
		s.told = cause(err)
		return // gone: what was copied is still good
	}
	if s.current != nil && info.ModTime().Equal(s.modified) && info.Size() == s.size {
		return
	}
	if s.dir == "" {
		s.take(s.given, info)
		return
	}
	s.copying = copySymbols(s.given, s.dir, info)
	s.arrive(symbolsPatience)
}

// arrive takes the copy that is under way if it has come, or comes within the time.
func (s *symbolsFile) arrive(patience time.Duration) {
	if s.copying == nil {
		return
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-s.copying.done:
	default:
		select {
		case <-s.copying.done:
		case <-timer.C:
			s.told = "it is still being copied"
			return
		}
	}
	c := s.copying
	s.copying = nil
	if c.err != nil {
		s.told = cause(c.err)
		return
	}
	s.take(c.path, c.info)
}

// take uses the file of a path, which the given file was copied to as it was.
func (s *symbolsFile) take(path string, info os.FileInfo) {
	next := &event.Symbols{Name: filepath.Base(s.given), Resolver: symbols.NewResolver(path)}
	if s.current != nil {
		next.Count = s.current.Count
	}
	s.current, s.modified, s.size, s.told = next, info.ModTime(), info.Size(), ""
}

// cause is an error without the path, which may hold the name of a user.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Sprint(err)
}
