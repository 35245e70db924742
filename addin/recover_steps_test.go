package addin

import (
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/runlock"
)

// claimAgain is the claim of a run that was left to another time.
func (f *fixture) claimAgain() *runlock.Lock {
	f.t.Helper()
	claim, err := runlock.Claim(f.worker.life.Run.Lock.Path())
	if claim == nil || err != nil {
		f.t.Fatalf("Claim = %v, %v", claim, err)
	}
	return claim
}

// recovery begins to take over the run of a claim.
func (f *fixture) recovery(claim *runlock.Lock) *recovery {
	f.t.Helper()
	ring, err := f.worker.life.RingOf(claim.ID)
	must(err)
	return f.worker.beginRecovery(claim, ring, nil)
}

// some takes over the next records, and reports whether there were so many.
func some(r *recovery, count int) bool {
	for range count {
		if r.ring.Empty() {
			return false
		}
		run, err := r.ring.Next(recoverChunk)
		must(err)
		entry, rest, _, err := record.Next(run)
		must(err)
		must(r.one(entry))
		must(r.ring.Advance(len(run) - len(rest)))
	}
	return true
}

// steps takes over all that is left in the ring.
func steps(r *recovery) {
	for done := false; !done; {
		var err error
		done, err = r.step()
		must(err)
	}
}

// takes takes over the run of a claim, as far as that can be.
func (f *fixture) takes(claim *runlock.Lock) error {
	f.t.Helper()
	r := f.recovery(claim)
	steps(r)
	return r.end()
}

// takesSome takes over that many records of a dead run and is killed then.
func (f *fixture) takesSome(dead *fixture, count int) {
	f.t.Helper()
	claim := dead.claimAgain()
	r := f.recovery(claim)
	if !some(r, count) {
		f.t.Fatalf("there are no %d records", count)
	}
	r.close()
	claim.Release()
}

// pauses waits until nothing is on its way: what comes while a process is killed may come twice.
func (f *fixture) pauses() {
	for quiet := 0; quiet < 3; quiet++ {
		for _, cl := range f.worker.clients {
			if cl.Delivery.Statistics().InFlight > 0 {
				quiet = 0
			}
		}
		time.Sleep(time.Millisecond)
	}
}
