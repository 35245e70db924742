package container

import "time"

// Time is a moment as the store keeps it: units of 100 microseconds since the
// first of January of the year 1, of the local clock of the machine that wrote
// it. The platform writes whole seconds.
type Time uint64

const (
	unitsPerSecond = 10_000
	// secondsToUnix is the distance from the store's epoch to that of Unix.
	secondsToUnix = 62_135_596_800
)

// TimeOf converts the clock reading of t in its own zone, cut to whole seconds.
// Years before the first are taken for the epoch.
func TimeOf(t time.Time) Time {
	_, shift := t.Zone()
	s := t.Unix() + int64(shift) + secondsToUnix
	if s < 0 {
		return 0
	}
	return Time(s) * unitsPerSecond
}
