package delivery

import "time"

// Owner is somebody whose envelopes are waited for together: an object of 1C. The
// zero value is ready.
type Owner struct {
	// outstanding counts its envelopes that are not answered for; guarded by the
	// mutex of the delivery, and so are the rest.
	outstanding int
	sending     int // of them, at this moment
	byCategory  map[Category]int
	waiters     []*waiter
}

// waiter waits for all that was enqueued up to a number.
type waiter struct {
	last      uint64
	remaining int
	lost      bool
	until     time.Time
	done      chan bool
}

// share is an envelope that an owner waits for besides its own, and the number by which the
// owner's waiters know it: that of the moment when it came to be shared.
type share struct {
	owner  *Owner
	number uint64
}

// add tells of an envelope on its way.
func (o *Owner) add(category Category) {
	if o.byCategory == nil {
		o.byCategory = map[Category]int{}
	}
	o.outstanding++
	o.byCategory[category]++
}

// finish tells the waiters that envelope number is done, and whether it was sent.
func (o *Owner) finish(number uint64, category Category, sent bool) {
	o.outstanding--
	if o.byCategory[category]--; o.byCategory[category] == 0 {
		delete(o.byCategory, category)
	}
	o.keep(func(w *waiter) bool {
		if number > w.last {
			return true
		}
		w.remaining--
		w.lost = w.lost || !sent
		if w.remaining == 0 {
			w.done <- !w.lost
		}
		return w.remaining > 0
	})
}

// giveUp tells the waiters for whom nothing more can be sent in time.
func (o *Owner) giveUp(l limits) {
	if o.sending > 0 {
		return
	}
	var open time.Time // when the first category opens again
	for category := range o.byCategory {
		if until := l.until(category); open.IsZero() || until.Before(open) {
			open = until
			if open.IsZero() {
				return
			}
		}
	}
	o.keep(func(w *waiter) bool {
		if w.until.IsZero() || !open.After(w.until) {
			return true
		}
		w.done <- false
		return false
	})
}

// keep lets those waiters go that are no more kept.
func (o *Owner) keep(kept func(*waiter) bool) {
	rest := o.waiters[:0]
	for _, w := range o.waiters {
		if kept(w) {
			rest = append(rest, w)
		}
	}
	clear(o.waiters[len(rest):])
	o.waiters = rest
}

// Wait returns a channel that gets one value when everything that owner has
// enqueued so far is answered for: whether all of it was sent. False comes at once
// when the server's limits allow nothing of the rest before until; the zero time is
// for ever. The channel is never closed and need not be read.
func (d *Delivery) Wait(owner *Owner, until time.Time) <-chan bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	d.hastenReport(now)
	done := make(chan bool, 1)
	if owner.outstanding == 0 {
		done <- true
		return done
	}
	owner.waiters = append(owner.waiters, &waiter{last: d.lastNumber, remaining: owner.outstanding, until: until, done: done})
	d.limits.expire(now)
	d.giveUp(owner)
	return done
}

// Owes reports whether something that owner has enqueued is not answered for.
func Owes(d *Delivery, owner *Owner) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return owner.outstanding > 0
}

// giveUp lets the waiters of an owner go who wait in vain, and remembers the owner
// whose waiters stay.
func (d *Delivery) giveUp(owner *Owner) {
	owner.giveUp(d.limits)
	if len(owner.waiters) == 0 {
		delete(d.awaited, owner)
		return
	}
	if d.awaited == nil {
		d.awaited = map[*Owner]struct{}{}
	}
	d.awaited[owner] = struct{}{}
}
