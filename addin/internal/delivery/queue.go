package delivery

import (
	"slices"
	"time"

	"sentry1c/addin/internal/spool"
)

// entry is one envelope on its way.
type entry struct {
	number   uint64
	category Category
	label    string // for Note
	size     int
	quantity int // of items, or 0; see Item
	spans    int
	owner    *Owner
	shares   []share // of others who wait for it (Held.Share)
	// envelope is the content, or nil if it lies in the file stored. With both, the file has
	// an earlier content.
	envelope []byte
	stored   *spool.Entry
	// created is when it was recorded, by the wall clock; since is how long this
	// process has it, by one that nobody sets.
	created, since time.Time
	// pause is until when it rests, and how many attempts of its own have failed.
	pause backoff
	// sentBefore is how many envelopes had been sent when it failed last.
	sentBefore uint64
	// round is the one of the delivery when it left; see pace.trouble.
	round uint64
	// stumbles counts the answers that took it for the cause of a failure, and others is
	// how many envelopes were sent before the last of them.
	stumbles int
	others   uint64
	// unread tells that its file could not be read, unkept that it has none with its
	// content for the spool could not be written.
	unread, unkept bool
	// losses are what it tells, if it is a client report.
	losses map[loss]uint64
}

// queue holds the entries of one category, oldest first.
type queue struct {
	entries []*entry
	// taken counts the entries at the front that were removed already.
	taken int
	// resting are further entries, by the end of their pause.
	resting []*entry
}

func (q *queue) len() int { return len(q.entries) - q.taken }

func (q *queue) push(e *entry) {
	if q.taken > len(q.entries)/2 {
		kept := copy(q.entries, q.entries[q.taken:])
		clear(q.entries[kept:])
		q.entries, q.taken = q.entries[:kept], 0
	}
	q.entries = append(q.entries, e)
}

// pop removes the oldest entry, which must exist.
func (q *queue) pop() *entry {
	e := q.entries[q.taken]
	q.entries[q.taken] = nil
	q.taken++
	if q.taken == len(q.entries) {
		q.entries, q.taken = q.entries[:0], 0
	}
	return e
}

// popNewest removes the newest entry, which must exist.
func (q *queue) popNewest() *entry {
	last := len(q.entries) - 1
	e := q.entries[last]
	q.entries[last] = nil
	q.entries = q.entries[:last]
	if q.taken == len(q.entries) {
		q.entries, q.taken = q.entries[:0], 0
	}
	return e
}

// take removes the oldest entry that fits; nil if none does.
func (q *queue) take(fits func(*entry) bool) *entry {
	waits := slices.IndexFunc(q.entries[q.taken:], fits)
	rests := -1
	for i, e := range q.resting {
		if fits(e) && (rests < 0 || e.number < q.resting[rests].number) {
			rests = i
		}
	}
	if rests >= 0 && (waits < 0 || q.resting[rests].number < q.entries[q.taken+waits].number) {
		e := q.resting[rests]
		q.resting = slices.Delete(q.resting, rests, rests+1)
		return e
	}
	switch waits {
	case -1:
		return nil
	case 0:
		return q.pop()
	}
	at := q.taken + waits
	e := q.entries[at]
	q.entries = slices.Delete(q.entries, at, at+1)
	return e
}

// unpop puts back at the front what pop gave.
func (q *queue) unpop(e *entry) {
	if q.taken > 0 {
		q.taken--
		q.entries[q.taken] = e
		return
	}
	q.entries = append([]*entry{e}, q.entries...)
}

// rest keeps an entry until its pause is over.
func (q *queue) rest(e *entry) {
	at, _ := slices.BinarySearchFunc(q.resting, e, func(a, b *entry) int { return a.pause.until.Compare(b.pause.until) })
	q.resting = slices.Insert(q.resting, at, e)
}

// wake ends the rest of those whose pause is over. Whether it was the server's fault that
// they were not sent or their own, as with a proxy that ends what is too large for it,
// only others can show: so every second time an entry goes behind them.
func (q *queue) wake(now time.Time) {
	over := 0
	for ; over < len(q.resting) && !q.resting[over].pause.until.After(now); over++ {
		if e := q.resting[over]; e.pause.failures%2 != 0 {
			q.unpop(e)
		} else {
			q.push(e)
		}
	}
	q.resting = slices.Delete(q.resting, 0, over)
}
