package client

import (
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/sdk"
)

const (
	// MaxBatch items or bytes, or BatchPause after the first, send a batch.
	MaxBatch      = 100
	maxBatchBytes = 512 << 10
)

// BatchPause is changed by tests only, before anything begins.
var BatchPause = 5 * time.Second

// batch gathers small things that travel together: logs or metrics of one client. What
// is gathered lies in the spool before the records are given up that it was made of. A
// kill in between makes logs twice, which is the price for never losing them; AddMetric
// keeps metrics from it.
type batch struct {
	category delivery.Category
	item     envelope.Item // without its count

	items [][]byte
	bytes int
	first Source // of the first item
	// owners are those of the items since the last keep, one after the other.
	owners []*delivery.Owner
	held   *delivery.Held
	dirty  bool // the file lacks the last items
	ends   time.Time
	timer  *time.Timer
}

// batches are those of a client.
type batches struct {
	logs, metrics batch
}

func newBatches() *batches {
	return &batches{
		logs:    batch{category: delivery.Log, item: envelope.Item{Type: "log", ContentType: "application/vnd.sentry.items.log+json"}},
		metrics: batch{category: delivery.Metric, item: envelope.Item{Type: "trace_metric", ContentType: "application/vnd.sentry.items.trace-metric+json"}},
	}
}

// add puts an item into a batch, and sends the batch if it is full.
func (b *batch) add(cl *Client, from Source, item []byte) {
	if len(b.items) == 0 {
		b.first = from
		b.ends = time.Now().Add(BatchPause)
		b.wakeAt(cl)
	}
	if last := len(b.owners) - 1; last < 0 || b.owners[last] != from.Owner {
		b.owners = append(b.owners, from.Owner)
	}
	b.items = append(b.items, item)
	b.bytes += len(item)
	b.dirty = true
	if len(b.items) >= MaxBatch || b.bytes >= maxBatchBytes {
		b.send(cl)
	}
}

// wakeAt arranges that the worker looks at the batch when its time is over.
func (b *batch) wakeAt(cl *Client) {
	if b.timer != nil {
		b.timer.Reset(BatchPause)
		return
	}
	b.timer = time.AfterFunc(BatchPause, func() { guard.Run("batch", cl.wake) })
}

func (b *batch) envelope() []byte {
	body := append(make([]byte, 0, b.bytes+len(b.items)+16), `{"items":[`...)
	for i, item := range b.items {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, item...)
	}
	item := b.item
	item.Count = len(b.items)
	head := envelope.Header{SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(nil)
	return item.Append(head, append(body, ']', '}'))
}

// keep writes what was gathered.
func (b *batch) keep(cl *Client) {
	if !b.dirty {
		return
	}
	b.dirty = false
	if b.held == nil {
		item := b.first.Item(b.category, batchPart, b.envelope())
		item.Quantity = len(b.items)
		cl.Recorded++ // from now on it waits
		b.held, _ = cl.Delivery.Hold(item)
	} else {
		b.held.Replace(b.envelope(), len(b.items))
	}
	for _, owner := range b.owners {
		b.held.Share(owner)
	}
	clear(b.owners)
	b.owners = b.owners[:0]
}

// batchPart is the part of the batch that its first record began: no record makes
// anything else with it.
const batchPart = 0

// recoveredPart is that of an item that a dead process had no time for, in an envelope of its
// own or, of a line, of those behind it, too.
const recoveredPart = 1

// Lines are lines of a log that a dead process had no time for. They have an envelope together,
// which is written anew with each, for then its record is given up.
type Lines struct{ batch *batch } // nil if there are none yet

// Add returns the envelope that a line travels in, with those before it, under the name of the
// first of them; it begins another one if there are enough in it.
func (l *Lines) Add(from Source, line []byte) delivery.Item {
	b := l.batch
	if b == nil || len(b.items) >= MaxBatch || b.bytes+len(line) > maxBatchBytes {
		b = &newBatches().logs
		b.first, l.batch = from, b
	}
	b.items = append(b.items, line)
	b.bytes += len(line)
	item := b.first.Item(b.category, recoveredPart, b.envelope())
	item.Quantity = len(b.items)
	return item
}

// send lets the batch be sent with the next Deliver.
func (b *batch) send(cl *Client) {
	if len(b.items) == 0 {
		return
	}
	b.keep(cl)
	b.held.Release()
	b.held, b.items, b.bytes, b.first = nil, nil, 0, Source{}
	b.timer.Stop()
}

// KeepBatches writes what the client has gathered, the number of repeats too, and sends what
// has waited long enough; all of it if now is asked for.
func (cl *Client) KeepBatches(now bool) {
	cl.collapse.keepGrown(time.Now())
	for _, b := range []*batch{&cl.batches.logs, &cl.batches.metrics} {
		b.keep(cl)
		if now || len(b.items) > 0 && !time.Now().Before(b.ends) {
			b.send(cl)
		}
	}
}
