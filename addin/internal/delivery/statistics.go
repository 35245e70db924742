package delivery

import (
	"maps"
	"slices"
	"time"
)

// Statistics is what an administrator may ask of a delivery.
type Statistics struct {
	// Enqueued is how many envelopes came, and Adopted how many a dead run left. Both
	// together are Sent + Queued + InFlight + what was dropped of them.
	Enqueued, Adopted, Sent uint64
	// Requests is how many requests were answered or failed.
	Requests uint64
	// Queued and InFlight are the envelopes that wait and that are being sent. Of
	// both, Spooled lie on disk, with SpooledBytes; the others take Bytes of memory.
	Queued, InFlight, Spooled int
	SpooledBytes, Bytes       int64
	// SpoolError is why envelopes are in memory only, or why some on disk cannot be read;
	// Unkept and Unreadable count both.
	SpoolError         string
	Unkept, Unreadable int
	// Dropped counts what was not sent, by reason.
	Dropped map[Reason]uint64
	// Failures is how many attempts failed in a row; RetryIn is the pause that is
	// left to what waits longest for its turn.
	Failures int
	RetryIn  time.Duration
	// Limits are the pauses that the server set; "" stands for all categories.
	Limits map[Category]time.Duration
	// Last is the last answer, and Answers the last different ones, the newest at the end.
	Last    Response
	Answers []Answered
}

// Statistics returns the state of this moment.
func (d *Delivery) Statistics() Statistics {
	now := time.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.limits.expire(now)
	s := Statistics{
		Enqueued: d.counts.enqueued,
		Adopted:  d.counts.adopted,
		Sent:     d.counts.sent,
		Requests: d.counts.requests,
		Queued:   d.waiting + len(d.staged) + d.held,
		InFlight: d.inFlight - d.reports.inFlight,
		Spooled:  d.disk.count,
		Bytes:    d.memory.bytes,

		SpooledBytes: d.disk.bytes,
		SpoolError:   d.ailing.why(),
		Unkept:       d.ailing.unkept,
		Unreadable:   d.ailing.unread,

		Dropped:  maps.Clone(d.counts.dropped),
		Failures: d.pace.failures,
		RetryIn:  max(nextTry(d.queues, d.pace.backoff.until).Sub(now), 0),
		Limits:   make(map[Category]time.Duration, len(d.limits)),
		Last:     d.last,
		Answers:  slices.Clone(d.answers),
	}
	for category, moment := range d.limits {
		s.Limits[category] = moment.Sub(now)
	}
	return s
}

// nextTry is when what failed is tried again if all of it waits until a moment; zero if that is not for a pause to say.
func nextTry(queues map[Category]*queue, until time.Time) time.Time {
	var first time.Time
	for _, q := range queues {
		if q.len() > 0 {
			return until
		}
		if len(q.resting) > 0 && (first.IsZero() || q.resting[0].pause.until.Before(first)) {
			first = q.resting[0].pause.until
		}
	}
	return later(until, first)
}
