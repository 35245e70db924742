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
	if d.config.Settled != nil {
		d.config.Settled()
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
		d.soften(e)
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

// soften keeps the pause of an entry short while the server takes others: one that answers
// every third request with a fault is not down, and who fails by chance several times in
// a row must not wait for minutes.
func (d *Delivery) soften(e *entry) {
	if d.counts.sent > e.sentBefore {
		e.pause.failures = min(e.pause.failures, maxSoftFailures)
	}
	e.sentBefore = d.counts.sent
}

// maxSoftFailures is how many failures the pause of such an entry counts: it rests for at
// most firstPause<<maxSoftFailures.
const maxSoftFailures = 3

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
