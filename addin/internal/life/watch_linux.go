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

// watchLocks calls ended on a goroutine of its own whenever a run ends whose lock lies
// in a folder: the system then closes its file, which was open for writing. False: the
// system does not tell.
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
			if _, err := events.Read(buffer); err != nil {
				return
			}
			time.Sleep(settleAfter)
			ended()
		}
	}, nil)
	return true
}
