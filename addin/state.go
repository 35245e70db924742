package addin

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/interpreted"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/statelog"
	"sentry1c/addin/internal/tracing"
)

// snapshotVersion is that of the form below. Snapshots without one, of earlier versions
// of the component, are of the first.
const snapshotVersion = 1

// snapshot is what the worker knows of an object, as it is kept for the next process.
type snapshot struct {
	Version int `json:"v"`

	DSN      string           `json:"dsn"`
	Options  json.RawMessage  `json:"options"`
	Language problem.Language `json:"language"`
	Trace    []byte           `json:"trace"`
	Span     []byte           `json:"span"`
	Scopes   []scope.Snapshot `json:"scopes"`

	// Incomplete says that the scopes lack something, and Dropped that the journal had no room for it.
	Incomplete bool `json:"incomplete,omitempty"`
	Dropped    bool `json:"dropped,omitempty"`

	// ScopeKey is what the object shares the rest with others under.
	ScopeKey string `json:"scopeKey,omitempty"`

	// Opens is where what is opened under the key is sent, and Began where the session was begun, if those are
	// not where the object sends.
	Opens *target `json:"opens,omitempty"`
	Began *target `json:"began,omitempty"`

	Session *event.SessionSnapshot `json:"session,omitempty"`

	Transactions []*tracing.Transaction `json:"transactions,omitempty"`
}

// target is what makes a client.
type target struct {
	DSN     string          `json:"dsn"`
	Options json.RawMessage `json:"options"`
}

// targetOf is that of a client that is not the object's own.
func targetOf(o *object, cl *client.Client) *target {
	if cl == nil || cl == o.client {
		return nil
	}
	return &target{cl.DSN, cl.Given}
}

// takeSnapshot returns the record of an object that has a client, or had one; its moment is that of the object's
// last one.
func takeSnapshot(o *object) []byte {
	to := o.was // of one that is closed
	if o.client != nil {
		to = &target{o.client.DSN, o.client.Given}
	}
	s := snapshot{
		Version:    snapshotVersion,
		DSN:        to.DSN,
		Options:    to.Options,
		Language:   o.language,
		Trace:      o.trace.Trace[:],
		Span:       o.trace.Span[:],
		Scopes:     o.scopes.Snapshot(),
		Incomplete: o.incomplete || o.stateless,
		Dropped:    o.dropped,
		ScopeKey:   o.key,
		Session:    o.session.Snapshot(),

		Transactions: o.transactions,
	}
	s.Opens = targetOf(o, o.gathered.client)
	if o.session != nil {
		s.Began = targetOf(o, o.began)
	}
	content, err := json.Marshal(s)
	if err != nil {
		panic("BUG: snapshot: " + err.Error())
	}
	return record.AppendCall(nil, record.Call{Method: record.MethodSnapshot, Object: o.number, Sequence: o.sequence, Wall: o.heard, Arguments: []any{content}})
}

// readSnapshot reads what takeSnapshot or a version before it wrote.
func readSnapshot(content []byte) (snapshot, error) {
	var s snapshot
	if err := json.Unmarshal(content, &s); err != nil {
		return snapshot{}, err
	}
	if s.Version > snapshotVersion {
		return snapshot{}, fmt.Errorf("version %d: %w", s.Version, statelog.ErrNewer)
	}
	s.Transactions = slices.DeleteFunc(s.Transactions, func(tx *tracing.Transaction) bool {
		return tx == nil || len(tx.Spans) == 0 || slices.Contains(tx.Spans, nil)
	})
	return s, nil
}

// errSwitchedOff says that somebody switched the component off for a spool of a dead run.
var errSwitchedOff = errors.New("the component is switched off for its spool")

