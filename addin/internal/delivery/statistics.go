package delivery

import (
	"maps"
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
	// SpoolError is why the last envelope could not be written to disk.
	SpoolError string
	// Dropped counts what was not sent, by reason.
	Dropped map[Reason]uint64
	// Failures is how many attempts failed in a row; RetryIn is the pause that is
	// left.
	Failures int
	RetryIn  time.Duration
	// Limits are the pauses that the server set; "" stands for all categories.
	Limits map[Category]time.Duration
	// Last is the last answer.
	Last Response
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
		SpoolError:   d.failing,

		Dropped:  maps.Clone(d.counts.dropped),
		Failures: d.backoff.failures,
		RetryIn:  max(d.backoff.until.Sub(now), 0),
		Limits:   make(map[Category]time.Duration, len(d.limits)),
		Last:     d.last,
	}
	for category, moment := range d.limits {
		s.Limits[category] = moment.Sub(now)
	}
	return s
}
