package addin

import (
	"io"
	"log"
	"runtime"
	"time"

	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/memory"
	"sentry1c/addin/internal/runlock"
)

const (
	// blockedPause is how often a record that is being written is looked at again.
	blockedPause = time.Millisecond
	// maxProcs is how many threads run Go at once: the machine belongs to 1C.
	maxProcs = 2
)

// Start starts the worker. It is called once, while the library is loaded.
func Start(source Source, host Host, keeper Keeper) {
	log.SetOutput(io.Discard) // net/http writes there what a server said; the host's output is the host's
	runlock.Watch(keeper.HoldFile, keeper.LetFileGo)
	runtime.GOMAXPROCS(min(maxProcs, runtime.GOMAXPROCS(0)))
	memory.Bound()
	l := &loop{source: source, worker: New(host)}
	l.worker.process.working, l.worker.process.rests = memory.Begin, memory.End
	l.start()
}

// loop is the worker's life.
type loop struct {
	source Source
	worker *Worker
	taken  bool // a run was taken and not released
}

func (l *loop) start() {
	guard.Go("worker", l.run, func(p *guard.Panic) {
		// What is interpreted record by record does not end here; whatever did, the next records
		// must find somebody.
		if p != nil {
			if l.taken {
				guard.Run("release", l.release)
			}
			l.start()
		}
	})
}

func (l *loop) run() {
	l.source.Begin()
	memory.Begin()
	defer memory.End()
	for {
		l.worker.rested = time.Now()
		seen := l.source.Seen()
		switch l.drain() {
		case SourceBlocked:
			l.source.Wait(seen, blockedPause)
		default:
			l.worker.countDrops()
			l.worker.Keep()    // batches that have waited long enough
			l.worker.Deliver() // windows that are over
			closed(l.worker)
			if l.worker.Recover() {
				continue
			}
			tell(l.worker)
			memory.End()
			l.source.Wait(seen, l.worker.RestFor())
			memory.Begin()
		}
	}
}

// drain interprets all that is there and returns what it stopped at.
func (l *loop) drain() SourceState {
	for {
		run, state := l.source.Take()
		if state != SourceRun {
			return state
		}
		l.taken = true
		if err := l.worker.Apply(run); err != nil {
			// Whatever changed a scope in the rest is missing from here on.
			l.worker.gaps = true
			l.worker.recovered.Damaged++
			l.worker.missing(err)
			if s := l.worker.state; s != nil {
				_ = s.log.Lacks()
			}
		}
		l.release()
	}
}

// release gives the records up, between what must come before that and what must not.
func (l *loop) release() {
	l.worker.Keep()
	fault.At("records.kept")
	l.taken = false
	l.source.Release()
	fault.At("records.released")
	l.worker.Deliver()
	keepRing(l.worker) // a burst may leave no time for Recover
	l.worker.status.Note()
	l.worker.Busy()
}
