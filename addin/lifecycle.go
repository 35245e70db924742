package addin

import (
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/record"
)

// initialize is the method Init.
func initialize(c *call) {
	o := c.object
	dsn, optionsText, p := initArguments(c)
	r, dead := c.worker.outlet.(*recovery)
	if dead && p != (problem.Problem{}) {
		if why := c.worker.settings.failed; private.Temporary(why) {
			r.refuse(why)
			return
		}
		c.goesElsewhere()
		return
	}
	if p != (problem.Problem{}) {
		refuse(c, p)
		return
	}
	getenv := c.worker.getenv
	if said := r.said(); dead && said != nil {
		if key, alone := options.SettingsKey(c.text(1)); (key == "" || !alone) && strings.TrimSpace(c.text(0)) == "" {
			dsn = strings.TrimSpace(said[options.VariableDSN])
		}
		getenv, optionsText = nothing, options.AsSaid(optionsText, said)
	}
	accepted := dead && c.record.Reply == 0 && !strings.EqualFold(strings.TrimSpace(c.text(0)), dsnOff)
	if dsn == "" && accepted {
		c.goesElsewhere()
		return
	}
	if dsn == "" {
		c.endUnlessShared()
		o.detach()
		keepClosed(c.worker, o)
		o.last, o.initProblem = problem.Problem{}, problem.Problem{}
		c.answer(Answer{Object: Off})
		return
	}
	client, p, ok := clientWhere(c.worker.process, getenv, dsn, optionsText)
	if accepted && !ok {
		// It cannot be had any more as it was.
		var waits error
		if client, p, waits = clientToGoOn(c.worker.process, dsn, optionsText); waits != nil {
			r.refuse(waits)
			return
		}
		if ok = client != nil; !ok {
			c.goesElsewhere()
			return
		}
	}
	if !ok || len(c.problems) > 0 {
		if ok {
			p = c.problems[0].Problem
		}
		refuse(c, p)
		return
	}
	if dead {
		unhide(o)
	}
	before := o.client
	if before == nil {
		before = former(c.worker, o)
	}
	if o.client != client {
		c.endUnlessShared()
	}
	if before != client {
		o.sendsBy(before, client)
	}
	if key := c.text(2); leavesAll(c.worker, o, key) {
		c.endUnlessShared()
		if o.users <= 1 && o.parked == nil {
			o.scopes.End(&c.worker.contents)
		}
	}
	o.detach()
	o.client, o.hidden, o.elsewhere = client, nil, false
	if c.worker.outlet.Present() { // those of dead runs use none
		client.Objects++
		o.counted = true
	}
	fresh := c.worker.useKey(o, c.text(2))
	o.continued = o.continued || !fresh && !o.scope().Empty()
	if id := c.record.ID; fresh && id != ([16]byte{}) {
		o.trace.Trace, o.trace.Span = id, spanOfTrace(id)
	}
	o.belongTo(c, client)
	maskScopes(o, client.Options.Mask)
	if fresh {
		o.incomplete, o.dropped = false, false // as the boundary has it
	}
	wasDurable := o.durable
	durable := c.worker.keepsRecords(o)
	o.last, o.initProblem = degradation(c.worker, client), problem.Problem{}
	if wasDurable && !durable {
		keepGone(c.worker, o)
	}
	if s := c.worker.state; durable && s != nil && s.failed != "" && o.kept != "" && o.kept != client.DSN {
		_ = s.log.Doubt(o.number)
	}
	if c.worker.outlet.Present() { // what dead ones were told was kept when they were told
		if bad := c.worker.settings.keep(client, dsn, optionsText); o.last == (problem.Problem{}) {
			o.last = bad
		}
	}
	c.answer(Answer{
		Truth:           true,
		Object:          Enabled,
		Client:          client.Number,
		ShutdownTimeout: client.Options.ShutdownTimeout,
		Durable:         durable,
	})
}

