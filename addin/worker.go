package addin

import (
	"math"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/interpreted"
	"sentry1c/addin/internal/private"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/root"
	"sentry1c/addin/internal/scope"
)

// Worker interprets records: it owns all objects, their scopes and the clients.
//
// # Threads
//
// One goroutine calls its methods. It does not wait for the network or another
// process.
type Worker struct {
	*process
	// host is where the records come from.
	host    Host
	objects map[uint32]*object
	// keyed is what objects gathered under keys, and parked how much of it waits for a
	// next object.
	keyed  map[string]*gathered
	parked int
	// unused is how many clients no object uses, and lookedClients when that was seen.
	unused        int
	lookedClients time.Time
	// keeps says that the end of the process leaves all to the next one.
	keeps bool
	// gaps says that records before the next one could not be read, of which some may have
	// changed a scope.
	gaps bool
	// interpreted are the records of the run that need not be interpreted again.
	interpreted interpreted.Records
	// id names the run that made the records; "" if they are not kept.
	id string
	// sides is the folder of their attachments, and long that of their long values.
	sides, long string
	// state is what the next process will know of the objects; nil keeps nothing.
	state *keptState
	// outlet is where the envelopes go that are made of the records.
	outlet client.Outlet
	// contents are the attachments that lie in files beside sides.
	contents scope.Contents
	values   []record.Value // used again for each record
	used     usedSides
	// patient reads long values.
	patient private.Patient
	// rested is when there was nothing to do last, published when figures were published last,
	// and publishedClients how many clients had been made by then.
	rested, published time.Time
	publishedClients  uint32
}

// New returns a worker that has seen nothing yet.
func New(host Host) *Worker {
	return &Worker{
		process:  newProcess(host),
		host:     host,
		objects:  make(map[uint32]*object),
		keyed:    make(map[string]*gathered),
		contents: scope.Contents{RemoveAtExit: func(path string) { host.RemoveAtExit([]ExitPath{{Path: path}}) }},
		outlet:   client.Living{},
	}
}

// Apply interprets a run of records. A record that makes it panic is given up: its
// event is lost and counted. An error means that the rest of the run is damaged.
func (w *Worker) Apply(run []byte) error {
	for {
		entry, rest, ok, err := record.Next(run)
		if !ok || err != nil {
			return err
		}
		w.applyRecord(entry)
		w.interpreted.Add(entry.Sequence)
		w.Busy()
		run = rest
	}
}

// object is that of a number; the record of its creation may have found no room.
func (w *Worker) object(number uint32) *object {
	o := w.objects[number]
	if o == nil {
		o = newObject(number)
		w.objects[number] = o
	}
	return o
}

func (w *Worker) applyRecord(entry record.Record) {
	o := w.object(entry.Object)
	o.sequence, o.heard = entry.Sequence, entry.Wall
	w.values = entry.Arguments(w.values[:0])
	c := &call{worker: w, object: o, record: entry, values: w.values}
	w.fetchSides(c)
	defer w.dropSides(entry)
	if revive(w, o, entry) {
		defer func() { o.client = nil }()
	}
	if panicked := guard.Run("worker", func() { w.dispatch(c) }); panicked != nil {
		if o.client != nil {
			o.client.Drop(delivery.InternalSDKError)
		}
		c.answer(Answer{})
	}
	w.keepState(c)
	if c.method != nil && c.method.LastID {
		// Whoever reports a fatal event waits until it is on the disk.
		c.answer(Answer{Truth: true})
	}
}

func (w *Worker) dispatch(c *call) {
	switch method := c.record.Method; {
	case int(method) < len(Methods):
		c.method = &Methods[method]
		c.params = c.method.Params
		noteLack(w, c)
		c.method.handle(c)
	case method >= record.MethodProperty && int(method-record.MethodProperty) < len(Properties):
		if p := &Properties[method-record.MethodProperty]; p.handle != nil {
			p.handle(c)
		}
	case method == record.MethodLocale, method == record.MethodLanguage:
		c.object.language = problem.LanguageOf(c.value(0).Text())
	case method == record.MethodDone, method == record.MethodDestroyed:
		if c.object.gathered.key != "" {
			noteLack(w, c) // it may be the last that the object says
		}
		if method == record.MethodDestroyed {
			w.destroy(c)
		}
	}
	// MethodCreated says nothing that the worker must act on, and a method of a newer version is
	// not understood: it is passed over.
}

// noteLack notes what the scope lacks from this call on: changes before it, or what it cannot
// change as it was meant to.
func noteLack(w *Worker, c *call) {
	g := c.object.gathered
	if c.record.Flags&record.FlagScopeIncomplete != 0 && !g.dropped {
		g.dropped = true
		noteChanged(w, c.object) // others that share the scope have no such flag
	}
	for _, v := range c.values {
		if c.method.Scope && v.Kind == record.Bad && (v.Reason == record.BadMemory || v.Reason == badUnread) {
			g.incomplete = true
		}
	}
}

// fetchSides puts the values that lie beside the ring in their places.
func (w *Worker) fetchSides(c *call) {
	for i, v := range c.values {
		if v.Kind != record.Side {
			continue
		}
		content, ok := w.side(v)
		if !ok {
			bad := record.Value{Kind: record.Bad, Reason: record.BadMemory, Detail: v.SideBytes}
			if v.SideFile {
				bad.Reason = badUnread
			}
			c.values[i] = bad
			continue
		}
		c.values[i] = v.Resolved(content)
	}
}

func (w *Worker) side(v record.Value) (content []byte, ok bool) {
	if !v.SideFile {
		return w.host.Side(v.SideNumber)
	}
	content, err := w.patient.ReadFile(root.Side(w.long, v.SideNumber), record.ArgumentLimit)
	return content, err == nil && len(content) == int(v.SideBytes)
}

// badUnread is the reason of a value whose file cannot be read; others are the boundary's.
const badUnread = math.MaxUint32

// dropSides gives up the values that lay beside the ring. Those in files go with the record
// (usedSides): killed before that, the next process reads it once more. If they are too
// long to wait, it is noted first what the record did.
func (w *Worker) dropSides(entry record.Record) {
	for _, v := range entry.Arguments(w.values[:0]) {
		switch {
		case v.Kind != record.Side:
		case v.SideFile:
			w.used.numbers, w.used.bytes = append(w.used.numbers, v.SideNumber), w.used.bytes+int64(v.SideBytes)
		default:
			w.host.DropSide(v.SideNumber)
		}
	}
	if w.used.bytes > maxUsed {
		w.Keep()
		w.used.free(w.host)
	}
}

// maxUsed is how many bytes of used values wait until their records are given up.
const maxUsed = 16 << 20

// usedSides are the files of long values that go with their records.
type usedSides struct {
	numbers []uint32
	bytes   int64
}

func (u *usedSides) free(host Host) {
	for _, number := range u.numbers {
		host.DropSide(number)
	}
	u.numbers, u.bytes = u.numbers[:0], 0
}
