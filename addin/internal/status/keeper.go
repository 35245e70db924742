package status

import (
	"sync"
	"time"

	"sentry1c/addin/internal/guard"
)

// every is how often a status is written at most.
const every = time.Second

// Keeper says when a status is to be written.
//
// # Threads
//
// Any goroutine.
type Keeper struct {
	// Wake, if set, is called on a goroutine of its own when what has changed is due.
	Wake func()

	mu      sync.Mutex
	changed bool
	written time.Time
	timer   *time.Timer
}

// Changed notes that there is something to tell, and arranges that it is told in time.
func (k *Keeper) Changed() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changed = true
	k.arm(time.Now())
}

// Note is Changed of one who will ask Due soon.
func (k *Keeper) Note() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changed = true
}

// Due reports, once for what has changed since, whether it is time to write. If it is too
// early, Wake will be called.
func (k *Keeper) Due(now time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.changed {
		return false
	}
	if now.Sub(k.written).Abs() < every {
		k.arm(now)
		return false
	}
	k.changed, k.written = false, now
	if k.timer != nil {
		k.timer.Stop()
		k.timer = nil
	}
	return true
}

// arm sets the timer, unless it is set.
func (k *Keeper) arm(now time.Time) {
	if k.timer != nil || k.Wake == nil {
		return
	}
	k.timer = time.AfterFunc(max(every-now.Sub(k.written).Abs(), 0), func() {
		guard.Run("status", func() {
			k.mu.Lock()
			k.timer = nil
			k.mu.Unlock()
			k.Wake()
		})
	})
}