// goesElsewhere is an Init of a dead run that was accepted, where it cannot be had any more.
func (c *call) goesElsewhere() {
	o := c.object
	c.endUnlessShared()
	key, before := c.text(2), o.gathered
	if leavesAll(c.worker, o, key) && o.users <= 1 && o.parked == nil {
		o.scopes.End(&c.worker.contents)
	}
	o.goElsewhere()
	if c.worker.useKey(o, key) {
		o.incomplete, o.dropped = false, false
	}
	keepClosed(c.worker, o)
	if s := c.worker.state; s != nil && o.gathered != before {
		_ = s.log.Lacks() // that it shares another one now is said nowhere
	}
}

// sendsBy gives an object the owner for what it sends by a client: one belongs to one delivery. What it
// sent by the one before is waited for all the same.
func (o *object) sendsBy(before, client *client.Client) {
	owner := &delivery.Owner{}
	if before != nil {
		before.KeepBatches(false) // what is in a batch is owed, too
		o.earlier = append(o.earlier, sending{before, o.owner})
	}
	o.earlier = slices.DeleteFunc(o.earlier, func(s sending) bool {
		if s.client == client {
			owner = s.owner
		}
		return s.client == client || !delivery.Owes(s.client.Delivery, s.owner)
	})
	o.owner = owner
}

// ownerBy is the owner of what an object sends by a client that is not its own now: it waits for that, too.
func (o *object) ownerBy(cl *client.Client) *delivery.Owner {
	for _, s := range o.earlier {
		if s.client == cl {
			return s.owner
		}
	}
	owner := &delivery.Owner{}
	o.earlier = append(o.earlier, sending{cl, owner})
	return owner
}

// refuse answers an Init that asks for something impossible. Who was initialised stays as it
// was.
func refuse(c *call, p problem.Problem) {
	o := c.object
	if o.client == nil {
		o.initProblem = p
	}
	o.last = p
	c.answer(Answer{})
	if c.record.Reply == 0 {
		c.worker.host.ForgetAccepted() // it was accepted before, and so it was now
	}
}

// dsnOff is the word for a DSN that switches sending off, whatever the environment says,
// and forgets what is kept under the key of the options.
const dsnOff = "off"

// initArguments are the DSN and the options of Init: those of the call, or those kept
// under the key that it gives alone, or the variable SENTRY_DSN. "" is off. The problem is
// that what is kept cannot be known.
func initArguments(c *call) (dsn, optionsText string, bad problem.Problem) {
	dsn, optionsText = strings.TrimSpace(c.text(0)), c.text(1)
	off := strings.EqualFold(dsn, dsnOff)
	if dsn != "" && !off {
		return dsn, optionsText, bad
	}
	if key, alone := options.SettingsKey(optionsText); key != "" {
		if alone && !off {
			// Nothing may be kept because sending was switched off: nobody else is asked.
			kept, bad := c.worker.settings.take(key)
			return kept.DSN, kept.Options, bad
		} else if c.worker.outlet.Present() { // what was kept since is not a dead run's to forget
			c.worker.settings.forget(key)
		}
	}
	if off {
		return "", optionsText, bad
	}
	dsn, _ = c.worker.getenv(options.VariableDSN)
	return strings.TrimSpace(dsn), optionsText, bad
}

// endUnlessShared ends what the object has open, unless others use it, too. A call that says so is
// in no log: the next process is told what is left.
func (c *call) endUnlessShared() {
	o := c.object
	if o.changed && o.client != nil {
		takeChanged(c.worker) // of one that is closed there is no snapshot
	}
	if o.client == nil || isShared(c.worker, o) {
		return
	}
	open := len(o.transactions) > 0 || o.session != nil
	c.endAll(sessionWithAllPart)
	if open {
		c.worker.keepSnapshot(o)
	}
}

// endAll ends what the object has open; the end of the session is a part of the record.
func (c *call) endAll(part int) {
	endTransactions(c)
	leaveSession(c, "exited", part)
}

// endFor is endAll for a client that is not the object's own now, and that sends it to nobody's
// account: an owner belongs to one delivery.
func endFor(c *call, cl *client.Client, part int) {
	o := c.object
	now, owner := o.client, o.owner
	o.client, o.owner = cl, o.ownerBy(cl)
	defer func() { o.client, o.owner = now, owner }()
	c.endAll(part)
	if o.taken != nil && !o.durable {
		c.worker.keepSnapshot(o.taken) // the next process knows of what is ended here by its records
	} else {
		c.worker.keepSnapshot(o)
	}
}

