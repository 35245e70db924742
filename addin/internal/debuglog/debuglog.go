// Package debuglog writes one line for each thing that happens to an event into a file
// that an administrator asked for.
//
// Whoever writes a line never waits: lines are kept for a goroutine, which lives as long
// as there are any, and beyond a bound they are lost and counted. Several processes may
// write into one file: each line is written in one piece.
//
// Lines tell ids, categories and numbers. Texts of errors and names of people are not
// theirs to tell.
//
// Package client writes into it; it touches that file and nothing else.
package debuglog

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/private"
)

const (
	// MaxSize is how large the file becomes; then it gets the ending .1, in the place of
	// the one that had it.
	MaxSize = 5 << 20
	// maxWaiting is how many lines wait for the disk.
	maxWaiting = 1000
)

// Log is a file of lines. Its methods may be called on any goroutine.
type Log struct {
	path string

	mu      sync.Mutex
	waiting []string
	lost    int
	writing bool

	// Of who writes, one at a time.
	file *os.File
}

// Open returns the log in a file, which it makes; nobody else may read it.
func Open(path string) (*Log, error) {
	l := &Log{path: path}
	if err := l.open(); err != nil {
		return nil, fmt.Errorf("debuglog: %w", err)
	}
	return l, nil
}

// Line adds a line. A nil log drops it.
func (l *Log) Line(text string) {
	if l == nil {
		return
	}
	text = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, text)
	line := time.Now().UTC().Format("2006-01-02T15:04:05.000Z") + fmt.Sprintf(" %d ", os.Getpid()) + text + "\n"
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) >= maxWaiting {
		l.lost++
		return
	}
	l.waiting = append(l.waiting, line)
	if !l.writing {
		l.writing = true
		guard.Go("debug log", l.write, func(panicked *guard.Panic) {
			if panicked != nil {
				l.mu.Lock()
				defer l.mu.Unlock()
				l.writing = false
			}
		})
	}
}

func (l *Log) write() {
	for {
		l.mu.Lock()
		lines, lost := l.waiting, l.lost
		l.waiting, l.lost = nil, 0
		if len(lines) == 0 {
			l.writing = false
		}
		l.mu.Unlock()
		if len(lines) == 0 {
			return
		}
		if lost > 0 {
			lines = append(lines, fmt.Sprintf("%d lines were lost\n", lost))
		}
		for _, line := range lines {
			// A disk that is full costs the line; whoever reads the file sees the gap.
			if l.ready() == nil {
				_, _ = l.file.WriteString(line)
			}
		}
	}
}

func (l *Log) open() error {
	file, err := private.OpenAppend(l.path)
	if err != nil {
		return err
	}
	l.file = file
	return nil
}

var errFull = errors.New("debuglog: the file is full and cannot be moved")

// ready makes the file one that may be written to: the one of that name, and not too
// large.
func (l *Log) ready() error {
	if l.file == nil {
		return l.open()
	}
	own, err := l.file.Stat()
	if err == nil {
		var named os.FileInfo
		if named, err = os.Lstat(l.path); err == nil && os.SameFile(own, named) && own.Size() < MaxSize {
			return nil
		}
	}
	l.file.Close()
	l.file = nil
	if err == nil && own.Size() >= MaxSize {
		// Another process may have done that already: then the file is a new one.
		if named, err := os.Lstat(l.path); err == nil && named.Size() >= MaxSize {
			if os.Rename(l.path, l.path+".1") != nil {
				return errFull
			}
		}
	}
	if err := l.open(); err != nil {
		return err
	}
	if info, err := l.file.Stat(); err == nil && info.Size() >= MaxSize {
		return errFull
	}
	return nil
}
