package delivery

import (
	"errors"
	"io/fs"
	"time"

	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/guard"
)

// sender sends one entry after the other, on a goroutine of its own.
type sender struct {
	delivery *Delivery
	current  *entry
}

func (s *sender) run() {
	if config := &s.delivery.config; config.Begin != nil {
		config.Begin()
		defer config.End()
	}
	for s.current != nil {
		fault.At("send.before")
		answer := s.delivery.send(s.current)
		fault.At("send.answered")
		s.delivery.forget(s.current, answer)
		fault.At("send.forgotten")
		s.current = s.delivery.settle(s.current, answer)
	}
}

// ended gives up the place of a sender that panicked, and its entry with it: the
// next sender would fare the same.
func (s *sender) ended(panicked *guard.Panic) {
	if panicked == nil {
		return
	}
	d := s.delivery
	d.quarantine(s.current, InternalSDKError)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.returns(s.current)
	if s.current.losses != nil {
		d.reports.inFlight--
	} else {
		d.finish(s.current, InternalSDKError)
	}
	d.startSenders(time.Now())
}

// send makes one attempt for e.
func (d *Delivery) send(e *entry) Response {
	if d.tooOld(e) {
		return Response{Detail: "too old", At: time.Now(), verdict: expired}
	}
	content := e.envelope
	if e.stored != nil {
		var err error
		content, err = d.config.Spool.Load(*e.stored)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return Response{Detail: "the file is gone", At: time.Now(), verdict: gone}
		case err != nil:
			return Response{Detail: err.Error(), At: time.Now(), verdict: refused}
		}
	}
	return d.post(content)
}

// maxCheckInAge is how long a check-in may wait: an old one would tell the server
// that a job ran just now (facts: sentry 3.4).
const maxCheckInAge = 10 * time.Minute

// maxSessionAge is what Relay takes (facts: sentry 3.3).
const maxSessionAge = 5 * 24 * time.Hour

// patience is how long an entry that looks too old is tried all the same: the clock
// may have been wrong when it was recorded, or be wrong now.
const patience = 24 * time.Hour

// tooOld reports whether an entry is not worth sending any more.
func (d *Delivery) tooOld(e *entry) bool {
	age, held := time.Since(e.created), time.Since(e.since)
	if e.category == Monitor {
		return age > maxCheckInAge || held > maxCheckInAge
	}
	limit := d.config.MaxAge
	if e.category == Session && (limit == 0 || limit > maxSessionAge) {
		limit = maxSessionAge
	}
	return limit > 0 && age > limit && held > min(limit, patience)
}

// forget removes the file of what is done with, before that is told to anybody: a
// kill between would send it again.
func (d *Delivery) forget(e *entry, answer Response) {
	if e.stored == nil {
		return
	}
	switch answer.verdict {
	case delivered, expired:
		_ = d.config.Spool.Remove(*e.stored)
	case refused:
		d.quarantine(e, SendError)
	case failed:
		if e.stumbles+1 >= maxStumbles {
			d.quarantine(e, SendError)
		}
	}
}

// quarantine keeps the file of an entry that no server takes for a person to look at.
func (d *Delivery) quarantine(e *entry, reason Reason) {
	if e.stored == nil {
		return
	}
	if err := d.config.Spool.Quarantine(*e.stored, string(reason)); err != nil {
		_ = d.config.Spool.Remove(*e.stored)
	}
}

// settle acts on the answer for e and returns what the same sender sends next.
func (d *Delivery) settle(e *entry, answer Response) (following *entry) {
	now := time.Now()
	d.mu.Lock()
	if answer.verdict != expired && answer.verdict != gone {
		d.counts.requests++
		d.last = answer
	}
	d.limits.expire(now)
	limited := d.limits.apply(answer.Status, answer.header, e.category, now)
	d.noteAnswer(e, answer)
	if e.losses != nil {
		d.settleReport(e, answer, now)
	} else {
		d.judged(e, answer, now)
	}
	d.returns(e)
	if d.inFlight < d.maxSenders() {
		var when time.Time
		if following, when = d.next(now); following != nil {
			d.leaves(following)
			d.startSenders(now)
		} else {
			d.setAlarm(when, now)
		}
	}
	// What was just answered for, or limited, may have been the last that could go.
	for owner := range d.awaited {
		d.giveUp(owner)
	}
	d.setReportAlarm(now)
	drained := d.waiting+d.inFlight+len(d.staged) == 0
	var windows []byte
	if limited && d.config.Spool != nil {
		windows = d.limits.encode()
	}
	d.mu.Unlock()
	if windows != nil {
		_ = d.config.Spool.PutLimits(windows)
	}
	if answer.verdict == delivered && d.config.Sent != nil {
		d.config.Sent()
	}
	if drained && d.config.Drained != nil {
		d.config.Drained()
	}
	return following
}

// judged does what a verdict asks for.
func (d *Delivery) judged(e *entry, answer Response, now time.Time) {
	switch answer.verdict {
	case delivered:
		d.succeed()
		d.finish(e, "")
	case refused:
		d.succeed()
		d.finish(e, SendError)
	case expired:
		d.finish(e, CacheOverflow)
	case gone:
		d.finish(e, InternalSDKError)
	case limited:
		d.probing = true
		d.putBack(e)
	case unreachable:
		d.backoff.fail(now, maxPause)
		d.giveWay(e)
	case misdirected:
		d.backoff.fail(now, maxRefusedPause)
		d.putBack(e)
	case failed:
		d.backoff.fail(now, maxPause)
		if e.stumbles++; e.stumbles >= maxStumbles {
			d.finish(e, SendError)
		} else {
			d.putBack(e)
		}
	}
}

// succeed notes that the server is there and takes or refuses what it is sent.
func (d *Delivery) succeed() {
	d.backoff.succeed()
	d.probing = false
}

// giveWay puts an entry back that got no answer. Whether that is the server's fault or
// its own, as with a proxy that ends what is too large for it, only others can show: so
// every second time it goes behind them.
func (d *Delivery) giveWay(e *entry) {
	if e.silences++; e.silences%2 != 0 {
		d.putBack(e)
		return
	}
	d.queues[e.category].push(e)
	d.waiting++
}

func (d *Delivery) putBack(e *entry) {
	d.queues[e.category].unpop(e)
	d.waiting++
}