// spanOfTrace is the span that stands for what an object sends outside of its own spans:
// the boundary knows it, too (native/ids.h).
func spanOfTrace(trace [16]byte) (span [8]byte) {
	for i := range span {
		span[i] = trace[i] ^ trace[8+i]
	}
	span[7] |= 1
	return span
}

// detach lets go of the client, which lives until the process ends.
func (o *object) detach() {
	if o.client != nil {
		o.uncount()
		o.was = &target{o.client.DSN, o.client.Given}
		o.client, o.former = nil, o.client
	}
}

// goElsewhere lets an object send where this process cannot.
func (o *object) goElsewhere() {
	o.detach()
	o.former, o.was, o.hidden, o.elsewhere, o.durable = nil, nil, nil, true, true
}

// uncount takes an object away from those that use its client.
func (o *object) uncount() {
	if o.counted {
		o.client.Objects--
		o.counted = false
	}
}

// revive gives an object that was closed its client for a moment: a call of another thread
// had been let through as it was closed, and has an id. It answers whether it did.
func revive(w *Worker, o *object, entry record.Record) bool {
	if o.client != nil || !isCapture(entry) {
		return false
	}
	o.client = former(w, o)
	return o.client != nil
}

// former is the client that an object had when it was closed; nil if it is gone.
func former(w *Worker, o *object) *client.Client {
	for _, cl := range w.clients {
		if cl == o.former {
			return cl
		}
	}
	return nil
}

// closeObject is the method Close.
func closeObject(c *call) {
	timeout := c.milliseconds(0, defaultTimeout(c))
	c.endUnlessShared()
	if c.worker.outlet.Present() { // nobody waits for what a dead process did
		waitUntilSent(c, timeout)
	}
	c.object.detach()
	keepClosed(c.worker, c.object)
}

// flush is the method Flush.
func flush(c *call) {
	waitUntilSent(c, c.milliseconds(0, defaultTimeout(c)))
}

func defaultTimeout(c *call) time.Duration {
	if c.object.client == nil {
		return options.Defaults().ShutdownTimeout
	}
	return c.object.client.Options.ShutdownTimeout
}

// waitUntilSent answers as soon as all that the object recorded is sent, or false
// when time is up or the server's limits leave nothing to wait for. The worker goes
// on meanwhile. What found no room before is told to the server now, as whoever waits may be
// about to leave.
func waitUntilSent(c *call, timeout time.Duration) {
	if c.object.client == nil {
		c.answer(Answer{Truth: true})
		return
	}
	c.worker.countDrops()
	until := time.Now().Add(timeout)
	all := true
	var waits []<-chan bool
	for _, s := range append(slices.Clip(c.object.earlier), sending{c.object.client, c.object.owner}) {
		s.client.ReleaseRepeats()
		s.client.KeepBatches(true)
		sent := s.client.Delivery.Wait(s.owner, until)
		select {
		case one := <-sent:
			all = all && one
		default:
			waits = append(waits, sent)
		}
	}
	for _, cl := range c.worker.clients {
		delivery.HastenReport(cl.Delivery)
	}
	if !all || len(waits) == 0 {
		c.answer(Answer{Truth: all})
		return
	}
	reply, host := c.record.Reply, c.worker.host
	c.answered = true
	guard.Go("flush", func() {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		for i := 0; all && i < len(waits); i++ {
			select {
			case all = <-waits[i]:
			case <-timer.C:
				all = false
			}
		}
		host.Answer(reply, Answer{Truth: all})
	}, nil)
}

// answerLastError is the property LastError. The boundary tells its own problem, which
// is newer than any of ours: it came with a call that was not recorded. That there was no answer
// in time says less than what the answer was about.
func answerLastError(c *call) {
	o := c.object
	p := o.last
	number, _ := c.value(0).Int()
	if boundary, ok := boundaryProblems[number]; ok && (number != problemNoAnswer || p == (problem.Problem{})) {
		p = boundary
		if number == problemNotInitialized && o.initProblem != (problem.Problem{}) {
			p = o.initProblem
		}
	}
	if c.answer(Answer{IsText: true, Text: p.In(o.language)}) {
		o.last = problem.Problem{} // else whoever asks again is told
	}
}
