package spool

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/private"
)

// stuck is files that are done with and cannot be removed yet: on Windows whoever looks at
// a file, such as a virus scanner, may keep others from it. The next process would send
// them again, so they are removed as soon as that can be. It is guarded by the mutex of the
// spool.
type stuck struct {
	entries []Entry
	pause   time.Duration
	timer   *time.Timer // nil if nothing is stuck
}

// firstStuckPause is how long it is until files are removed that somebody holds; each time
// it is longer, up to maxStuckPause.
const (
	firstStuckPause = time.Second
	maxStuckPause   = time.Minute
)

// giveUp removes the file of what is done with, later if it cannot be now.
func (s *Spool) giveUp(e Entry) error {
	err := private.Remove(e.path())
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stuck.entries = append(s.stuck.entries, e)
	if s.stuck.timer == nil {
		s.stuck.pause = firstStuckPause
		s.stuck.timer = time.AfterFunc(s.stuck.pause, func() { guard.Run("spool", s.freeStuck) })
	}
	return err
}

// freeStuck tries the files that are stuck once more.
func (s *Spool) freeStuck() {
	gone := s.tryStuck(func(Entry) bool { return true })
	for _, e := range gone {
		s.leave(e.dir)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.stuck.entries) == 0 {
		s.stuck.timer = nil
		return
	}
	s.stuck.pause = min(2*s.stuck.pause, maxStuckPause)
	s.stuck.timer.Reset(s.stuck.pause)
}

// tryStuck removes those files that are meant, and returns what is gone. The disk is not
// waited for under the mutex.
func (s *Spool) tryStuck(meant func(Entry) bool) (gone []Entry) {
	s.mu.Lock()
	tried := slices.Clone(s.stuck.entries)
	s.mu.Unlock()
	free := make(map[string]bool)
	for _, e := range tried {
		if !meant(e) {
			continue
		}
		if err := os.Remove(e.path()); err == nil || errors.Is(err, fs.ErrNotExist) {
			free[e.path()] = true
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stuck.entries = slices.DeleteFunc(s.stuck.entries, func(e Entry) bool {
		if free[e.path()] {
			gone = append(gone, e)
		}
		return free[e.path()]
	})
	return gone
}

// stuckOf reports whether an earlier file of the record of e lies there still, after one
// more try to remove it.
func (s *Spool) stuckOf(e Entry) bool {
	same := func(other Entry) bool { return other.source() == e.source() }
	s.tryStuck(same)
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.stuck.entries, same)
}

// errStuck is about a file that somebody holds.
var errStuck = errors.New("somebody holds an earlier file of it open")

// newest leaves, of the files of one record, the last that was written: an earlier one is
// there only because it could not be replaced. The others are given up.
func (s *Spool) newest(entries []Entry) []Entry {
	last := make(map[string]time.Time, len(entries))
	for _, e := range entries {
		if e.Created.After(last[e.source()]) {
			last[e.source()] = e.Created
		}
	}
	return slices.DeleteFunc(entries, func(e Entry) bool {
		old := e.Created.Before(last[e.source()])
		if old {
			_ = s.giveUp(e)
		}
		return old
	})
}
