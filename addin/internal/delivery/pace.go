package delivery

import "time"

// pace is how boldly a server may be asked, by its answers so far; guarded by the mutex
// of the delivery. The limits that it sets are kept apart.
type pace struct {
	probing  bool    // the last answer was no success: try with one request
	throttle backoff // after limits in a row
	backoff  backoff // after failures over different entries
	suspect  *entry  // the last one that an attempt failed over, until one succeeds
	failures int     // attempts that failed in a row
	round    uint64  // counts the pauses; what left in an earlier one adds to none
	good     int     // good answers in a row
}

// maxSenders is how many requests may run now: one, to try, while the last
// answer was no success.
func (p *pace) maxSenders(waiting int) int {
	switch {
	case p.probing:
		return 1
	case p.good >= goodAnswers && waiting > backlog:
		return MaxInFlight
	}
	return calmInFlight
}

// succeed notes that the server is there and takes or refuses what it is sent.
func (p *pace) succeed() {
	p.backoff.succeed()
	p.throttle.succeed()
	p.probing, p.suspect, p.failures = false, nil, 0
	p.good++
}

// trouble notes an attempt that failed. One entry alone may be the cause, and rests; once
// attempts over different ones fail, it is the server or the way to it, and everything
// waits. What was in flight together counts as one attempt.
func (p *pace) trouble(e *entry, now time.Time, longest time.Duration) {
	p.failures++
	p.probing, p.good = true, 0
	if p.suspect != nil && p.suspect != e && e.round == p.round {
		p.backoff.fail(now, longest)
		p.round++
	}
	p.suspect = e
}

// throttled notes a limit, and returns the time for which it holds at least: servers ask
// for none, or for one that is over by their clock.
func (p *pace) throttled(e *entry, answer Response, now time.Time) time.Duration {
	if answer.verdict != limited {
		return 0
	}
	if e.losses == nil {
		p.probing, p.good = true, 0
	}
	if e.round == p.round || p.throttle.failures == 0 {
		p.throttle.fail(now, defaultLimit)
		p.round++
	}
	return max(p.throttle.until.Sub(now), firstPause/2)
}

// soften keeps the pause of an entry short while the server takes others: one that answers
// every third request with a fault is not down, and who fails by chance several times in
// a row must not wait for minutes.
func (e *entry) soften(sent uint64) {
	if sent > e.sentBefore {
		e.pause.failures = min(e.pause.failures, maxSoftFailures)
	}
	e.sentBefore = sent
}

// maxSoftFailures is how many failures the pause of such an entry counts: it rests for at
// most firstPause<<maxSoftFailures.
const maxSoftFailures = 3
