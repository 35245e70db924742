package addin

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/tracing"
)

// startTransaction is the method StartTransaction.
func startTransaction(c *call) {
	o := c.object
	name, op := c.masked(names.Cut(strings.TrimSpace(c.text(0)), maxSpanText)), c.masked(names.Cut(c.text(1), maxSpanText))
	incoming := readIncoming(c, 2)
	var of measured
	params := readSpanParams(c, 3, &of)
	if o.client == nil {
		return
	}
	if name == "" {
		c.report(c.params[0].Name, problem.New("the name is empty", "имя пустое"))
		name = "(no name)"
	}
	giveUpOld(c)
	about := o.client.Place
	about.Transaction = name
	id, root := newTraceID(c), spanID(c.record.ID)
	if of.key != "" && params.finished {
		id, root = of.ids()
	}
	tx := tracing.NewTransaction(name, op, root, tracing.NewTrace(id, incoming, about), params.start)
	params.apply(tx.Root())
	for _, m := range params.measurements {
		tx.Measure(m)
	}
	if params.finished {
		tx.Finish(params.start.Add(params.duration), params.status)
		sendTransaction(c, tx, &of)
		return
	}
	if of.told() {
		c.report(c.params[3].Name, problem.New("%s go with durationMs only", "%s допустимы только вместе с durationMs", problem.List(measuredKeys)))
	}
	if len(o.transactions) >= maxTransactions {
		c.report(problem.Name{En: "StartTransaction", Ru: "НачатьОперацию"}, problem.TooMany(maxTransactions))
		giveUp(c, 0, c.time())
	}
	o.transactions = append(o.transactions, tx)
	c.opens()
}

// readIncoming reads argument i, the headers of another process.
func readIncoming(c *call, i int) *tracing.Incoming {
	raw, ok := c.json(i, '{')
	if !ok || raw == nil {
		return nil
	}
	sentryTrace, _ := rawjson.Text(rawjson.Find(raw, "sentry-trace"))
	baggage, _ := rawjson.Text(rawjson.Find(raw, "baggage"))
	if strings.TrimSpace(sentryTrace) == "" {
		return nil // the other one does not trace
	}
	in, err := tracing.ParseIncoming(sentryTrace, baggage)
	if err != nil {
		c.report(c.params[i].Name, problem.New("sentry-trace %q: 32 and 16 hexadecimal digits are expected, a new trace begins",
			"sentry-trace %q: ожидаются 32 и 16 шестнадцатеричных цифр, начата новая трассировка", names.Cut(c.masked(sentryTrace), 64)))
		return nil
	}
	for i := range in.Context {
		if m := &in.Context[i]; m.Key == "transaction" || m.Key == "user_segment" {
			m.Value = c.masked(m.Value) // the others are ids, numbers and names of releases
		}
	}
	return in
}

// newTraceID is the id of a trace that this record begins: the same when another
// process reads it.
func newTraceID(c *call) tracing.TraceID {
	if c.worker.id == "" {
		var seed [16]byte
		rand.Read(seed[:])
		return tracing.NewTraceID(seed[:])
	}
	return tracing.NewTraceID(binary.LittleEndian.AppendUint64([]byte(c.worker.id), c.record.Sequence))
}

func spanID(id [16]byte) (s tracing.SpanID) {
	copy(s[:], id[:])
	return s
}

// startSpan is the method StartSpan.
func startSpan(c *call) {
	tx, parent := spanOf(c, 0)
	op, description := c.masked(names.Cut(c.text(1), maxSpanText)), c.masked(names.Cut(c.text(2), maxSpanText))
	params := readSpanParams(c, 3, nil)
	if tx == nil {
		return
	}
	s := tx.StartSpan(spanID(c.record.ID), parent.ID, op, description, params.start)
	if s == nil {
		c.report(problem.Name{En: "StartSpan", Ru: "НачатьЭтап"}, problem.TooMany(tracing.MaxSpans))
		return
	}
	params.apply(s)
	if params.finished {
		s.Finish(params.start.Add(params.duration), params.status)
	}
}

