package delivery

import (
	"net/http"
	"sync"
	"time"

	"sentry1c/addin/internal/guard"
)

const (
	// MaxInFlight is how many requests run at once.
	MaxInFlight = 4
	// DefaultMaxBytes and DefaultMaxCount bound what waits in memory.
	DefaultMaxBytes = 16 << 20
	DefaultMaxCount = 10000
)

// Config says where and how to deliver.
type Config struct {
	// URL is the envelope endpoint of the project.
	URL string
	// Header is sent with every request: authentication, user agent and what the
	// user adds.
	Header http.Header
	// Client makes the requests and bounds their time. It must not follow
	// redirects: a POST that follows one becomes a GET.
	Client *http.Client
	// MaxBytes and MaxCount bound what waits; 0 means the defaults.
	MaxBytes, MaxCount int
}

// Delivery is the road to one server. See the package comment.
type Delivery struct {
	config Config

	mu         sync.Mutex
	queues     map[Category]*queue
	waiting    int // entries in queues
	bytes      int // of the entries in queues and in flight
	inFlight   int
	limits     limits
	probing    bool // the last answer was a limit: try with one request
	backoff    backoff
	alarm      *time.Timer // starts a sender after a pause; nil if there is none to start
	lastNumber uint64
	counts     counts
	last       Response
}

// counts are totals since the start.
type counts struct {
	enqueued, sent uint64
	requests       uint64
	dropped        map[Reason]uint64
}

// New returns a delivery that starts with the first envelope.
func New(config Config) *Delivery {
	if config.MaxBytes == 0 {
		config.MaxBytes = DefaultMaxBytes
	}
	if config.MaxCount == 0 {
		config.MaxCount = DefaultMaxCount
	}
	if config.Header == nil {
		config.Header = make(http.Header)
	}
	d := &Delivery{
		config: config,
		queues: make(map[Category]*queue),
		limits: make(limits),
		counts: counts{dropped: make(map[Reason]uint64)},
	}
	for _, category := range byImportance {
		d.queues[category] = &queue{}
	}
	return d
}

// Enqueue takes an envelope, which it keeps, for owner, who may be nil. What does
// not fit is dropped from the least important category, the oldest first, and
// counted.
func (d *Delivery) Enqueue(category Category, envelope []byte, owner *Owner) {
	if owner == nil {
		owner = &Owner{}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lastNumber++
	d.counts.enqueued++
	owner.outstanding++
	d.waiting++
	d.bytes += len(envelope)
	d.queues[category].push(&entry{number: d.lastNumber, category: category, envelope: envelope, owner: owner})
	for d.waiting > 0 && (d.bytes > d.config.MaxBytes || d.waiting > d.config.MaxCount) {
		d.dropLeast()
	}
	d.startSenders(time.Now())
}

// dropLeast drops the oldest entry of the least important category.
func (d *Delivery) dropLeast() {
	for i := len(byImportance) - 1; i >= 0; i-- {
		if q := d.queues[byImportance[i]]; q.len() > 0 {
			e := q.pop()
			d.waiting--
			d.finish(e, QueueOverflow)
			return
		}
	}
}

// finish ends the road of e: with no reason it was sent.
func (d *Delivery) finish(e *entry, reason Reason) {
	d.bytes -= len(e.envelope)
	if reason == "" {
		d.counts.sent++
	} else {
		d.counts.dropped[reason]++
	}
	e.owner.finish(e.number, reason == "")
}

// Drop counts what was dropped before it came here, so that one place tells of
// all that was recorded.
func (d *Delivery) Drop(reason Reason, count uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.counts.dropped[reason] += count
}

// maxSenders is how many requests may run now: one, to try, while the last
// answer was no success.
func (d *Delivery) maxSenders() int {
	if d.backoff.failures > 0 || d.probing {
		return 1
	}
	return MaxInFlight
}

// next takes the entry to be sent now, or tells when there may be one.
func (d *Delivery) next(now time.Time) (e *entry, when time.Time) {
	if d.waiting == 0 {
		return nil, time.Time{}
	}
	if d.backoff.until.After(now) {
		return nil, d.backoff.until
	}
	for _, category := range byImportance {
		q := d.queues[category]
		if q.len() == 0 {
			continue
		}
		if until := d.limits.until(category); until.After(now) {
			if when.IsZero() || until.Before(when) {
				when = until
			}
			continue
		}
		d.waiting--
		return q.pop(), time.Time{}
	}
	return nil, when
}

// startSenders starts as many senders as there is work for, or sets the alarm.
func (d *Delivery) startSenders(now time.Time) {
	for d.inFlight < d.maxSenders() {
		e, when := d.next(now)
		if e == nil {
			d.setAlarm(when, now)
			return
		}
		d.inFlight++
		s := &sender{delivery: d, current: e}
		guard.Go("sender", s.run, s.ended)
	}
}

func (d *Delivery) setAlarm(when, now time.Time) {
	if d.alarm != nil {
		d.alarm.Stop()
		d.alarm = nil
	}
	if when.IsZero() || d.inFlight > 0 {
		// Whoever is in flight looks again when it is done.
		return
	}
	d.alarm = time.AfterFunc(when.Sub(now), func() {
		guard.Run("sender's alarm", func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.startSenders(time.Now())
		})
	})
}

// sender sends one entry after the other, on a goroutine of its own.
type sender struct {
	delivery *Delivery
	current  *entry
}

func (s *sender) run() {
	for s.current != nil {
		answer := s.delivery.post(s.current)
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
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inFlight--
	d.finish(s.current, InternalSDKError)
	d.startSenders(time.Now())
}

// settle acts on the answer for e and returns what the same sender sends next.
func (d *Delivery) settle(e *entry, answer Response) *entry {
	now := time.Now()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.counts.requests++
	d.last = answer
	d.limits.expire(now)
	d.limits.apply(answer.Status, answer.header, e.category, now)
	switch answer.verdict {
	case delivered:
		d.succeed()
		d.finish(e, "")
	case refused:
		d.succeed()
		d.finish(e, SendError)
	case limited:
		d.probing = true
		d.putBack(e)
	case unreachable:
		d.backoff.fail(now, maxPause)
		d.putBack(e)
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
	d.inFlight--
	if d.inFlight >= d.maxSenders() {
		return nil
	}
	following, when := d.next(now)
	if following == nil {
		d.setAlarm(when, now)
		return nil
	}
	d.inFlight++
	d.startSenders(now)
	return following
}

// succeed notes that the server is there and takes or refuses what it is sent.
func (d *Delivery) succeed() {
	d.backoff.succeed()
	d.probing = false
}

func (d *Delivery) putBack(e *entry) {
	d.queues[e.category].unpop(e)
	d.waiting++
}
