package delivery

import (
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
		answer := s.delivery.decide(s.current, s.delivery.send(s.current))
		fault.At("send.answered")
		makeRoom(s.delivery.config.Client)
		s.delivery.config.forget(s.current, answer)
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
	d.config.quarantine(s.current, InternalSDKError)
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
	if d.config.tooOld(e) {
		return Response{Detail: "too old", At: time.Now(), verdict: expired}
	}
	content := e.envelope
	if content == nil && e.stored != nil {
		var err error
		content, err = d.config.Spool.Load(*e.stored)
		d.noteRead(e, err)
		if err != nil {
			return Response{Detail: err.Error(), At: time.Now(), verdict: judgeRead(err)}
		}
	}
	if e.category == Metric && e.stored != nil {
		return d.sendOnce(e, content)
	}
	return d.config.post(content)
}

// sendOnce sends what must not be told twice: servers add numbers up, and know no ids of them.
// While it is under way it has no file that the next process could send again.
func (d *Delivery) sendOnce(e *entry, content []byte) Response {
	if err := d.config.Spool.TakeAway(*e.stored); err != nil {
		return Response{Detail: err.Error(), At: time.Now(), verdict: unread}
	}
	answer := d.config.post(content)
	if answer.verdict == delivered {
		return answer
	}
	d.rewrite(e, content)
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
func (c *Config) tooOld(e *entry) bool {
	age, held := time.Since(e.created), time.Since(e.since)
	if e.category == Monitor {
		return age > maxCheckInAge || held > maxCheckInAge
	}
	limit := c.MaxAge
	if e.category == Session && (limit == 0 || limit > maxSessionAge) {
		limit = maxSessionAge
	}
	return limit > 0 && age > limit && held > min(limit, patience)
}

// forget removes the file of what is done with, before that is told to anybody: a
// kill between would send it again.
func (c *Config) forget(e *entry, answer Response) {
	if e.stored == nil {
		return
	}
	switch answer.verdict {
	case delivered, expired:
		_ = c.Spool.Remove(*e.stored)
	case refused:
		c.quarantine(e, SendError)
	case damaged:
		c.quarantine(e, Damaged)
	}
}

// quarantine keeps the file of an entry that no server takes for a person to look at.
func (c *Config) quarantine(e *entry, reason Reason) {
	if e.stored == nil {
		return
	}
	if err := c.Spool.Quarantine(*e.stored, string(reason)); err != nil {
		_ = c.Spool.Remove(*e.stored)
	}
}
