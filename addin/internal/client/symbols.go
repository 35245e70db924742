package client

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/symbols"
)

// symbolsFile is the file of symbols of a client. What the caller names may be a file of
// a moment or lie on a share: a copy beside the spool is used, named by what is in it.
type symbolsFile struct {
	given, dir string
	files      *scope.Files
	current    *event.Symbols
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
	// symbolsKept is how long a copy lies that nobody uses.
	symbolsKept = 30 * 24 * time.Hour
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

// look takes the given file if it is another than the one in use.
func (s *symbolsFile) look(now time.Time) {
	s.looked = now
	info, err := s.files.Stat(s.given)
	if err != nil {
		s.told = cause(err)
		return // gone: what was copied is still good
	}
	if s.current != nil && info.ModTime().Equal(s.modified) && info.Size() == s.size {
		return
	}
	path := s.given
	if s.dir != "" {
		if path, err = s.copy(); err != nil {
			s.told = cause(err)
			return
		}
	}
	next := &event.Symbols{Name: filepath.Base(s.given), Resolver: symbols.NewResolver(path)}
	if s.current != nil {
		next.Count = s.current.Count
	}
	s.current, s.modified, s.size, s.told = next, info.ModTime(), info.Size(), ""
}

// copy puts the given file beside the spool, once for the same bytes, and removes the
// copies that nobody has used for long.
func (s *symbolsFile) copy() (path string, err error) {
	content, err := s.files.Read(s.given)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	path = root.Symbols(s.dir, hex.EncodeToString(sum[:16]))
	if err := private.MkdirAll(filepath.Dir(path)); err != nil {
		return "", err
	}
	sweepSymbols(filepath.Dir(path), path)
	if info, err := os.Lstat(path); err == nil && info.Size() == int64(len(content)) {
		now := time.Now()
		_ = os.Chtimes(path, now, now)
		return path, nil
	}
	return path, private.WriteFile(path, content)
}

func sweepSymbols(dir, used string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if info, err := entry.Info(); err == nil && path != used && time.Since(info.ModTime()) > symbolsKept {
			_ = os.Remove(path)
		}
	}
}

// cause is an error without the path, which may hold the name of a user.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Sprint(err)
}
