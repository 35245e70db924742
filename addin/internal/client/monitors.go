package client

import (
	"slices"
	"time"
)

// InProgress is the status of a job that goes on.
const InProgress = "in_progress"

const (
	// maxCheckIns is what Sentry takes of a monitor in a minute (facts: sentry 3.4).
	maxCheckIns    = 6
	checkInsWindow = time.Minute
	// maxMonitors and maxOpenCheckIns bound what is remembered.
	maxMonitors     = 1000
	maxOpenCheckIns = 100
)

// monitor is what a client knows of one: the server drops what comes too often, and
// if that were the end of a job whose start it took, the job would be late for ever.
type monitor struct {
	// sent are the moments of the window, with one kept free for the end of each job
	// that was begun.
	sent []time.Time
	open []openCheckIn
}

type openCheckIn struct {
	id    [16]byte
	since time.Time
}

// Monitor returns what is known of the one named slug.
func (cl *Client) Monitor(slug string) *monitor {
	if m := cl.monitors[slug]; m != nil {
		return m
	}
	if cl.monitors == nil || len(cl.monitors) >= maxMonitors {
		cl.monitors = make(map[string]*monitor)
	}
	m := &monitor{}
	cl.monitors[slug] = m
	return m
}

// jobLimit is how long the end of a job is expected.
const jobLimit = 24 * time.Hour

// expectsCheckIn reports whether a job goes on whose end another object may tell.
func (cl *Client) expectsCheckIn(now time.Time) bool {
	for _, m := range cl.monitors {
		if slices.ContainsFunc(m.open, func(o openCheckIn) bool { return now.Sub(o.since) < jobLimit }) {
			return true
		}
	}
	return false
}

func (m *monitor) find(id [16]byte) int {
	return slices.IndexFunc(m.open, func(o openCheckIn) bool { return o.id == id })
}

// Opened tells when the job of a check-in began, if that was sent.
func (m *monitor) Opened(id [16]byte) (since time.Time, ok bool) {
	if i := m.find(id); i >= 0 {
		return m.open[i].since, true
	}
	return time.Time{}, false
}

// Allows reports whether one more check-in may be sent, and counts it.
func (m *monitor) Allows(id [16]byte, status string, now time.Time) bool {
	m.sent = slices.DeleteFunc(m.sent, func(moment time.Time) bool {
		return now.Sub(moment) >= checkInsWindow || moment.Sub(now) >= checkInsWindow
	})
	if i := m.find(id); i >= 0 && status != InProgress {
		if now.Sub(m.open[i].since) >= checkInsWindow {
			m.sent = append(m.sent, now)
		}
		m.open = slices.Delete(m.open, i, i+1)
		return true
	}
	needs := 1
	if status == InProgress {
		needs = 2
	}
	if len(m.sent)+needs > maxCheckIns {
		return false
	}
	for range needs {
		m.sent = append(m.sent, now)
	}
	if status == InProgress {
		if len(m.open) >= maxOpenCheckIns {
			m.open = slices.Delete(m.open, 0, 1)
		}
		m.open = append(m.open, openCheckIn{id, now})
	}
	return true
}
