package addin

import (
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/journal"
	"sentry1c/addin/internal/private"
)

// Host is what the boundary does for the worker.
type Host interface {
	// Answer hands an answer to the call that waits for it; too late, it is
	// dropped. It may be called from any goroutine.
	Answer(reply uint32, answer Answer)
	// Side returns a value that lies beside the ring, and DropSide frees it.
	Side(number uint32) (content []byte, ok bool)
	DropSide(number uint32)
	// Journal tells the state of the journal.
	Journal() JournalStatistics
	// RingSize is how many bytes of records a ring has, and MapRing makes a file of
	// package ringfile the ring of all durable records from now on.
	RingSize() int
	MapRing(path string) error
	// SetSideFolder makes the long values of durable records files of a folder,
	// named by their number in eight hexadecimal digits.
	SetSideFolder(path string) error
	// RemoveAtExit names what goes when the process ends in good order and all its
	// records are dealt with: what is named later goes earlier.
	RemoveAtExit(paths []ExitPath)
	// Wake makes the worker look around, as a record does. It may be called from any
	// goroutine.
	Wake()
	// LimitJournal bounds the memory of all rings together, in bytes. The first call
	// before an object is enabled counts.
	LimitJournal(bytes int64)
	// Drops returns what found no room since it was asked last.
	Drops() []Drop
	// Publish makes a text the value of a property, by its position in Properties, for
	// objects of a client while the worker has no time to answer and the text is fresh.
	Publish(property int, client uint32, text string)
	// ForgetAccepted makes every call that begins an object wait for the worker again: it
	// was accepted before and would not be now, or with another client.
	ForgetAccepted()
}

// Answer is what a call that waits is told.
type Answer struct {
	// Text is the result of AnswerText and of properties, Truth of AnswerBool.
	Text   string
	IsText bool
	Truth  bool
	// Object is what becomes of the object.
	Object ObjectState
	// Client is the number of the object's client from now on, and ShutdownTimeout
	// how long Flush and Close wait when they are not told, unless Object is
	// Unchanged.
	Client          uint32
	ShutdownTimeout time.Duration
	// Durable tells that the object's records go where they outlive the process.
	Durable bool
}

// ObjectState is what an answer makes of the object.
type ObjectState int

const (
	// Unchanged leaves the object as it is.
	Unchanged ObjectState = iota
	// Enabled means that calls are recorded from now on.
	Enabled
	// Off means that they are not, and that this was asked for.
	Off
)

// JournalStatistics are figures of the journal of this process.
type JournalStatistics struct {
	Rings     uint32 `json:"rings"`
	Capacity  uint32 `json:"capacity"`
	Used      uint32 `json:"used"`
	Waits     uint32 `json:"waits"`
	Dropped   uint32 `json:"dropped"`
	Late      uint32 `json:"late"`
	Abandoned uint32 `json:"abandoned"`
	Damaged   uint32 `json:"damaged"`
}

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
	damaged int // runs of which a rest could not be read
	// id names the run that made the records; "" if they are not kept.
	id string
	// sides is the folder of their attachments, and long that of their long values.
	sides, long string
	// state is what the next process will know of the objects; nil keeps nothing.
	state *keptState
	// stored tells whether an earlier process has already made the envelope of a
	// record; nil is never.
	stored func(cl *client, record uint64, part int) bool
	// replaying tells that the records are of the log of states: what they sent, they
	// have sent.
	replaying bool
	// stage takes an envelope that was made of a record.
	stage func(cl *client, item delivery.Item) (failing string)
	// contents are the attachments that lie in files beside sides.
	contents contentFiles
	values   []journal.Value // used again for each record
	// published is when figures were published last.
	published time.Time
}

// New returns a worker that has seen nothing yet.
func New(host Host) *Worker {
	return &Worker{
		process: newProcess(host),
		host:    host,
		objects: make(map[uint32]*object),
		stage:   func(cl *client, item delivery.Item) string { return cl.delivery.Stage(item) },
	}
}

// Apply interprets a run of records. A record that makes it panic is given up: its
// event is lost and counted. An error means that the rest of the run is damaged.
func (w *Worker) Apply(run []byte) error {
	for {
		record, rest, ok, err := journal.Next(run)
		if !ok || err != nil {
			return err
		}
		w.applyRecord(record)
		run = rest
	}
}

func (w *Worker) applyRecord(record journal.Record) {
	o := w.objects[record.Object]
	if o == nil {
		// The record of its creation may have found no room.
		o = newObject(record.Object)
		w.objects[record.Object] = o
	}
	o.sequence, o.heard = record.Sequence, record.Wall
	w.values = record.Arguments(w.values[:0])
	c := &call{worker: w, object: o, record: record, values: w.values}
	w.fetchSides(c)
	defer w.dropSides(record)
	if panicked := guard.Run("worker", func() { w.dispatch(c) }); panicked != nil {
		if o.client != nil {
			o.client.drop(delivery.InternalSDKError)
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
		c.method.handle(c)
	case method >= journal.MethodProperty && int(method-journal.MethodProperty) < len(Properties):
		if p := &Properties[method-journal.MethodProperty]; p.handle != nil {
			p.handle(c)
		}
	case method == journal.MethodLocale, method == journal.MethodLanguage:
		c.object.language = languageOf(c.value(0).Text())
	case method == journal.MethodDestroyed:
		c.endTransactions()
		c.endSession("exited", 0)
		c.object.detach()
		c.object.scopes = nil
		w.forgetContents(c.object)
		delete(w.objects, c.object.number)
	}
	// MethodCreated and MethodDone say nothing that the worker must act on, and a
	// method of a newer version is not understood: it is passed over.
}

// fetchSides puts the values that lie beside the ring in their places.
func (w *Worker) fetchSides(c *call) {
	for i, v := range c.values {
		if v.Kind != journal.Side {
			continue
		}
		content, ok := w.side(v)
		if !ok {
			c.values[i] = journal.Value{Kind: journal.Bad, Reason: journal.BadMemory, Detail: v.SideBytes}
			continue
		}
		c.values[i] = v.Resolved(content)
	}
}

func (w *Worker) side(v journal.Value) (content []byte, ok bool) {
	if !v.SideFile {
		return w.host.Side(v.SideNumber)
	}
	content, err := private.ReadFile(sidePath(w.long, v.SideNumber), journal.ArgumentLimit)
	return content, err == nil && len(content) == int(v.SideBytes)
}

func (w *Worker) dropSides(record journal.Record) {
	for _, v := range record.Arguments(w.values[:0]) {
		if v.Kind == journal.Side {
			w.host.DropSide(v.SideNumber)
		}
	}
}