// restore makes an object what a snapshot says. The error is statelog.ErrNewer if a newer
// version of the component wrote it.
func (w *Worker) restore(o *object, entry record.Record) error {
	arguments := entry.Arguments(nil)
	if len(arguments) == 0 {
		return errors.New("addin: restore an object: the snapshot is empty")
	}
	s, err := readSnapshot(arguments[0].Raw)
	if err != nil {
		return fmt.Errorf("addin: restore an object: %w", err)
	}
	client, bad, err := clientToGoOn(w.process, s.DSN, string(s.Options))
	if err != nil {
		return err
	}
	if client == nil {
		o.elsewhere, o.durable = true, true
		return fmt.Errorf("addin: restore an object: %s", bad.En)
	}
	o.client, o.durable, o.kept = client, true, client.DSN
	opens, err := clientOf(w, s.Opens, client)
	if err != nil {
		return err
	}
	began, err := clientOf(w, s.Began, client)
	if err != nil {
		return err
	}
	w.useKey(o, s.ScopeKey)
	o.gathered.client, o.began = opens, began
	o.language = s.Language
	o.owner = &delivery.Owner{}
	copy(o.trace.Trace[:], s.Trace)
	copy(o.trace.Span[:], s.Span)
	o.incomplete, o.dropped = s.Incomplete, s.Dropped
	o.heard = entry.Wall // 0 in those of earlier versions
	o.session = s.Session.Restore()
	o.transactions = s.Transactions
	o.scopes = scope.Restore(s.Scopes, client.Options.MaxBreadcrumbs, &w.contents)
	return nil
}

// keptState lets the next process read the last records of a run with the scope that
// they were meant with. What changes the scope of an object whose records are durable
// is copied into a log before the record is given up.
type keptState struct {
	log     *statelog.Log
	pending []byte
	// changed are objects of which a snapshot goes with what is pending.
	changed []*gathered
	// compacted is how long the log was when it was compacted last.
	compacted int64
	// failed is why the log could not be written, and retry when that is tried again; full says that
	// the states are longer than it may be.
	failed string
	full   bool
	retry  time.Time
}

const (
	// minCompact is how long a log may become before it is compacted.
	minCompact = 1 << 20
	// stateRetry is how long a log that cannot be written is left alone.
	stateRetry = time.Minute
)

// keepState keeps what a record changed until flushState.
func (w *Worker) keepState(c *call) {
	o, entry := c.object, c.record
	if w.state == nil || !changesState(entry) {
		return
	}
	if !o.durable {
		keepShared(w, o)
		return
	}
	for _, v := range entry.Arguments(c.values[:0]) {
		// The file of a long value goes with the record, and a secret must not stay.
		if v.Kind == record.Side || c.hidden {
			noteChanged(w, o)
			return
		}
	}
	w.state.pending = append(w.state.pending, entry.Bytes()...)
}

// keepShared keeps what an object whose records are not kept has changed of what it shares with one
// whose records are.
func keepShared(w *Worker, o *object) {
	if o.users <= 1 {
		return
	}
	for _, other := range w.objects {
		if other.gathered == o.gathered && other.durable && other.client != nil {
			noteChanged(w, other)
			return
		}
	}
}

// noteChanged notes that the next process learns by a snapshot, rather than by a record, what an object
// has become: one that flushState takes, however often it changes until then.
func noteChanged(w *Worker, o *object) {
	if g := o.gathered; w.state != nil && !g.changed {
		g.changed = true
		w.state.changed = append(w.state.changed, g)
	}
}

// takeChanged takes the snapshots of what has changed.
func takeChanged(w *Worker) {
	changed := w.state.changed
	w.state.changed = w.state.changed[:0]
	for _, g := range changed {
		g.changed = false
		elsewhere := false
		for _, o := range w.objects { // who changed it may have left it to others, who share all of it
			if o.gathered == g && o.durable && o.client != nil {
				w.keepSnapshot(o)
				elsewhere = false
				break
			}
			elsewhere = elsewhere || o.gathered == g && o.elsewhere
		}
		if elsewhere { // of that there is no snapshot
			_ = w.state.log.Lacks()
		}
	}
	clear(changed)
}

// changesState reports whether a record changes what the next process must know of its
// object. A method of a newer version, or a call of one that only captures, does not.
func changesState(entry record.Record) bool {
	switch method := entry.Method; {
	case int(method) < len(Methods):
		return Methods[method].Scope || Methods[method].State
	case method == record.MethodLocale, method == record.MethodLanguage, method == record.MethodDestroyed:
		return true
	}
	return false
}

// beginsOrCloses reports whether a record decides where an object sends: what the log says of a later
// one is said of what came of that.
func beginsOrCloses(entry record.Record) bool {
	return int(entry.Method) < len(Methods) && (Methods[entry.Method].Begins || Methods[entry.Method].Closes)
}

