//go:build unix

package standin

import "time"

var clockStart = time.Now()

// clock is a time to measure calls with.
func clock() time.Duration { return time.Since(clockStart) }
