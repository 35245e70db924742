package delivery

import (
	"net/http"
	"sync"
	"time"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/spool"
)

const (
	// MaxInFlight is how many requests run at once while a backlog waits and answers are
	// good, and calmInFlight otherwise; fewer while many others send (share.go).
	MaxInFlight  = 16
	calmInFlight = 4
	// goodAnswers are as many in a row as make a server one that can take more at once.
	goodAnswers = 2 * calmInFlight
	// DefaultMaxBytes and DefaultMaxCount bound what waits in memory.
	DefaultMaxBytes = 16 << 20
	DefaultMaxCount = 10000
	// DefaultMaxFiles bounds what waits on disk.
	DefaultMaxFiles = 50000
	// backlog is how many entries make MaxInFlight be used; of one category, it makes the
	// newest take turns with the oldest: an error of now must not wait for those of last
	// week.
	backlog = 20
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
	// MaxBytes and MaxCount bound what waits in memory; 0 means the defaults.
	MaxBytes, MaxCount int
	// Spool keeps what waits on disk; nil keeps it in memory.
	Spool *spool.Spool
	// SpoolMaxBytes and SpoolMaxFiles bound what waits on disk, MaxAge how long; 0
	// means no limit, the default, and no limit.
	SpoolMaxBytes int64
	SpoolMaxFiles int
	MaxAge        time.Duration
	// FreeDisk, if set, tells how many bytes may still be written where the spool lies, negative if
	// that is not known: of these it takes no more than one in diskShare.
	FreeDisk func() int64
	// Hide, if set, takes secrets out of what a server answers: some echo what they were
	// sent.
	Hide func(text string) string
	// ReportAs is the header of client reports; without the name of an SDK there are
	// none.
	ReportAs envelope.Header
	// Note, if set, is told what happens to each envelope, in a line without anything
	// of its content; it may be called under a lock and must not wait. Copy, if set, is
	// given each envelope that comes and must neither wait nor change it.
	Note func(line string)
	Copy func(envelope []byte)
	// Begin and End, if set, are called on the goroutine of a sender when it begins to
	// work and when it is done.
	Begin, End func()
	// Drained, if set, is called when the last entry has left, Sent when one was delivered,
	// and Settled after each attempt, whatever came of it; on any goroutine, not under a
	// lock.
	Drained, Sent, Settled func()
}

// Delivery is the road to one server. See the package comment.
type Delivery struct {
	config Config

	mu       sync.Mutex
	queues   map[Category]*queue
	staged   []*entry // not yet to be sent
	held     int      // entries that wait for Release
	memory   space    // of the entries without a file, wherever they are
	disk     space    // of the entries with one
	room     room     // for these
	waiting  int      // entries in queues, resting or not
	inFlight int
	newest   bool                // the next entry of a backlog is the newest
	awaited  map[*Owner]struct{} // who has waiters

	limits     limits
	pace       pace
	alarm      *time.Timer // starts a sender after a pause; nil if there is none to start
	syncing    bool        // somebody will sync the spool
	syncs      int         // how many do so now
	ailing     ailing
	lastNumber uint64
	counts     counts
	reports    reports
	last       Response
	answers    answered
}

// space is what entries take.
type space struct {
	bytes int64
	count int
}

func (s *space) add(e *entry)    { s.bytes += int64(e.size); s.count++ }
func (s *space) remove(e *entry) { s.bytes -= int64(e.size); s.count-- }

// counts are totals since the start.
type counts struct {
	enqueued, adopted, sent uint64
	requests                uint64
	dropped                 map[Reason]uint64
}

// New returns a delivery that starts with the first envelope.
func New(config Config) *Delivery {
	if config.MaxBytes == 0 {
		config.MaxBytes = DefaultMaxBytes
	}
	if config.MaxCount == 0 {
		config.MaxCount = DefaultMaxCount
	}
	if config.SpoolMaxFiles == 0 {
		config.SpoolMaxFiles = DefaultMaxFiles
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
	if config.Spool != nil {
		d.limits.load(config.Spool, time.Now())
	}
	return d
}

// End reports whether nothing is on its way or waits to be told, and lets nothing more
// happen by itself then. Who was told true puts nothing in any more.
func (d *Delivery) End() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.waiting+d.inFlight+len(d.staged)+d.held+len(d.awaited) > 0 || len(d.reports.untold) > 0 && !d.pace.probing {
		return false
	}
	if d.syncing || d.syncs > 0 || d.config.Spool != nil && d.config.Spool.Unsynced() {
		return false // the folder is still needed
	}
	for _, alarm := range []*time.Timer{d.alarm, d.reports.alarm} {
		if alarm != nil {
			alarm.Stop()
		}
	}
	return true
}

// Drop counts what was dropped before it came here, so that one place tells of
// all that was recorded.
func (d *Delivery) Drop(reason Reason, category Category, count uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lose(reason, category, count)
}

// DropSpan tells the server with the next report of spans that went with a
// transaction that was dropped. Statistics counts the transaction alone.
func (d *Delivery) DropSpan(reason Reason, count int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.noteLoss(reason, Span, uint64(count))
}

// lose counts what will not be sent.
func (d *Delivery) lose(reason Reason, category Category, count uint64) {
	d.counts.dropped[reason] += count
	d.noteLoss(reason, category, count)
}

// next takes the entry to be sent now, or says when there may be one.
func (d *Delivery) next(now time.Time) (e *entry, when time.Time) {
	if report := d.nextReport(now); report != nil {
		return report, time.Time{}
	}
	if d.waiting == 0 {
		return nil, time.Time{}
	}
	if d.pace.backoff.until.After(now) {
		return nil, d.pace.backoff.until
	}
	for _, category := range byImportance {
		q := d.queues[category]
		q.wake(now)
		if q.len() == 0 && len(q.resting) == 0 {
			continue
		}
		until := d.limits.until(category)
		if q.len() == 0 {
			until = later(until, q.resting[0].pause.until)
		}
		if until.After(now) {
			if when.IsZero() || until.Before(when) {
				when = until
			}
			continue
		}
		d.waiting--
		if q.len() > backlog {
			if d.newest = !d.newest; d.newest {
				return q.popNewest(), time.Time{}
			}
		}
		return q.pop(), time.Time{}
	}
	return nil, when
}

// startSenders starts as many senders as there is work for, or sets the alarm.
func (d *Delivery) startSenders(now time.Time) {
	for mayLeave(d) {
		e, when := d.next(now)
		if e == nil {
			d.setAlarm(when, now)
			return
		}
		d.leaves(e)
		s := &sender{delivery: d, current: e}
		guard.Go("sender", s.run, s.ended)
	}
}

// leaves and returns count what is being sent.
func (d *Delivery) leaves(e *entry) {
	if d.inFlight++; d.inFlight > 1 {
		beside.Add(1)
	}
	e.round = d.pace.round
	e.sending(1)
}

func (d *Delivery) returns(e *entry) {
	if d.inFlight--; d.inFlight > 0 {
		beside.Add(-1)
	}
	e.sending(-1)
}

// sending counts it with those who wait for it.
func (e *entry) sending(count int) {
	if e.owner != nil {
		e.owner.sending += count
	}
	for _, s := range e.shares {
		s.owner.sending += count
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
