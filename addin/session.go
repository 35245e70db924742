package addin

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/sdk"
)

// session is a session of release health: the time that somebody worked in 1C.
type session struct {
	// sid is made of the record that began it, so that who finds the record again
	// means the same session.
	sid     [16]byte
	start   uint64
	started time.Time
	// did tells users apart; "" if that must not be told.
	did string
	// errors counts the errors up to the record counted, and seen is when the object
	// was heard of last.
	errors  int
	counted uint64
	seen    time.Time
}

// The envelopes of a session: its beginning is part 0 of the record that begins it, and
// its end part 0 of the one that ends it, unless that begins another or is missing.
const (
	sessionEndPart      = 1
	sessionAbnormalPart = 2
)

// sessionStatuses are the ends that a caller may tell.
var sessionStatuses = []string{"exited", "crashed", "errored", "abnormal"}

// startSession is the method StartSession.
func startSession(c *call) {
	o := c.object
	if o.client == nil {
		return
	}
	if names.Release(o.client.options.Release) == "" {
		c.report(problem.Name{En: "StartSession", Ru: "НачатьСессию"}, problem.New(
			"Sentry takes no sessions without a release: give the option release",
			"Sentry не принимает сессии без версии: задайте параметр release"))
		return
	}
	leaveSession(c, "exited", sessionEndPart)
	s := &session{start: c.record.Sequence, started: c.time(), seen: c.time(), sid: newSessionID(c)}
	if o.client.options.SendDefaultPII {
		s.did, _ = rawjson.Simple(rawjson.Find(o.scope().User, "id"))
	}
	o.session = s
	c.send(delivery.Session, 0, s.envelope(o.client, "ok", true))
}

// sessionID is the id of the session that this record begins, a UUID of version 8.
func newSessionID(c *call) (id [16]byte) {
	if c.worker.id == "" {
		rand.Read(id[:])
	} else {
		sum := sha256.Sum256(binary.LittleEndian.AppendUint64([]byte(c.worker.id), c.record.Sequence))
		copy(id[:], sum[:])
	}
	id[6], id[8] = id[6]&0x0F|0x80, id[8]&0x3F|0x80
	return id
}

// finishSession is the method EndSession.
func endSession(c *call) {
	status := c.text(0)
	if bad, ok := names.OneOf(status, sessionStatuses); !ok {
		c.report(c.params[0].Name, bad)
		status = "exited"
	}
	if c.object.session == nil {
		c.report(problem.Name{En: "EndSession", Ru: "ЗавершитьСессию"}, problem.New(
			"no session was started", "сессия не начата"))
		return
	}
	leaveSession(c, status, 0)
}

// endSession tells how the object's session ended, if it has one.
func leaveSession(c *call, status string, part int) {
	o := c.object
	s := o.session
	if s == nil || o.client == nil {
		return
	}
	o.session = nil
	s.seen = c.time()
	if status == "errored" {
		// On the wire that is a session which went on after errors.
		status, s.errors = "exited", max(s.errors, 1)
	}
	c.send(delivery.Session, part, s.envelope(o.client, status, false))
	if c.method != nil && !c.method.State {
		c.worker.keepSnapshot(o)
	}
}

// countError notes that an error was captured in the object's session. The next
// process learns of it as the number doubles: a kill costs half of it at most.
func countError(c *call, level names.Level) {
	s := c.object.session
	if s == nil || c.record.Sequence <= s.counted || level != names.LevelError && level != names.LevelFatal {
		return
	}
	s.errors++
	s.counted, s.seen = c.record.Sequence, c.time()
	if s.errors&(s.errors-1) == 0 {
		c.worker.keepSnapshot(c.object)
	}
}

// envelope tells the state of a session. It carries all of it, so that an update that
// overtakes another does no harm.
func (s *session) envelope(cl *client, status string, begins bool) []byte {
	b := rawjson.AppendText([]byte{'{'}, "sid", fmt.Sprintf("%x-%x-%x-%x-%x", s.sid[:4], s.sid[4:6], s.sid[6:8], s.sid[8:10], s.sid[10:]))
	b = rawjson.AppendText(b, "did", s.did)
	seq := 1
	if begins {
		b, seq = rawjson.AppendRaw(b, "init", []byte("true")), 0
	}
	b = strconv.AppendInt(rawjson.AppendKey(b, "seq"), int64(seq), 10)
	b = appendMoment(b, "started", s.started)
	b = appendMoment(b, "timestamp", s.seen)
	if !begins {
		b = strconv.AppendFloat(rawjson.AppendKey(b, "duration"), max(s.seen.Sub(s.started).Seconds(), 0), 'f', 3, 64)
	}
	b = rawjson.AppendText(b, "status", status)
	b = strconv.AppendInt(rawjson.AppendKey(b, "errors"), int64(s.errors), 10)
	b = rawjson.AppendFields(b, "attrs", rawjson.Object{
		{Name: "release", Raw: rawjson.String(names.Release(cl.options.Release))},
		{Name: "environment", Raw: rawjson.String(names.Environment(cl.options.Environment))},
	})
	out := envelope.Header{SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(nil)
	return envelope.Item{Type: "session"}.Append(out, append(b, '}'))
}
