package event

import (
	"fmt"
	"strconv"
	"time"

	"sentry1c/addin/internal/envelope"
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
}

// Envelope tells the state of a session. It carries all of it, so that an update that
// overtakes another does no harm.
func (s *Session) Envelope(o *options.Options, status string, begins bool) []byte {
	b := rawjson.AppendText([]byte{'{'}, "sid", fmt.Sprintf("%x-%x-%x-%x-%x", s.SID[:4], s.SID[4:6], s.SID[6:8], s.SID[8:10], s.SID[10:]))
	b = rawjson.AppendText(b, "did", s.DID)
	seq := 1
	if begins {
		b, seq = rawjson.AppendRaw(b, "init", []byte("true")), 0
	}
	b = strconv.AppendInt(rawjson.AppendKey(b, "seq"), int64(seq), 10)
	b = appendMoment(b, "started", s.Started)
	b = appendMoment(b, "timestamp", s.Seen)
	if !begins {
		b = strconv.AppendFloat(rawjson.AppendKey(b, "duration"), max(s.Seen.Sub(s.Started).Seconds(), 0), 'f', 3, 64)
	}
	b = rawjson.AppendText(b, "status", status)
	b = strconv.AppendInt(rawjson.AppendKey(b, "errors"), int64(s.Errors), 10)
	b = rawjson.AppendFields(b, "attrs", rawjson.Object{
		{Name: "release", Raw: rawjson.String(names.Release(o.Release))},
		{Name: "environment", Raw: rawjson.String(names.Environment(o.Environment))},
	})
	out := envelope.Header{SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(nil)
	return envelope.Item{Type: "session"}.Append(out, append(b, '}'))
}