// finishSpan is the method FinishSpan.
func finishSpan(c *call) {
	tx, s := spanOf(c, 0)
	status := strings.ToLower(strings.TrimSpace(c.maskedText(1)))
	if bad, ok := names.OneOf(status, tracing.Statuses); !ok {
		c.report(c.params[1].Name, bad)
		status = "unknown"
	}
	switch {
	case tx == nil:
	case s.Finished():
		c.report(c.params[0].Name, problem.New("%s is finished already", "%s уже завершён", s.ID))
	case s != tx.Root():
		s.Finish(c.time(), status)
	default:
		o := c.object
		o.transactions = slices.DeleteFunc(o.transactions, func(have *tracing.Transaction) bool { return have == tx })
		tx.Finish(c.time(), status)
		sendTransaction(c, tx, nil)
	}
}

// giveUpOld finishes what nobody has finished in time.
func giveUpOld(c *call) {
	for i := 0; i < len(c.object.transactions); {
		if start := c.object.transactions[i].Root().Start; c.time().Sub(start) > transactionLimit {
			giveUp(c, i, start.Add(transactionLimit))
			continue
		}
		i++
	}
}

// giveUp finishes the i'th open transaction for whoever has not.
func giveUp(c *call, i int, end time.Time) {
	o := c.object
	tx := o.transactions[i]
	o.transactions = slices.Delete(o.transactions, i, i+1)
	tx.Finish(end, tracing.DeadlineExceeded)
	sendTransaction(c, tx, nil)
}

// endTransactions finishes all that is open: the object goes.
func endTransactions(c *call) {
	for len(c.object.transactions) > 0 && c.object.client != nil {
		giveUp(c, 0, c.time())
	}
	c.object.transactions = nil
}

// sendTransaction sends a finished transaction, if its trace is sampled, with what is told
// of another session's; nil is nothing. A record may end several: each is a part of it.
func sendTransaction(c *call, tx *tracing.Transaction, of *measured) {
	part := c.part
	c.part++
	client := c.object.client
	if from := c.source(); from.Has(client, part) {
		return
	}
	if !tx.Trace.Sampled {
		client.Lose(delivery.SampleRate, delivery.Transaction)
		client.Delivery.DropSpan(delivery.SampleRate, len(tx.Spans)+tx.Dropped)
		return
	}
	p := beginEvent(c, event.Params{})
	if of != nil {
		of.about(c, p)
	}
	body, cut := p.TransactionEnvelope(tx, event.TransactionID(tx))
	client.Delivery.DropSpan(delivery.QueueOverflow, tx.Dropped+cut)
	c.sendWithSpans(delivery.Transaction, part, body, len(tx.Spans)-cut)
}

// traceContext is the sampling context of what an object tells outside of
// transactions.
func (o *object) traceContext() []tracing.Member {
	if o.client == nil {
		return nil
	}
	return tracing.NewContext(o.trace.Trace, o.client.Place)
}

// leftPart is where the parts begin of what nobody has finished: the record itself may
// have some, an export of the log even those behind maxExported.
const leftPart = 1 << 20

// endTransactions finishes the transactions that a dead process left open, at the
// moment when it was heard of last.
func (r *recovery) endTransactions() {
	if r.worker == nil {
		return
	}
	w := r.worker
	for _, number := range slices.Sorted(maps.Keys(w.objects)) {
		o := w.objects[number]
		if len(o.transactions) == 0 || o.client == nil && o.gathered.client == nil {
			continue
		}
		o.client = cmp.Or(o.gathered.client, o.client) // whoever used it last
		c := &call{worker: w, object: o, part: leftPart}
		c.record.Sequence, c.record.Wall = o.sequence, o.heard
		endTransactions(c)
		w.keepSnapshot(o)
	}
	w.Keep()
}
