package delivery

import "time"

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

// settle acts on the answer for e and returns what the same sender sends next.
func (d *Delivery) settle(e *entry, answer Response) (following *entry) {
	now := time.Now()
	d.mu.Lock()
	if answer.verdict.asked() {
		d.counts.requests++
		d.last = answer
		d.answers.note(answer)
	}
	d.limits.expire(now)
	limited := d.limits.apply(answer.Status, answer.header, e.category, now, d.pace.throttled(e, answer, now))
	d.config.noteAnswer(e, answer)
	if e.losses != nil {
		d.settleReport(e, answer, now)
	} else {
		d.judged(e, answer, now)
	}
	d.returns(e)
	if mayLeave(d) {
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
	if d.config.Settled != nil {
		d.config.Settled()
	}
	return following
}

// judged does what a verdict asks for.
func (d *Delivery) judged(e *entry, answer Response, now time.Time) {
	switch answer.verdict {
	case delivered:
		d.pace.succeed()
		d.finish(e, "")
	case refused:
		d.pace.succeed()
		d.finish(e, SendError)
	case expired:
		d.finish(e, CacheOverflow)
	case gone:
		d.finish(e, Damaged) // somebody removed its file
	case damaged:
		d.finish(e, Damaged)
	case limited:
		d.putBack(e)
	case unreachable, failed, unread:
		d.pace.trouble(e, now, maxPause)
		e.soften(d.counts.sent)
		d.rest(e, now, maxPause)
	case strange:
		d.pace.trouble(e, now, maxPause)
		d.rest(e, now, maxRefusedPause)
	case misdirected:
		d.pace.trouble(e, now, maxRefusedPause)
		d.rest(e, now, maxRefusedPause)
	case unowned:
		d.rest(e, now, maxPause)
	}
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
