package addin

import (
	"cmp"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/life"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/spool"
)

// keepsRecords arranges that the records of an object which has a client outlive the
// process, and reports whether they will. The next process must know the object before
// it finds its first record.
func (w *Worker) keepsRecords(o *object) bool {
	o.durable = false
	// The records of a dead run belong to it, whoever interprets them.
	if run := w.life.Run; w.id == "" && run.ID() != "" {
		w.id, w.sides, w.long = run.ID(), run.Sides, run.Long
		w.contents.Dir = w.sides
	}
	if o.client.Options.MemoryOnly || w.outlet.Present() && !w.durable(o.client) {
		return false // the records of a dead run are in its ring, whether or not this one has a ring
	}
	if w.state == nil && !w.outlet.Present() {
		o.durable = true // of a dead run of which nothing can be kept, or nothing any more
		return true
	}
	if w.state == nil {
		w.state = &keptState{log: w.life.Run.Log}
	}
	o.durable = true
	w.state.pending = append(w.state.pending, takeSnapshot(o)...)
	if s := w.state; !s.full && time.Until(s.retry) < stateRetry-time.Second {
		s.retry = time.Time{} // what kept it from being written may be over
	}
	// What came before is kept, too: it is not interpreted again with what this object is now. Where the
	// state cannot be written the records outlive the process all the same: they lack their scope only.
	w.Keep()
	if w.outlet.Present() {
		if s := o.client.Spool(); s == nil && !w.has(spool.ProjectIn(o.client.Root, o.client.DSN)) || s != nil && s.Unmade() != nil {
			w.life.Run.Uses("") // nothing there says that the run has this project, too
		}
		w.life.Run.Uses(o.client.Root)
	}
	if w.state.failed == "" {
		o.kept = o.client.DSN
	}
	w.life.Run.Started()
	return true
}

// opens says that a session or a transaction of the object is open: a process that ends in good
// order without having ended its objects leaves it to the next one, as one that is killed.
func (c *call) opens() {
	if w := c.worker; c.object.durable && !w.keeps {
		w.keeps = true
		w.host.KeepAtExit(true)
	}
}

// closed looks whether anything is open still.
func closed(w *Worker) {
	if !w.keeps {
		return
	}
	for _, o := range w.objects {
		if o.durable && (o.session != nil || len(o.transactions) > 0) {
			return
		}
	}
	w.keeps = false
	w.host.KeepAtExit(false)
}

// degradation is the first thing that a client's user must know is missing.
func degradation(w *Worker, cl *client.Client) problem.Problem {
	if cl.Options.MemoryOnly {
		return problem.Problem{}
	}
	for _, p := range w.degradations(cl) {
		return p
	}
	return problem.Problem{}
}

// degradations is all of it.
func (w *Worker) degradations(cl *client.Client) []problem.Problem {
	var all []problem.Problem
	if w.life.Run != nil {
		all = append(all, w.life.Run.Degraded...)
		if cause := w.life.Run.Ringless; cause != "" {
			all = append(all, life.WithoutRing(cause))
		}
		if cause := w.life.Run.Unlocked; cause != "" {
			all = append(all, problem.New("another process may take this one for dead: %s",
				"другой процесс может принять этот за завершённый: %s", cause))
		}
	}
	if w.state != nil && w.state.failed != "" {
		all = append(all, problem.New("after a kill the last events may lack their scope: %s",
			"после принудительного завершения последние события могут остаться без области: %s", w.state.failed))
	}
	if cause := cl.SymbolsProblem(); cause != "" {
		all = append(all, problem.New("symbolsFile: %s", "symbolsFile: %s", cause))
	}
	if s := cl.Spool(); s != nil {
		if why := s.Unmade(); why != nil { // once: who sends may make it meanwhile
			all = append(all, inMemoryOnly(problem.Cause(why)))
		}
	}
	return append(all, cl.Degraded...)
}

// Keep writes what the next process must know before the records are given up.
func (w *Worker) Keep() {
	for _, cl := range w.clients {
		cl.KeepBatches(false)
	}
	w.flushState()
}

// Deliver lets everything that was made of the records be sent. It comes after they
// are given up: whoever finds them again would make it again.
func (w *Worker) Deliver() {
	w.used.free(w.host)
	w.contents.Sweep()
	for _, cl := range w.clients {
		cl.Deliver()
	}
}

// keepGone keeps for the next process that nothing of what an object does from now on is to outlive the
// process: to the next one it is as if it had been closed and destroyed, and nobody had come back for it.
func keepGone(w *Worker, o *object) {
	if w.state == nil {
		return
	}
	o.durable = true
	keepClosed(w, o)
	w.state.pending = record.AppendCall(w.state.pending, record.Call{Method: record.MethodDestroyed, Object: o.number, Sequence: o.sequence, Wall: o.heard})
	keepClosed(w, o) // nor does it wait for another one of its key
	o.durable = false
}

// keepClosed keeps for the next process that an object sends nowhere: what it shares is ended with
// those that do.
func keepClosed(w *Worker, o *object) {
	if w.state == nil || !o.durable {
		return
	}
	w.state.pending = append(w.state.pending, closingOf(o)...)
}

// closingOf is the record of an object that sends nowhere, or where this process cannot.
func closingOf(o *object) []byte {
	return record.AppendCall(nil, record.Call{Method: closing, Object: o.number, Sequence: o.sequence, Wall: o.heard, Arguments: []any{0, o.elsewhere}})
}

// openOf are the records of what is open of an object of which it is not known where it sends: where that is
// sent is known.
func openOf(o *object) []byte {
	to := cmp.Or(o.gathered.client, o.began)
	if to == nil {
		return closingOf(o)
	}
	was, elsewhere := o.was, o.elsewhere
	defer func() { o.was, o.elsewhere = was, elsewhere }()
	o.was, o.elsewhere = &target{to.DSN, to.Given}, true
	if o.parked == o { // it only waits: what closes it would give up what is open
		return snapshotIfAny(o)
	}
	inDoubt := !elsewhere
	return append(snapshotIfAny(o), record.AppendCall(nil, record.Call{Method: closing, Object: o.number, Sequence: o.sequence, Wall: o.heard, Arguments: []any{0, true, inDoubt}})...)
}

// restoreClosed makes an object what a closing record says.
func restoreClosed(w *Worker, entry record.Record) {
	if o := w.objects[entry.Object]; o != nil && o.parked == o { // nobody came back for it
		o.session, o.transactions = nil, nil
		forget(w, o.gathered)
	} else if o != nil {
		o.detach() // what it had open was ended before, if nobody shares it
	}
	v := entry.Arguments(nil)
	if len(v) < 2 {
		return
	}
	if unknown, _ := v[1].Truth(); !unknown {
		return
	}
	o := w.object(entry.Object)
	o.durable = true
	o.goElsewhere()
	if len(v) > 2 {
		inDoubt, _ := v[2].Truth()
		o.elsewhere = !inDoubt
	}
}
