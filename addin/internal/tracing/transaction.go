package tracing

import (
	"encoding/json"
	"slices"
	"time"
)

const (
	// MaxSpans is how many spans a transaction keeps; further ones are counted.
	MaxSpans = 1000
	// MaxMeasurements is how many numbers a transaction keeps.
	MaxMeasurements = 100
	// DeadlineExceeded is the status of what nobody has finished.
	DeadlineExceeded = "deadline_exceeded"
)

// Statuses are the words for how a span ended.
var Statuses = []string{
	"ok", "cancelled", "unknown", "unknown_error", "invalid_argument", "deadline_exceeded", "not_found", "already_exists",
	"permission_denied", "resource_exhausted", "failed_precondition", "aborted", "out_of_range", "unimplemented",
	"internal_error", "unavailable", "data_loss", "unauthenticated",
}

// Span is one step of a transaction.
type Span struct {
	ID          SpanID    `json:"id"`
	Parent      SpanID    `json:"parent"`
	Op          string    `json:"op,omitempty"`
	Description string    `json:"description,omitempty"`
	Start       time.Time `json:"start"`
	// End is zero as long as it goes on.
	End    time.Time `json:"end"`
	Status string    `json:"status,omitempty"`
	Data   []Datum   `json:"data,omitempty"`
}

// Datum is a value of a span, encoded.
type Datum struct {
	Key string          `json:"key"`
	Raw json.RawMessage `json:"raw"`
}

// Finished reports whether the span has ended.
func (s *Span) Finished() bool { return !s.End.IsZero() }

// Set puts a value in the place of the one of that key, or behind the others.
func (s *Span) Set(key string, raw []byte) {
	if i := slices.IndexFunc(s.Data, func(d Datum) bool { return d.Key == key }); i >= 0 {
		s.Data[i].Raw = raw
		return
	}
	s.Data = append(s.Data, Datum{key, raw})
}

// Finish ends the span; an end before its start is its start.
func (s *Span) Finish(end time.Time, status string) {
	if end.Before(s.Start) {
		end = s.Start
	}
	s.End, s.Status = end, status
}

// Measurement is a number of a transaction.
type Measurement struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"`
}

// Transaction is a tree of spans in the order of their starts; the first is its root.
type Transaction struct {
	Name  string  `json:"name"`
	Trace Trace   `json:"trace"`
	Spans []*Span `json:"spans"`
	// Dropped counts spans beyond MaxSpans.
	Dropped      int           `json:"dropped,omitempty"`
	Measurements []Measurement `json:"measurements,omitempty"`
}

// NewTransaction begins a transaction.
func NewTransaction(name, op string, id SpanID, trace Trace, start time.Time) *Transaction {
	root := &Span{ID: id, Parent: trace.Parent, Op: op, Start: start}
	return &Transaction{Name: name, Trace: trace, Spans: []*Span{root}}
}

// Root is the span that stands for the whole.
func (t *Transaction) Root() *Span { return t.Spans[0] }

// Span returns the span of an id, nil if there is none.
func (t *Transaction) Span(id SpanID) *Span {
	for _, s := range t.Spans {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Active is the last span that was begun and goes on.
func (t *Transaction) Active() *Span {
	for _, s := range slices.Backward(t.Spans) {
		if !s.Finished() {
			return s
		}
	}
	return t.Root()
}

// StartSpan begins a span below another; nil if there are too many.
func (t *Transaction) StartSpan(id, parent SpanID, op, description string, start time.Time) *Span {
	if len(t.Spans) > MaxSpans {
		t.Dropped++
		return nil
	}
	s := &Span{ID: id, Parent: parent, Op: op, Description: description, Start: start}
	t.Spans = append(t.Spans, s)
	return s
}

// Measure sets a measurement, and reports whether there was room for it.
func (t *Transaction) Measure(m Measurement) bool {
	if i := slices.IndexFunc(t.Measurements, func(have Measurement) bool { return have.Name == m.Name }); i >= 0 {
		t.Measurements[i] = m
		return true
	}
	if len(t.Measurements) >= MaxMeasurements {
		return false
	}
	t.Measurements = append(t.Measurements, m)
	return true
}

// Finish ends the transaction. Steps that go on end with it.
func (t *Transaction) Finish(end time.Time, status string) {
	t.Root().Finish(end, status)
	for _, s := range t.Spans[1:] {
		if !s.Finished() {
			s.Finish(t.Root().End, DeadlineExceeded)
		}
	}
}
