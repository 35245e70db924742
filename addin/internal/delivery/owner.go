package delivery

import "time"

// Owner is somebody whose envelopes are waited for together: an object of 1C. The
// zero value is ready.
type Owner struct {
	// outstanding counts its envelopes that are not answered for; guarded by the
	// mutex of the delivery, and so are the waiters.
	outstanding int
	waiters     []*waiter
}

// waiter waits for all that was enqueued up to a number.
type waiter struct {
	last      uint64
	remaining int
	lost      bool
	done      chan bool
}

// finish tells the waiters that envelope number is done, and whether it was sent.
func (o *Owner) finish(number uint64, sent bool) {
	o.outstanding--
	kept := o.waiters[:0]
	for _, w := range o.waiters {
		if number <= w.last {
			w.remaining--
			w.lost = w.lost || !sent
			if w.remaining == 0 {
				w.done <- !w.lost
				continue
			}
		}
		kept = append(kept, w)
	}
	clear(o.waiters[len(kept):])
	o.waiters = kept
}

// Wait returns a channel that gets one value when everything that owner has
// enqueued so far is answered for: whether all of it was sent. The channel is
// never closed and need not be read.
func (d *Delivery) Wait(owner *Owner) <-chan bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hastenReport(time.Now())
	done := make(chan bool, 1)
	if owner.outstanding == 0 {
		done <- true
		return done
	}
	owner.waiters = append(owner.waiters, &waiter{last: d.lastNumber, remaining: owner.outstanding, done: done})
	return done
}
