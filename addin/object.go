package addin

import (
	"cmp"
	"crypto/rand"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/tracing"
)

// object is what the worker knows of one object of 1C.
type object struct {
	number   uint32
	language problem.Language
	client   *client.Client // nil before Init and after Close
	former   *client.Client // the one it had when it was closed
	was      *target        // what made that one, which may be gone
	hidden   *client.Client // the one before it was made to hide more, as a log lacks records
	// durable reports whether its records outlive the process.
	durable bool
	// kept is where it sends as the log of states has it.
	kept string
	// continued says that it went on with a scope in which something was set.
	continued bool
	// counted says that it is one of its client's Objects.
	counted bool
	// stateless says that what it was told is lost with the state of a dead run.
	stateless bool
	// elsewhere says that it is one of a dead run which sends where this process cannot.
	elsewhere bool
	// heard is when its last record came, in nanoseconds since 1970.
	heard int64
	// sequence is the number of its last record.
	sequence uint64
	// owner is what Flush and Close wait for, and earlier what it sent to other clients before.
	owner   *delivery.Owner
	earlier []sending
	// last is the newest problem; initProblem is why there is no client.
	last, initProblem problem.Problem
	*gathered
}

// sending is what an object sends by a client.
type sending struct {
	client *client.Client
	owner  *delivery.Owner
}

func newObject(number uint32) *object {
	return &object{number: number, gathered: newGathered(), owner: &delivery.Owner{}}
}

func (o *object) scope() *scope.Scope { return o.scopes.Current() }

// maxBreadcrumbs is how many actions the scope keeps.
func (o *object) maxBreadcrumbs() int {
	if o.client == nil {
		return options.Defaults().MaxBreadcrumbs
	}
	return o.client.Options.MaxBreadcrumbs
}

// gathered is what the calls of an object put together: its scopes, open transactions
// and session. With a key (Init's ScopeKey) it belongs to whoever uses the key: to all
// objects at once that do, and to the next one after the last has gone.
type gathered struct {
	scopes *scope.Stack
	// transactions are open, in the order of their starts.
	transactions []*tracing.Transaction
	// session is that of release health; nil if none was started.
	session *event.Session
	// incomplete says that there was no memory for a change of the scope, and dropped that the
	// journal had no room for some.
	incomplete, dropped bool
	// changed says that a snapshot of it goes with what is kept next.
	changed bool
	// trace is what events that belong to no transaction have in common.
	trace event.TraceIDs

	// key is "" for what goes with its object.
	key string
	// client is where transactions and session are sent, and began where the session was begun:
	// it ends there, whoever ends it.
	client, began *client.Client
	// users are the objects that use it now. The last one that was destroyed waits in
	// parked for a next one, since then; taken is one that another came for.
	users         int
	parked, taken *object
	since         time.Time
}

func newGathered() *gathered {
	g := &gathered{scopes: scope.NewStack()}
	rand.Read(g.trace.Trace[:])
	rand.Read(g.trace.Span[:])
	return g
}

const (
	// parkedFor is how long what was gathered under a key waits for a next object.
	parkedFor = 2 * time.Hour
	// parkedLook is how often that is looked at.
	parkedLook = 10 * time.Minute
	// maxParked bounds how many wait: the oldest gives way.
	maxParked = 1000
)

// useKey makes an object go on with what was gathered under a key; "" keeps what it has.
// It reports whether nobody gathered anything before.
func (w *Worker) useKey(o *object, key string) (fresh bool) {
	if key == "" {
		takeParked(w, o.gathered)
		return true
	}
	g := w.keyed[key]
	fresh = g == nil
	switch {
	case fresh && o.key == "":
		g = o.gathered // what was said without a key, and is open, goes on under it
	case fresh:
		g = newGathered()
	}
	takeParked(w, g)
	if o.key == key && o.gathered == g {
		return false // it comes back to it
	}
	if g != o.gathered {
		w.leaveKey(o)
	}
	w.keyed[key] = g
	g.key = key
	g.users++
	o.gathered = g
	return fresh
}

