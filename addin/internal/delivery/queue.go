package delivery

import (
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
	// envelope is the content, or nil if it lies in the file stored.
	envelope []byte
	stored   *spool.Entry
	// created is when it was recorded, by the wall clock; since is how long this
	// process has it, by one that nobody sets.
	created, since time.Time
	// stumbles counts the answers that took it for the cause of a failure.
	stumbles int
	// silences counts the attempts that nobody answered.
	silences int
	// losses are what it tells, if it is a client report.
	losses map[loss]uint64
}

// queue holds the entries of one category, oldest first.
type queue struct {
	entries []*entry
	// taken counts the entries at the front that were removed already.
	taken int
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
		*q = queue{entries: q.entries[:0]}
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
		*q = queue{entries: q.entries[:0]}
	}
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
