package addin

import (
	"time"

	"golang.org/x/sys/windows"
)

// processTime is the time of processors that this process has used, and what of it the
// system did not.
func processTime() (all, own time.Duration) {
	var created, ended, kernel, user windows.Filetime
	if windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &kernel, &user) != nil {
		return 0, 0
	}
	ticks := func(f windows.Filetime) int64 { return int64(f.HighDateTime)<<32 | int64(f.LowDateTime) }
	return time.Duration(ticks(kernel)+ticks(user)) * 100, time.Duration(ticks(user)) * 100
}
