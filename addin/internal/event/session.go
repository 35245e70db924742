package event

import (
	"fmt"
	"strconv"
	"time"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/eventlog"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/sdk"
)

// Session is a session of release health: the time that somebody worked in 1C.
type Session struct {
	// SID is made of the record that began it, so that who finds the record again
	// means the same session.
	SID     [16]byte
	Start   uint64
	Started time.Time
	// DID tells users apart; "" if that must not be told.
	DID string
	// Errors counts the errors up to the record counted, and seen is when the object
	// was heard of last.
	Errors  int
	Counted uint64
	Seen    time.Time
	// Unhandled says that nobody caught one of the errors.
	Unhandled bool
}

// Envelope tells the state of a session. It carries all of it, so that an update that
// overtakes another does no harm.
func (s *Session) Envelope(o *options.Options, status string, begins bool) []byte {
	t := told{
		release: o.Release, environment: o.Environment,
		id: fmt.Sprintf("%x-%x-%x-%x-%x", s.SID[:4], s.SID[4:6], s.SID[6:8], s.SID[8:10], s.SID[10:]), did: s.DID,
		begins: begins, seq: 1, status: status, errors: int64(s.Errors), started: s.Started, seen: s.Seen, ends: !begins, duration: s.Seen.Sub(s.Started),
	}
	if begins {
		t.seq = 0
	}
	return t.append(beginSessions())
}

// MaxSessions is how many sessions Sentry takes in one envelope.
const MaxSessions = 100

// SessionsEnvelope tells the states of sessions of others, at most MaxSessions.
func SessionsEnvelope(updates []eventlog.Update) []byte {
	out := beginSessions()
	for _, u := range updates {
		t := told{
			release: u.Release.Name, environment: u.Release.Environment,
			id: u.ID, did: u.DistinctID, begins: u.Init, seq: u.Seq, status: u.Status, errors: u.Errors,
			started: u.Started, seen: u.Time, ends: u.Status != "ok", duration: u.Duration,
		}
		out = t.append(out)
	}
	return out
}

func beginSessions() []byte {
	return envelope.Header{SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(nil)
}

// told is what servers are told of a session.
type told struct {
	id, did       string
	begins, ends  bool
	seq, errors   int64
	status        string
	started, seen time.Time
	duration      time.Duration // of one that ends

	release, environment string
}

// append appends the item of a session.
func (t *told) append(out []byte) []byte {
	b := rawjson.AppendText([]byte{'{'}, "sid", t.id)
	b = rawjson.AppendText(b, "did", t.did)
	if t.begins {
		b = rawjson.AppendRaw(b, "init", []byte("true"))
	}
	b = strconv.AppendInt(rawjson.AppendKey(b, "seq"), t.seq, 10)
	b = appendMoment(b, "started", t.started)
	b = appendMoment(b, "timestamp", t.seen)
	if t.ends {
		b = strconv.AppendFloat(rawjson.AppendKey(b, "duration"), max(t.duration.Seconds(), 0), 'f', 3, 64)
	}
	b = rawjson.AppendText(b, "status", t.status)
	b = strconv.AppendInt(rawjson.AppendKey(b, "errors"), t.errors, 10)
	b = rawjson.AppendFields(b, "attrs", rawjson.Object{
		{Name: "release", Raw: rawjson.String(names.Release(t.release))},
		{Name: "environment", Raw: rawjson.String(names.Environment(t.environment))},
	})
	return envelope.Item{Type: "session"}.Append(out, append(b, '}'))
}
