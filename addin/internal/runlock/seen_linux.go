package runlock

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"syscall"
)

// maxSystemList is how much is read of what the system lists.
const maxSystemList = 16 << 20

// Seen is who holds runs at one moment, as the system lists it. Nothing is locked, so that
// nobody who wants to claim one finds it held by somebody who only looks.
type Seen struct {
	sockets, locks []byte
}

// See asks the system; known is false if it does not tell.
func See() (seen *Seen, known bool) {
	seen = &Seen{readList("/proc/net/unix"), readList("/proc/locks")}
	return seen, len(seen.sockets)+len(seen.locks) > 0
}

func readList(path string) []byte {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxSystemList))
	if err != nil {
		return nil
	}
	return content
}

// Held reports whether somebody holds the run of a lock: its own process, or one that is
// taking it over. Its name is seen within one network namespace, its lock in all.
func (s *Seen) Held(path string) bool {
	id, ok := IDOf(path)
	if !ok {
		return false
	}
	if bytes.Contains(s.sockets, []byte(nameOf(id).Name+"\n")) {
		return true
	}
	info, err := os.Lstat(path)
	if err != nil {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return false
	}
	// 1: FLOCK  ADVISORY  WRITE 708 00:15:8331 0 EOF (proc_locks(5)). The device is not
	// always the one of stat, as on btrfs; the inode is.
	inode := fmt.Appendf(nil, ":%d 0 EOF", stat.Ino)
	for line := range bytes.Lines(s.locks) {
		if bytes.Contains(line, []byte(" FLOCK ")) && bytes.HasSuffix(bytes.TrimSpace(line), inode) {
			return true
		}
	}
	return false
}
