package addin

import (
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/problem"
)

// Drop is calls of a method that objects of a client made and that found no room.
type Drop struct {
	Client uint32
	Method int
	Count  uint32
}

const (
	// freshFor is how old figures may be that a call takes while the worker is at it
	// (native/accepted.h).
	freshFor = time.Second
	// publishAfter is how long the worker is at it before it publishes figures, and
	// publishEvery how often.
	publishAfter = 50 * time.Millisecond
	publishEvery = freshFor * 2 / 5
)

// Busy does, between two runs of records, what others do not wait for while there is much
// to do: it publishes the figures. Since is when the worker last had nothing to do.
func (w *Worker) Busy(since time.Time) {
	now := time.Now()
	if now.Sub(since) < publishAfter || now.Sub(w.published) < publishEvery {
		return
	}
	w.published = now
	w.countDrops()
	for i, property := range Properties {
		if property.Source != Answered {
			continue
		}
		w.host.Publish(i, 0, w.figures(nil, nil, problem.English))
		for _, cl := range w.clients {
			w.host.Publish(i, cl.Number, w.figures(cl, nil, languageOf(w, cl)))
		}
	}
}

// languageOf is that of an object that uses a client.
func languageOf(w *Worker, cl *client.Client) problem.Language {
	for _, o := range w.objects {
		if o.client == cl {
			return o.language
		}
	}
	return problem.English
}

// countDrops counts what found no room before it was recorded, and tells the servers.
func (w *Worker) countDrops() {
	for _, d := range w.host.Drops() {
		if d.Method >= len(Methods) {
			continue // a notice, or something that is asked for
		}
		category, ok := sends[Methods[d.Method].Name.En]
		if !ok {
			continue
		}
		for _, cl := range w.clients {
			if cl.Number == d.Client {
				cl.Recorded += uint64(d.Count)
				cl.Delivery.Drop(delivery.QueueOverflow, category, uint64(d.Count))
			}
		}
	}
}

// sends is what a call of a method sends, of those that send something of their own.
var sends = map[string]delivery.Category{
	"CaptureException": delivery.Error,
	"CaptureMessage":   delivery.Error,
	"CaptureEvent":     delivery.Error,
	"CaptureFeedback":  delivery.Feedback,
	"CaptureCheckIn":   delivery.Monitor,
	"StartTransaction": delivery.Transaction,
	"StartSpan":        delivery.Span,
	"Log":              delivery.Log,
	"Metric":           delivery.Metric,
}
