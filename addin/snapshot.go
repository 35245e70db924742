package addin

import (
	"encoding/json"
	"fmt"
	"slices"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/journal"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/tracing"
)

// snapshot is what the worker knows of an object, as it is kept for the next process.
type snapshot struct {
	DSN      string           `json:"dsn"`
	Options  json.RawMessage  `json:"options"`
	Language problem.Language `json:"language"`
	Trace    []byte           `json:"trace"`
	Span     []byte           `json:"span"`
	Scopes   []scope.Snapshot `json:"scopes"`

	Session *event.SessionSnapshot `json:"session,omitempty"`

	Transactions []*tracing.Transaction `json:"transactions,omitempty"`
}

// takeSnapshot returns the record of an object that has a client.
func takeSnapshot(o *object) []byte {
	s := snapshot{
		DSN:      o.client.DSN,
		Options:  o.client.Given,
		Language: o.language,
		Trace:    o.trace.Trace[:],
		Span:     o.trace.Span[:],
		Scopes:   o.scopes.Snapshot(),
		Session:  o.session.Snapshot(),

		Transactions: o.transactions,
	}
	content, err := json.Marshal(s)
	if err != nil {
		panic("BUG: snapshot: " + err.Error())
	}
	return journal.Append(nil, journal.MethodSnapshot, o.number, o.sequence, content)
}

// restore makes an object what a snapshot says.
func (w *Worker) restore(o *object, content []byte) error {
	var s snapshot
	if err := json.Unmarshal(content, &s); err != nil {
		return fmt.Errorf("addin: restore an object: %w", err)
	}
	client, bad, ok := w.client(s.DSN, string(s.Options))
	if !ok {
		return fmt.Errorf("addin: restore an object: %s", bad.En)
	}
	o.client, o.durable = client, true
	o.language = s.Language
	o.owner = &delivery.Owner{}
	copy(o.trace.Trace[:], s.Trace)
	copy(o.trace.Span[:], s.Span)
	o.session = s.Session.Restore()
	o.transactions = slices.DeleteFunc(s.Transactions, func(tx *tracing.Transaction) bool { return tx == nil || len(tx.Spans) == 0 })
	o.scopes = scope.Restore(s.Scopes, client.Options.MaxBreadcrumbs, &w.contents)
	return nil
}