// takeParked lets an object use what waits.
func takeParked(w *Worker, g *gathered) {
	if g.parked != nil {
		delete(w.objects, g.parked.number)
		g.parked, g.taken = nil, g.parked
	}
}

// leavesAll reports whether an object that takes a key leaves what nobody else can end.
func leavesAll(w *Worker, o *object, key string) bool {
	g := w.keyed[key]
	return key != "" && g != o.gathered && (g != nil || o.key != "") && !isShared(w, o)
}

// isShared reports whether another object that has a client uses what this one gathered.
func isShared(w *Worker, o *object) bool {
	if o.users <= 1 {
		return false
	}
	for _, other := range w.objects {
		if other != o && other.gathered == o.gathered && other.client != nil {
			return true
		}
	}
	return false
}

// leaveKey takes an object away from what it shares under a key.
func (w *Worker) leaveKey(o *object) {
	if o.key == "" {
		return
	}
	if o.users--; o.users == 0 && o.parked == nil && w.keyed[o.key] == o.gathered {
		delete(w.keyed, o.key)
	}
}

// belongTo says where what an object opens is sent. What was opened for another client
// ends.
func (o *object) belongTo(c *call, cl *client.Client) {
	g := o.gathered
	if g.client != nil && g.client != cl && !isShared(c.worker, o) {
		endFor(c, g.client, sessionOfKeyPart)
	}
	g.client = cl
}

// destroy lets go of an object that 1C has destroyed.
func (w *Worker) destroy(c *call) {
	o := c.object
	o.uncount()
	if w.park(o, c.time()) {
		return
	}
	if o.users <= 1 && o.parked == nil {
		c.endAll(sessionWithAllPart)
		o.scopes.End(&w.contents)
	}
	o.detach()
	w.leaveKey(o)
	delete(w.objects, o.number)
}

// park keeps what an object gathered under a key when the object goes; false: there is
// no key, and it goes with its object.
func (w *Worker) park(o *object, now time.Time) bool {
	if o.key == "" {
		return false
	}
	if o.client == nil { // closed
		if o.client = cmp.Or(former(w, o), o.gathered.client); o.client == nil {
			return false
		}
	}
	shared := isShared(w, o)
	if o.users--; shared || o.parked != nil {
		o.since = now
		delete(w.objects, o.number)
		return true
	}
	o.parked, o.since = o, now
	w.parked++
	if w.parked > maxParked {
		w.endParked(now, true)
	}
	return true
}

// endParked ends what has waited long enough; with one, at least the oldest.
func (w *Worker) endParked(now time.Time, one bool) {
	w.parked = 0
	var oldest *gathered
	for _, g := range w.keyed {
		switch {
		case g.parked == nil:
		case now.Sub(g.since) > parkedFor:
			w.endGathered(g, now)
		default:
			if w.parked++; oldest == nil || g.since.Before(oldest.since) {
				oldest = g
			}
		}
	}
	if one && w.parked > maxParked {
		w.endGathered(oldest, now)
		w.parked--
	}
}

// endGathered ends what nobody came back for, as the end of its object would have.
func (w *Worker) endGathered(g *gathered, now time.Time) {
	o := g.parked
	c := &call{worker: w, object: o, part: leftPart}
	c.record.Object, c.record.Sequence, c.record.Wall = o.number, o.sequence, now.UnixNano()
	c.endAll(sessionParkedPart)
	keepClosed(w, o) // no record tells the next process
	o.client = nil
	forget(w, g)
}

// forget lets go of what waits, unless a closed object has it still.
func forget(w *Worker, g *gathered) {
	delete(w.objects, g.parked.number)
	g.parked = nil
	if g.users == 0 {
		g.scopes.End(&w.contents)
		delete(w.keyed, g.key)
	}
}
