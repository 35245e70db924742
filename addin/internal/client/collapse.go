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
// how many it stands for. It is as safe as any event: a kill may cost a part of the
// number, at most half of it, and nothing else.
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
}

const (
	CollapseWindow = time.Minute
	// maxCollapseGroups is how many fingerprints are counted; more than so many in a
	// minute are no loop of one error.
	maxCollapseGroups = 1000
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
	next := time.Time{}
	for key, g := range c.groups {
		switch {
		case !now.Before(g.ends):
			g.release()
			delete(c.groups, key)
		case g.held != nil && (next.IsZero() || g.ends.Before(next)):
			next = g.ends
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
	g.held.Update(event.WithRepeats(g.envelope, g.count))
	g.held.Release()
	g.held, g.envelope, g.count = nil, nil, 0
}

// add counts one more repeat. What lies on the disk keeps up with the number as it
// doubles.
func (g *repeats) add() {
	g.count++
	if g.count&(g.count-1) == 0 {
		g.held.Update(event.WithRepeats(g.envelope, g.count))
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
		g.add()
		cl.Drop(delivery.Backpressure)
		return true, failing
	case g.sent < c.limit:
		g.sent++
		return false, ""
	}
	p.Repeats = true
	g.envelope, g.count = p.Envelope(), 1
	g.held, failing = cl.Delivery.Hold(from.Item(delivery.Error, from.Part, g.envelope))
	cl.wakeAt(g.ends)
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
