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
	dirs   map[int32]string // by the number of their watch
}

// watch calls ended on goroutines of its own whenever a run ends whose lock lies in a
// folder, and some times after that: the system then closes its file, which was open for
// writing. A folder that is watched stays so, and one that has its name since is watched, too.
// False: the system does not tell.
func (w *watcher) watch(dir string, ended func()) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.events == nil {
		fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
		if err != nil {
			return false
		}
		w.fd, w.events, w.dirs = fd, os.NewFile(uintptr(fd), "inotify"), make(map[int32]string)
		events := w.events
		guard.Go("watch", func() { w.read(events, ended) }, func(*guard.Panic) { w.end() })
	}
	number, err := unix.InotifyAddWatch(w.fd, dir, unix.IN_CLOSE_WRITE)
	if err != nil {
		return false
	}
	w.dirs[int32(number)] = dir
	return true
}

func (w *watcher) read(events *os.File, ended func()) {
	buffer := make([]byte, 16<<10)
	for {
		n, err := events.Read(buffer)
		if err != nil {
			return
		}
		closed := w.pathsIn(buffer[:n])
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

// pathsIn returns the paths of files that inotify tells of: the name of each follows sixteen bytes,
// of which the first four are the number of the watch and the last four the length of the name with
// the NULs behind it (inotify(7)).
func (w *watcher) pathsIn(events []byte) (paths []string) {
	const head = 16
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(events) >= head {
		length := int(binary.NativeEndian.Uint32(events[head-4:]))
		if length > len(events)-head {
			break
		}
		dir, known := w.dirs[int32(binary.NativeEndian.Uint32(events))]
		name, _, _ := strings.Cut(string(events[head:head+length]), "\x00")
		if known && name != "" {
			paths = append(paths, filepath.Join(dir, name))
		}
		events = events[head+length:]
	}
	return paths
}
