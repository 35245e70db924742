package addin

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"slices"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
)

// The envelopes of a session: its beginning is part 0 of the record that begins it, and
// its end part 0 of the one that ends it, unless that begins another or is missing, or ends
// transactions as well, which are its parts from 0 on, or the session of a key too.
const (
	sessionEndPart      = 1
	sessionAbnormalPart = 2
	sessionParkedPart   = 3
	sessionWithAllPart  = 1 << 15
	sessionOfKeyPart    = sessionWithAllPart + 1
)

// sessionStatuses are the ends that a caller may tell.
var sessionStatuses = []string{"exited", "crashed", "errored", "abnormal", "unhandled"}

// startSession is the method StartSession.
func startSession(c *call) {
	o := c.object
	if o.client == nil {
		return
	}
	if names.Release(o.client.Options.Release) == "" {
		c.report(problem.Name{En: "StartSession", Ru: "НачатьСессию"}, problem.New(
			"Sentry takes no sessions without a release: give the option release",
			"Sentry не принимает сессии без версии: задайте параметр release"))
		return
	}
	leaveSession(c, "exited", sessionEndPart)
	s := &event.Session{Start: c.record.Sequence, Started: c.time(), Seen: c.time(), SID: newSessionID(c)}
	if o.client.Options.SendDefaultPII {
		s.DID, _ = rawjson.Simple(rawjson.Find(o.scope().User, "id"))
	}
	o.session, o.began = s, o.client
	c.opens()
	c.send(delivery.Session, 0, s.Envelope(&o.client.Options, "ok", true))
}

// newSessionID is the id of the session that this record begins, a UUID of version 8.
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

// endSession is the method EndSession.
func endSession(c *call) {
	status := c.maskedText(0)
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

// leaveSession tells how the object's session ended, if it has one.
func leaveSession(c *call, status string, part int) {
	o := c.object
	s := o.session
	if s == nil || o.client == nil {
		return
	}
	o.session = nil
	// It ends where it began, whoever ends it.
	if cl, owner := o.client, o.owner; o.began != nil && o.began != cl {
		o.client, o.owner = o.began, o.ownerBy(o.began) // one belongs to one delivery
		defer func() { o.client, o.owner = cl, owner }()
	}
	s.Seen = c.time()
	if status == "errored" {
		// On the wire that is a session which went on after errors.
		status, s.Errors = "exited", max(s.Errors, 1)
	}
	if status == "exited" && s.Unhandled {
		status = "unhandled"
	}
	c.send(delivery.Session, part, s.Envelope(&o.client.Options, status, false))
}

// countError notes that an error was captured in the object's session. The next
// process learns of it as the number doubles: a kill costs half of it at most.
func countError(c *call, p *event.Event) {
	s := c.object.session
	if s == nil || p.Params.Exported || c.record.Sequence <= s.Counted || p.Level != names.LevelError && p.Level != names.LevelFatal {
		return
	}
	first := p.Unhandled() && !s.Unhandled
	s.Errors++
	s.Counted, s.Seen, s.Unhandled = c.record.Sequence, c.time(), s.Unhandled || first
	if first || s.Errors&(s.Errors-1) == 0 {
		noteChanged(c.worker, c.object)
	}
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
		if s == nil || o.client == nil && o.gathered.client == nil && o.began == nil {
			continue
		}
		o.session, o.client = nil, cmp.Or(o.began, o.gathered.client, o.client)
		if !w.outlet.Made(o.client, s.Start, sessionAbnormalPart) {
			o.client.Recorded++
			from := client.Source{Owner: o.owner, Created: s.Seen, Run: w.id, Record: s.Start}
			w.outlet.Take(o.client, from.Item(delivery.Session, sessionAbnormalPart, s.Envelope(&o.client.Options, "abnormal", false)))
		}
		w.keepSnapshot(o)
	}
	w.Keep()
}
