package life

import (
	"os"
	"time"

	"golang.org/x/sys/unix"

	"sentry1c/addin/internal/guard"
)

// settleAfter is how long a run that ends is given until its lock is free: the system
// tells of its file a moment earlier. Runs that end together are one call.
const settleAfter = 100 * time.Millisecond

// onceMore is when is looked again: on a busy machine the moment may be longer, and what
// others were about to take over when they ended, too, is free later.
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
		later := make([]*time.Timer, len(onceMore))
		for {
			if _, err := events.Read(buffer); err != nil {
				return
			}
			time.Sleep(settleAfter)
			ended()
			for i, after := range onceMore {
				if later[i] == nil {
					later[i] = time.AfterFunc(after, func() { guard.Run("watch, once more", ended) })
				} else {
					later[i].Reset(after)
				}
			}
		}
	}, nil)
	return true
}
