package delivery

import (
	"errors"
	"io/fs"
	"time"

	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/spool"
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
		answer := s.delivery.decide(s.current, s.delivery.send(s.current))
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
		d.noteRead(e, err)
		if err != nil {
			return Response{Detail: err.Error(), At: time.Now(), verdict: judgeRead(err)}
		}
	}
	return d.post(content)
}

// judgeRead tells what an error of reading a file means. Only what is gone or damaged is
// lost; whatever else it is may be over, or put right, the next time.
func judgeRead(err error) verdict {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return gone
	case errors.Is(err, spool.ErrDamaged):
		return damaged
	case errors.Is(err, private.ErrForeign), errors.Is(err, fs.ErrPermission), errors.Is(err, spool.ErrNewer):
		return unowned
	}
	return unread
}

// noteRead keeps why an entry that stays could not be read.
func (d *Delivery) noteRead(e *entry, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	verdict := unread
	if err != nil {
		verdict = judgeRead(err)
	}
	stays := err != nil && (verdict == unread || verdict == unowned)
	if stays {
		d.unreadable = err.Error()
	}
	d.setUnread(e, stays)
}

func (d *Delivery) setUnread(e *entry, is bool) {
	switch {
	case is && !e.unread:
		d.unread++
	case !is && e.unread:
		d.unread--
	}
	e.unread = is
}

// decide turns the last of several failures over one envelope into a refusal, if the
// server took others between them.
func (d *Delivery) decide(e *entry, answer Response) Response {
	if answer.verdict != failed {
		return answer
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if e.stumbles == 0 || d.counts.sent > e.others {
		e.stumbles++
		e.others = d.counts.sent
	}
	if e.stumbles >= maxStumbles {
		answer.verdict = refused
	}
	return answer
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
	case damaged:
		d.quarantine(e, Damaged)
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
	if answer.verdict.asked() {
		d.counts.requests++
		d.last = answer
	}
	d.limits.expire(now)
	limited := d.limits.apply(answer.Status, answer.header, e.category, now, d.throttled(e, answer, now))
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
	case damaged:
		d.finish(e, Damaged)
	case limited:
		d.putBack(e)
	case unreachable, failed, unread:
		d.trouble(e, now, maxPause)
		d.rest(e, now, maxPause)
	case strange:
		d.trouble(e, now, maxPause)
		d.rest(e, now, maxRefusedPause)
	case misdirected:
		d.trouble(e, now, maxRefusedPause)
		d.rest(e, now, maxRefusedPause)
	case unowned:
		d.rest(e, now, maxPause)
	}
}

// succeed notes that the server is there and takes or refuses what it is sent.
func (d *Delivery) succeed() {
	d.backoff.succeed()
	d.throttle.succeed()
	d.probing, d.suspect, d.failures = false, nil, 0
	d.good++
}

// trouble notes an attempt that failed. One entry alone may be the cause, and rests; once
// attempts over different ones fail, it is the server or the way to it, and everything
// waits. What was in flight together counts as one attempt.
func (d *Delivery) trouble(e *entry, now time.Time, longest time.Duration) {
	d.failures++
	d.probing, d.good = true, 0
	if d.suspect != nil && d.suspect != e && e.round == d.round {
		d.backoff.fail(now, longest)
		d.round++
	}
	d.suspect = e
}

// throttled notes a limit, and returns the time for which it holds at least: servers ask
// for none, or for one that is over by their clock.
func (d *Delivery) throttled(e *entry, answer Response, now time.Time) time.Duration {
	if answer.verdict != limited {
		return 0
	}
	if e.losses == nil {
		d.probing, d.good = true, 0
	}
	if e.round == d.round || d.throttle.failures == 0 {
		d.throttle.fail(now, defaultLimit)
		d.round++
	}
	return max(d.throttle.until.Sub(now), firstPause/2)
}

// rest puts an entry back for a pause that grows with each of its attempts.
func (d *Delivery) rest(e *entry, now time.Time, longest time.Duration) {
	e.pause.fail(now, longest)
	d.queues[e.category].rest(e)
	d.waiting++
}

func (d *Delivery) putBack(e *entry) {
	d.queues[e.category].unpop(e)
	d.waiting++
}
