package addin

import (
	"sort"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/status"
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

// Busy does, between two records, what others do not wait for while there is much to do: it
// publishes the figures. Those of a new client are there from its beginning: the next
// record may take the disk's time. Who never rested is asked nothing: the records of a dead
// run.
func (w *Worker) Busy() {
	if w.rested.IsZero() {
		return
	}
	now := time.Now()
	if w.publishedClients == w.numbers && (now.Sub(w.rested) < publishAfter || now.Sub(w.published) < publishEvery) {
		return
	}
	w.published, w.publishedClients = now, w.numbers
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
	tell(w)
}

// tell writes, if it is time, what this run tells to who looks from outside. What is never
// on a disk, the clients with memoryOnly, is not in it.
func tell(w *Worker) {
	now := time.Now()
	if w.life.Run.ID() == "" || !w.status.Due(now) {
		return
	}
	tellAt(w, now)
}

// tellAt writes what there is to tell.
func tellAt(w *Worker, now time.Time) {
	self := w.self()
	s := status.Status{
		AddIn: Version, PID: self.PID, Process: self.Name, Began: self.Began, Since: w.began, Written: now,
		Objects: len(w.objects), Dropped: uint64(w.host.Journal().Dropped),
	}
	for _, cl := range w.clients {
		if !cl.Options.MemoryOnly {
			s.Clients = append(s.Clients, told(w, cl, now))
		}
	}
	sort.Slice(s.Clients, func(i, j int) bool { return s.Clients[i].Number < s.Clients[j].Number })
	if w.host.Ending() {
		return
	}
	w.life.Run.Tell(s)
	if w.host.Ending() { // the file may have been removed before it was written
		w.life.Untell(w.life.Run.ID())
	}
}

// told is what is told of a client.
func told(w *Worker, cl *client.Client, now time.Time) status.Client {
	d := cl.Delivery.Statistics()
	c := status.Client{
		Number: cl.Number, Server: withoutKey(cl.DSN), Environment: cl.Place.Environment, Release: cl.Place.Release,
		Recorded: cl.Recorded, Adopted: d.Adopted, Sent: d.Sent, Requests: d.Requests,
		Queued: d.Queued, InFlight: d.InFlight, Spooled: d.Spooled, SpooledBytes: d.SpooledBytes,
		Failures: d.Failures, Dropped: make(map[string]uint64, len(d.Dropped)), Answers: make([]status.Answer, len(d.Answers)),
	}
	if d.RetryIn > 0 {
		c.Retry = now.Add(d.RetryIn)
	}
	for reason, count := range d.Dropped {
		c.Dropped[string(reason)] = count
	}
	for i, a := range d.Answers {
		c.Answers[i] = status.Answer{Status: a.Status, Text: a.Detail, First: a.First, Last: a.Last, Count: a.Count}
	}
	hide := cl.Options.Mask
	if d.SpoolError != "" {
		c.Degraded = append(c.Degraded, hide.Text(d.SpoolError))
	}
	for _, p := range w.degradations(cl) {
		c.Degraded = append(c.Degraded, hide.Text(p.In(languageOf(w, cl))))
	}
	return c
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
		if d.Method < len(changesScope) && changesScope[d.Method] {
			noteDrops(w, d.Client)
		}
		if d.Method >= len(sentBy) || sentBy[d.Method] == "" {
			continue // a notice, or something that is asked for
		}
		for _, cl := range w.clients {
			if cl.Number == d.Client {
				cl.Recorded += uint64(d.Count)
				cl.Delivery.Drop(delivery.QueueOverflow, sentBy[d.Method], uint64(d.Count))
			}
		}
	}
}

// noteDrops notes that scopes which several objects of a client share may lack a change: those of which it was none
// do not say so themselves.
func noteDrops(w *Worker, client uint32) {
	for _, o := range w.objects {
		if g := o.gathered; o.client != nil && o.client.Number == client && g.key != "" && g.users > 1 && !g.dropped {
			g.dropped = true
			noteChanged(w, o)
		}
	}
}

// sentBy is sends by the number of the method, "" where it sends nothing. (In init, as Methods
// refers to those who count.)
var sentBy []delivery.Category

// changesScope is Scope of the methods, likewise.
var changesScope []bool

// sends is what a call of a method sends, of those that send something of their own, or that
// give something to be sent with what others send.
var sends = map[string]delivery.Category{
	"CaptureException":  delivery.Error,
	"CaptureMessage":    delivery.Error,
	"CaptureEvent":      delivery.Error,
	"CaptureFeedback":   delivery.Feedback,
	"CaptureCheckIn":    delivery.Monitor,
	"StartSession":      delivery.Session,
	"StartTransaction":  delivery.Transaction,
	"StartSpan":         delivery.Span,
	"AddAttachment":     delivery.Attachment,
	"AddAttachmentFile": delivery.Attachment,
	"Log":               delivery.Log,
	"Metric":            delivery.Metric,
}
