package reports

import (
	"strings"
	"sync"
	"time"
)

const (
	// remembered is how long an error is known by its number, and window in which
	// reports of it are counted.
	remembered = time.Hour
	window     = time.Minute
	// maxTracked bounds the errors that are known, and the reports.
	maxTracked = 10_000
)

// tracker knows which errors were reported lately.
//
// # Threads
//
// Any goroutine.
type tracker struct {
	mu     sync.Mutex
	errors map[string]*tracked
	// reports are those that were taken, by the id of their event: a client that has not
	// heard the answer sends its report again.
	reports map[string]time.Time
	// refused counts, by base, the reports that were not asked for.
	refused map[string]uint64
}

// tracked is one error of one base.
type tracked struct {
	number string
	last   time.Time
	// granted is how many reports were asked for since began, and repeats how many were
	// not since the last that came.
	began            time.Time
	granted, repeats int
}

func newTracker() *tracker {
	return &tracker{errors: map[string]*tracked{}, reports: map[string]time.Time{}, refused: map[string]uint64{}}
}

// ask reports whether another report of an error is wanted, and the number that it is
// known by, "" if it is not known. most is how many are in a minute; 0 is all.
func (t *tracker) ask(base, hash string, most int, now time.Time) (number string, wanted bool) {
	if hash == "" {
		return "", true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.of(base+"\x00"+hash, now)
	if now.Sub(e.began) >= window {
		e.began, e.granted = now, 0
	}
	e.last = now
	if most > 0 && e.granted >= most {
		e.repeats++
		t.refused[base]++
		return e.number, false
	}
	e.granted++
	return e.number, true
}

// takeRepeats returns how many reports of an error were not asked for since the last one.
func (t *tracker) takeRepeats(base, hash string) (count int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e := t.errors[base+"\x00"+hash]; e != nil {
		count, e.repeats = e.repeats, 0
	}
	return count
}

// taken notes that the report of an error is safe, under the id of its event.
func (t *tracker) taken(base, hash, id string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.reports) >= maxTracked {
		forget(t.reports, now, func(at time.Time) time.Time { return at })
	}
	t.reports[id] = now
	if hash == "" {
		return
	}
	e := t.of(base+"\x00"+hash, now)
	e.number, e.last = shortNumber(id), now
}

// again reports whether the report of an event was taken already.
func (t *tracker) again(id string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	at, known := t.reports[id]
	return known && now.Sub(at) < remembered
}

// of returns what is known of an error, which is made known.
func (t *tracker) of(key string, now time.Time) *tracked {
	if e := t.errors[key]; e != nil && now.Sub(e.last) < remembered {
		return e
	}
	if len(t.errors) >= maxTracked {
		forget(t.errors, now, func(e *tracked) time.Time { return e.last })
	}
	e := &tracked{began: now, last: now}
	t.errors[key] = e
	return e
}

// forget makes room: what is old goes, or else the oldest half.
func forget[V any](all map[string]V, now time.Time, last func(V) time.Time) {
	for age := remembered; len(all) >= maxTracked/2 && age > 0; age /= 2 {
		for key, v := range all {
			if now.Sub(last(v)) >= age {
				delete(all, key)
			}
		}
	}
	for key := range all {
		if len(all) < maxTracked/2 {
			return
		}
		delete(all, key)
	}
}

// shortNumber is what a user can read out of an event's id.
func shortNumber(id string) string { return strings.ToUpper(id[:8]) }

// refusedOf is how many reports of a base were not asked for.
func (t *tracker) refusedOf(base string) uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.refused[base]
}
