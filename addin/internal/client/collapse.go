package client

import (
	"strings"
	"sync/atomic"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/guard"
)

// collapse keeps a loop of one error from flooding the project: in each minute, what
// comes of a fingerprint after maxEventsPerMinute becomes one more event, which tells
// how many it stands for. It is as safe as any event, but for what came within keepEvery
// before a kill.
type collapse struct {
	limit  int
	groups map[string]*repeats
	// due tells that a window may be over; the timer that sets it wakes the worker.
	due   atomic.Bool
	timer *time.Timer
}

// repeats are the events of one fingerprint in one window.
type repeats struct {
	ends time.Time
	sent int
	// envelope stands for count events; held is nil as long as there are none.
	envelope []byte
	held     *delivery.Held
	count    int
	kept     int // the count that lies on the disk, and since when
	keptAt   time.Time
}

const (
	CollapseWindow = time.Minute
	// maxCollapseGroups is how many fingerprints are counted; more than so many in a
	// minute are no loop of one error.
	maxCollapseGroups = 1000
	// keepEvery is how often a number that grows is written.
	keepEvery = 100 * time.Millisecond
	// keepAgain is how much later that is tried again if the file cannot be written.
	keepAgain = time.Second
)

// collapseKey is what makes two events repeats of one.
func collapseKey(p *event.Event) string {
	if len(p.Fingerprint) > 0 {
		return strings.Join(p.Fingerprint, "\x00")
	}
	parts := []string{p.Message}
	for _, e := range p.Exceptions {
		parts = append(parts, e.Type, e.Value)
	}
	return strings.Join(parts, "\x00")
}

// group returns the window that an event falls into; nil if it is not counted.
func (c *collapse) group(key string, now time.Time) *repeats {
	if g := c.groups[key]; g != nil && now.Before(g.ends) {
		return g
	} else if g != nil {
		g.release()
		delete(c.groups, key)
	}
	if len(c.groups) >= maxCollapseGroups {
		c.close(now)
		if len(c.groups) >= maxCollapseGroups {
			return nil
		}
	}
	if c.groups == nil {
		c.groups = make(map[string]*repeats)
	}
	g := &repeats{ends: now.Add(CollapseWindow)}
	c.groups[key] = g
	return g
}

// close ends the windows that are over and lets their events be sent.
func (c *collapse) close(now time.Time) {
	for key, g := range c.groups {
		if !now.Before(g.ends) {
			g.release()
			delete(c.groups, key)
		}
	}
	c.arm()
}

// arm lets the worker be woken when the next window ends, or a number is to be written.
func (c *collapse) arm() {
	next := time.Time{}
	for _, g := range c.groups {
		if g.held == nil {
			continue
		}
		due := g.ends
		if g.kept != g.count && g.keepAt().Before(due) {
			due = g.keepAt()
		}
		if next.IsZero() || due.Before(next) {
			next = due
		}
	}
	if c.timer != nil && !next.IsZero() {
		c.timer.Reset(time.Until(next))
	}
}

// releaseAll lets what is held be sent now: somebody waits for it. The windows go on.
func (c *collapse) releaseAll() {
	for _, g := range c.groups {
		g.release()
	}
}

func (g *repeats) release() {
	if g.held == nil {
		return
	}
	g.keep()
	g.held.Release()
	g.held, g.envelope, g.count, g.kept = nil, nil, 0, 0
}

// keep brings the number to the disk.
func (g *repeats) keep() {
	if g.held != nil && g.kept != g.count {
		g.keptAt = time.Now()
		if g.held.Update(event.WithRepeats(g.envelope, g.count)) {
			g.kept = g.count
		} else {
			g.keptAt = g.keptAt.Add(keepAgain) // somebody holds the file
		}
	}
}

// keepAt is when a number that has grown is to be written.
func (g *repeats) keepAt() time.Time { return g.keptAt.Add(keepEvery) }

// keepGrown brings the numbers there whose time it is.
func (c *collapse) keepGrown(now time.Time) {
	waiting := false
	for _, g := range c.groups {
		if g.held == nil || g.kept == g.count {
			continue
		}
		if !now.Before(g.keepAt()) {
			g.keep()
		}
		waiting = waiting || g.kept != g.count
	}
	if waiting {
		c.arm()
	}
}

// collapsed deals with an event that is a repeat too many, and reports whether it was
// one.
func (cl *Client) collapsed(p *event.Event, from *Source) (collapsed bool, failing string) {
	c := &cl.collapse
	if c.limit == 0 || !from.Outlet.Present() {
		return false, ""
	}
	now := time.Now()
	g := c.group(collapseKey(p), now)
	switch {
	case g == nil:
		return false, ""
	case g.held != nil:
		g.count++
		g.held.Share(from.Owner)
		cl.Drop(delivery.Backpressure)
		return true, failing
	case g.sent < c.limit:
		g.sent++
		return false, ""
	}
	p.Repeats = true
	g.envelope, g.count, g.kept, g.keptAt = p.Envelope(), 1, 1, now
	g.held, failing = cl.Delivery.Hold(from.Item(delivery.Error, from.Part, g.envelope))
	cl.wakeAt(g.ends)
	cl.Attach(p.ID, p.Attached(from.Files), from)
	return true, failing
}

// wakeAt arranges that the worker closes windows at a moment.
func (cl *Client) wakeAt(moment time.Time) {
	if cl.collapse.timer != nil {
		cl.collapse.close(time.Now())
		return
	}
	cl.collapse.timer = time.AfterFunc(time.Until(moment), func() {
		guard.Run("collapse", func() {
			cl.collapse.due.Store(true)
			cl.wake()
		})
	})
}
