package life

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/guard"
)

// settleAfter is how long a run that ends is given until its lock is free: the system
// tells of its file a moment earlier. Runs that end together are one call.
const settleAfter = 100 * time.Millisecond

// onceMore is when is looked again, if a lock that was closed is still there: on a busy
// machine the moment may be longer, and what others were about to take over when they
// ended, too, is free later.
var onceMore = []time.Duration{time.Second, 5 * time.Second, 30 * time.Second}

// watchLocks calls ended on goroutines of its own whenever a run ends whose lock lies in a
// folder, and some times after that: the system then closes its file, which was open for
// writing. False: the system does not tell.
func watchLocks(dir string, ended func()) bool {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return false
	}
	if _, err := unix.InotifyAddWatch(fd, dir, unix.IN_CLOSE_WRITE); err != nil {
		unix.Close(fd)
		return false
	}
	events := os.NewFile(uintptr(fd), "inotify")
	guard.Go("watch", func() {
		defer events.Close()
		buffer := make([]byte, 16<<10)
		for {
			n, err := events.Read(buffer)
			if err != nil {
				return
			}
			closed := namesIn(buffer[:n])
			time.Sleep(settleAfter)
			ended()
			later(dir, closed, onceMore, ended)
		}
	}, nil)
	return true
}

// later calls ended after each pause while one of some files of a folder is there.
func later(dir string, names []string, pauses []time.Duration, ended func()) {
	if len(pauses) == 0 {
		return
	}
	time.AfterFunc(pauses[0], func() {
		guard.Run("watch, once more", func() {
			left := slices.DeleteFunc(names, func(name string) bool {
				_, err := os.Lstat(filepath.Join(dir, name))
				return err != nil
			})
			if len(left) > 0 {
				ended()
				later(dir, left, pauses[1:], ended)
			}
		})
	})
}

// namesIn returns the names of files that inotify tells of: each follows sixteen bytes, the
// last four of which are its length with the NULs behind it (inotify(7)).
func namesIn(events []byte) (names []string) {
	const head = 16
	for len(events) >= head {
		length := int(binary.NativeEndian.Uint32(events[head-4:]))
		if length > len(events)-head {
			break
		}
		name, _, _ := strings.Cut(string(events[head:head+length]), "\x00")
		names = append(names, name)
		events = events[head+length:]
	}
	return names
}
