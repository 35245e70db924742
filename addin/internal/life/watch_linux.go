package life

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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

// watcher tells of runs that end. It has one instance of inotify for all folders, which a user has
// few of.
type watcher struct {
	mu     sync.Mutex
	events *os.File // nil until the first folder
	fd     int
	dirs   map[int32]watched // by the number of their watch
}

type watched struct {
	path  string
	about uint32
}

// What is asked of a folder of locks, and of the one that it lies in: a folder that was removed
// tells nothing itself while somebody has a file in it open.
const (
	aboutLocks = unix.IN_CLOSE_WRITE
	aboveLocks = unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_MOVE_SELF
)

// watch calls ended on goroutines of its own whenever a run ends whose lock lies in a
// folder, and some times after that: the system then closes its file, which was open for
// writing. So it does when the folder is removed or gets another name: nothing more is told until
// the one that is made in its place is watched, too. A folder that is watched stays so. False:
// the system does not tell.
func (w *watcher) watch(dir string, ended func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.events == nil {
		fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
		if err != nil {
			return false
		}
		w.fd, w.events, w.dirs = fd, os.NewFile(uintptr(fd), "inotify"), make(map[int32]watched)
		events := w.events
		guard.Go("watch", func() { w.read(events, ended) }, func(*guard.Panic) { w.end() })
	}
	return w.add(filepath.Dir(dir), aboveLocks) && w.add(dir, aboutLocks)
}

func (w *watcher) add(dir string, about uint32) bool {
	number, err := unix.InotifyAddWatch(w.fd, dir, about)
	if err != nil {
		return false
	}
	w.dirs[int32(number)] = watched{dir, about}
	return true
}

func (w *watcher) read(events *os.File, ended func()) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := events.Read(buffer)
		if err != nil {
			return
		}
		closed, gone := w.pathsIn(buffer[:n])
		if len(closed) == 0 && !gone {
			continue
		}
		time.Sleep(settleAfter)
		ended()
		later(closed, onceMore, ended)
	}
}

// end lets the next watch begin anew.
func (w *watcher) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events.Close()
	w.events = nil
}

// later calls ended after each pause while one of some files is there.
func later(paths []string, pauses []time.Duration, ended func()) {
	if len(pauses) == 0 || len(paths) == 0 {
		return
	}
	time.AfterFunc(pauses[0], func() {
		guard.Run("watch, once more", func() {
			left := slices.DeleteFunc(paths, func(path string) bool {
				_, err := os.Lstat(path)
				return err != nil
			})
			if len(left) > 0 {
				ended()
				later(left, pauses[1:], ended)
			}
		})
	})
}

// pathsIn returns the paths of files that inotify tells of as closed, and whether a folder of locks
// may be gone, or something was not told. The name of each follows sixteen bytes: the number of the
// watch, what happened, a cookie, and the length of the name with the NULs behind it (inotify(7)).
func (w *watcher) pathsIn(events []byte) (closed []string, gone bool) {
	const head = 16
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(events) >= head {
		length := int(binary.NativeEndian.Uint32(events[head-4:]))
		if length > len(events)-head {
			break
		}
		number, happened := int32(binary.NativeEndian.Uint32(events)), binary.NativeEndian.Uint32(events[4:])
		name, _, _ := strings.Cut(string(events[head:head+length]), "\x00")
		dir, known := w.dirs[number]
		path := filepath.Join(dir.path, name)
		switch {
		case happened&unix.IN_IGNORED != 0:
			delete(w.dirs, number)
			gone = true
		case !known || name == "" || w.isLocks(path):
			gone = true
		case happened&unix.IN_CLOSE_WRITE != 0:
			closed = append(closed, path)
		}
		events = events[head+length:]
	}
	return closed, gone
}

// isLocks reports whether a path is that of a folder of locks that is watched.
func (w *watcher) isLocks(path string) bool {
	for _, dir := range w.dirs {
		if dir == (watched{path, aboutLocks}) {
			return true
		}
	}
	return false
}
