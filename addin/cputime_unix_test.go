//go:build unix

package addin

import (
	"time"

	"golang.org/x/sys/unix"
)

// processTime is the time of processors that this process has used, and what of it the
// system did not.
func processTime() (all, own time.Duration) {
	var usage unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &usage) != nil {
		return 0, 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), time.Duration(usage.Utime.Nano())
}
