// Package memory keeps small what Go's runtime takes of a machine that belongs to
// 1C. While somebody works, the collector runs as usual, below a limit. When all
// have been quiet for a while, the memory is given back to the system and the
// collector is turned off: it would wake up every two minutes to find nothing.
//
// Package addin tells it when its worker begins and rests.
//
// # Threads
//
// All functions may be called from any goroutine, none by a thread of 1C: Begin may
// wait for milliseconds while the memory is given back.
package memory

import (
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"sentry1c/addin/internal/guard"
)

const (
	// Limit is where the collector works harder, whatever it costs, in bytes.
	Limit = 64 << 20
	// idleAfter is how long all must have been quiet.
	idleAfter = 5 * time.Second
	// gcPercent is how much more than what is in use may be taken before it is looked
	// through. At Go's own 100 a tenth of the worker's time in a burst goes there.
	gcPercent = 150
)

var state = rest{after: idleAfter, sleep: sleep, wake: wake}

// Bound tells the collector how far memory may grow. It is called once, when the library is
// loaded.
func Bound() {
	debug.SetMemoryLimit(Limit)
	wake()
}

// Begin tells that somebody works from now on, and End that he is done.
func Begin() { state.begin() }

// End is told once for each Begin.
func End() { state.end() }

func sleep() {
	// What lies in a sync.Pool, compressors above all, is freed by the second collection.
	runtime.GC()
	debug.FreeOSMemory()
	debug.SetGCPercent(-1)
}

func wake() { debug.SetGCPercent(gcPercent) }

// rest counts who works.
type rest struct {
	after       time.Duration
	sleep, wake func()

	mu      sync.Mutex
	working int
	asleep  bool
	timer   *time.Timer
}

func (r *rest) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.working++; r.working > 1 {
		return
	}
	if r.timer != nil {
		r.timer.Stop()
	}
	if r.asleep {
		r.asleep = false
		r.wake()
	}
}

func (r *rest) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.working--; r.working > 0 {
		return
	}
	if r.timer == nil {
		r.timer = time.AfterFunc(r.after, func() { guard.Run("rest", r.fall) })
	} else {
		r.timer.Reset(r.after)
	}
}

// fall puts the collector to sleep, unless somebody began while the timer fired.
func (r *rest) fall() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.working > 0 || r.asleep {
		return
	}
	r.sleep()
	r.asleep = true
}