// isCapture reports whether a record is of a method that only makes something to be sent.
func isCapture(entry record.Record) bool {
	if int(entry.Method) >= len(Methods) {
		return false
	}
	m := &Methods[entry.Method]
	return m.Result == EventID || m.Result == SpanID || m.Result == True && !m.Scope
}

// keepSnapshot keeps what an object has become by something that is no record of its
// own.
func (w *Worker) keepSnapshot(o *object) {
	if w.state != nil && o.durable && o.client != nil {
		snapshot := snapshotIfAny(o)
		w.state.pending = append(w.state.pending, snapshot...)
		if snapshot == nil {
			_ = w.state.log.Lacks()
		}
	}
}

// snapshotIfAny is takeSnapshot of whatever an object may have become: it is taken between records,
// where nothing may end.
func snapshotIfAny(o *object) (snapshot []byte) {
	_ = guard.Run("state", func() { snapshot = takeSnapshot(o) })
	if snapshot != nil && (o.parked == o || o.taken == o) {
		snapshot = record.AppendCall(snapshot, record.Call{Method: record.MethodDestroyed, Object: o.number, Sequence: o.sequence, Wall: o.heard})
	}
	return snapshot
}

// flushState writes what keepState has kept. It comes before the records are given
// up.
func (w *Worker) flushState() {
	s := w.state
	if s == nil {
		return
	}
	takeChanged(w)
	if len(s.pending) == 0 {
		return
	}
	pending := append(s.pending, whatIsInterpreted(w)...)
	s.pending = s.pending[:0]
	if s.failed != "" && time.Now().Before(s.retry) {
		return
	}
	err := s.log.Append(pending)
	fault.At("state.appended")
	// A log that has failed lacks something, and one that is full has room when it is
	// compacted.
	if err != nil || s.failed != "" || s.log.Size() > max(minCompact, 2*s.compacted) {
		w.compactState()
	}
}

// whatIsInterpreted is the record that tells the next process which records it finds are older than
// the state.
func whatIsInterpreted(w *Worker) []byte {
	return record.Append(nil, record.MethodInterpreted, 0, 0, w.interpreted.Encode())
}

// readInterpreted reads it.
func readInterpreted(w *Worker, entry record.Record) (err error) {
	arguments := entry.Arguments(nil)
	if len(arguments) == 0 {
		return errors.New("addin: restore what was interpreted: there is nothing")
	}
	w.interpreted, err = interpreted.Decode(arguments[0].Raw)
	return err
}

// compactState writes the log anew: one snapshot for each object.
func (w *Worker) compactState() {
	s := w.state
	if s == nil {
		return
	}
	// What waits under a key comes last: who shares it and is closed would take it away.
	objects := slices.SortedFunc(maps.Values(w.objects), func(a, b *object) int {
		if waits := a.parked == a; waits != (b.parked == b) {
			if waits {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.number, b.number)
	})
	var records []byte
	lacks := w.gaps
	for _, o := range objects {
		switch {
		case !o.durable:
		case o.client != nil:
			records = append(records, snapshotIfAny(o)...)
		case o.was != nil: // closed: what it was told is there when it is initialised again
			records = append(append(records, snapshotIfAny(o)...), closingOf(o)...)
		case o.session != nil || len(o.transactions) > 0: // where it sends is not known, but where that does is
			records = append(records, openOf(o)...)
			lacks = lacks || o.users > 1
		case o.elsewhere:
			records = append(records, closingOf(o)...)
			lacks = lacks || o.users > 1 || !o.scope().Empty() // that it shares or has something is said nowhere
		}
	}
	replace := s.log.Replace
	if lacks {
		replace = s.log.ReplaceLacking
	}
	if err := replace(append(records, whatIsInterpreted(w)...)); err != nil {
		// Its records are given up all the same: the next process must not believe what it finds.
		_ = s.log.Lacks()
		s.failed, s.full, s.retry = problem.Cause(err), errors.Is(err, statelog.ErrFull), time.Now().Add(stateRetry)
		return
	}
	fault.At("state.compacted")
	for _, o := range w.objects {
		switch o.kept = ""; {
		case !o.durable:
		case o.client != nil:
			o.kept = o.client.DSN
		case o.was != nil:
			o.kept = o.was.DSN
		}
	}
	s.failed, s.full, s.compacted = "", false, int64(len(records))
}
