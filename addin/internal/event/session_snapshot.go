package event

import "time"

// SessionSnapshot is a session as it is kept for the next process, as JSON.
type SessionSnapshot struct {
	SID     []byte    `json:"sid"`
	Start   uint64    `json:"start"`
	Started time.Time `json:"started"`
	DID     string    `json:"did,omitempty"`
	Errors  int       `json:"errors"`
	Counted uint64    `json:"counted"`
	Seen    time.Time `json:"seen"`

	Unhandled bool `json:"unhandled,omitempty"`
}

// Snapshot returns what is kept of a session; nil of none.
func (s *Session) Snapshot() *SessionSnapshot {
	if s == nil {
		return nil
	}
	return &SessionSnapshot{s.SID[:], s.Start, s.Started, s.DID, s.Errors, s.Counted, s.Seen, s.Unhandled}
}

// Restore returns the session again; nil of none.
func (c *SessionSnapshot) Restore() *Session {
	if c == nil {
		return nil
	}
	s := &Session{Start: c.Start, Started: c.Started, DID: c.DID, Errors: c.Errors, Counted: c.Counted, Seen: c.Seen, Unhandled: c.Unhandled}
	copy(s.SID[:], c.SID)
	return s
}
