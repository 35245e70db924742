package delivery

import (
	"math/rand/v2"
	"time"
)

const (
	// firstPause is twice the shortest that may come of it: nobody is asked for one
	// envelope more than once a second.
	firstPause = 2 * time.Second
	// maxPause is the longest pause after failures of the network and of servers
	// that are down: what comes back is found within minutes.
	maxPause = 5 * time.Minute
	// maxRefusedPause is the longest pause after answers that only a person can
	// change: a wrong key, a project that is gone.
	maxRefusedPause = time.Hour
)

// backoff grows the pauses between attempts that fail.
type backoff struct {
	failures int
	until    time.Time
}

// fail begins the next pause, at most longest. Half of it is chance, so that a
// thousand clients of a server that comes back do not come at once.
func (b *backoff) fail(now time.Time, longest time.Duration) {
	pause := longest
	if b.failures < 20 {
		pause = min(firstPause<<b.failures, longest)
	}
	b.failures++
	b.until = now.Add(pause/2 + rand.N(pause/2+1))
}

// succeed ends the pauses.
func (b *backoff) succeed() {
	*b = backoff{}
}
