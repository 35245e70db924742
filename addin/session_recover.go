package addin

import (
	"maps"
	"slices"
	"time"

	"sentry1c/addin/internal/delivery"
)

// sessionSnapshot is a session as it is kept for the next process.
type sessionSnapshot struct {
	SID     []byte    `json:"sid"`
	Start   uint64    `json:"start"`
	Started time.Time `json:"started"`
	DID     string    `json:"did,omitempty"`
	Errors  int       `json:"errors"`
	Counted uint64    `json:"counted"`
	Seen    time.Time `json:"seen"`
}

func (s *session) snapshot() *sessionSnapshot {
	if s == nil {
		return nil
	}
	return &sessionSnapshot{s.sid[:], s.start, s.started, s.did, s.errors, s.counted, s.seen}
}

func (c *sessionSnapshot) restore() *session {
	if c == nil {
		return nil
	}
	s := &session{start: c.Start, started: c.Started, did: c.DID, errors: c.Errors, counted: c.Counted, seen: c.Seen}
	copy(s.sid[:], c.SID)
	return s
}

// endSessions tells that the sessions which a dead process left open ended
// abnormally, and keeps that they are told: another process may have to go on from
// here.
func (r *recovery) endSessions() {
	if r.worker == nil {
		return
	}
	w := r.worker
	for _, number := range slices.Sorted(maps.Keys(w.objects)) {
		o := w.objects[number]
		s := o.session
		if s == nil || o.client == nil {
			continue
		}
		o.session = nil
		if !r.stored(o.client, s.start, sessionAbnormalPart) {
			o.client.recorded++
			from := source{owner: o.owner, created: s.seen, run: w.id, record: s.start}
			w.stage(o.client, from.item(delivery.Session, sessionAbnormalPart, s.envelope(o.client, "abnormal", false)))
		}
		w.keepSnapshot(o)
	}
	w.Keep()
}
