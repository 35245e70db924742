package spool

import (
	"os"

	"sentry1c/addin/internal/private"
)

// maxSynced is how many files are synced one by one; beyond it the whole file system
// is, where that can be asked for.
const maxSynced = 64

// Sync brings what Put has written to the disk itself, where a loss of power does not
// reach it. It waits for the disk, and for another Sync that is under way: who has called it
// knows that what was put before is there. What somebody has removed meanwhile is made again.
func (s *Spool) Sync() {
	s.syncing.Lock()
	defer s.syncing.Unlock()
	s.mu.Lock()
	paths := s.unsync
	s.unsync = nil
	s.mu.Unlock()
	if len(paths) == 0 {
		return
	}
	// What cannot be made again now is tried with the next file.
	_ = s.Keep()
	if len(paths) > maxSynced && syncFileSystem(s.own) {
		return
	}
	for _, path := range paths {
		syncFile(path)
	}
	syncFolder(s.own)
}

// SyncNow brings one envelope to the disk itself before it returns.
func (s *Spool) SyncNow(e Entry) {
	syncFile(e.path())
	syncFolder(e.dir)
}

// Unsynced reports whether Sync has something to do.
func (s *Spool) Unsynced() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.unsync) > 0
}

// syncFile is quiet about what is gone: it was sent.
func syncFile(path string) {
	if file, err := private.Open(path); err == nil {
		_ = file.Sync()
		file.Close()
	}
}

func syncFolder(path string) {
	if dir, err := os.Open(path); err == nil {
		_ = dir.Sync()
		dir.Close()
	}
}
