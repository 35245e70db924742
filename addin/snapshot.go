package addin

import (
	"encoding/json"
	"fmt"
	"slices"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/journal"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/tracing"
)

// snapshot is what the worker knows of an object, as it is kept for the next process.
type snapshot struct {
	DSN      string           `json:"dsn"`
	Options  json.RawMessage  `json:"options"`
	Language problem.Language `json:"language"`
	Trace    []byte           `json:"trace"`
	Span     []byte           `json:"span"`
	Scopes   []scopeSnapshot  `json:"scopes"`

	Session *sessionSnapshot `json:"session,omitempty"`

	Transactions []*tracing.Transaction `json:"transactions,omitempty"`
}

type scopeSnapshot struct {
	Tags        [][3]string       `json:"tags,omitempty"` // key, original, value
	Contexts    []fieldSnapshot   `json:"contexts,omitempty"`
	Extra       []fieldSnapshot   `json:"extra,omitempty"`
	User        json.RawMessage   `json:"user,omitempty"`
	Level       names.Level       `json:"level,omitempty"`
	Fingerprint []string          `json:"fingerprint,omitempty"`
	Transaction string            `json:"transaction,omitempty"`
	Breadcrumbs []json.RawMessage `json:"breadcrumbs,omitempty"`

	Attachments []attachmentSnapshot `json:"attachments,omitempty"`
}

type fieldSnapshot struct {
	Name string          `json:"name"`
	Raw  json.RawMessage `json:"raw"`
}

// takeSnapshot returns the record of an object that has a client.
func takeSnapshot(o *object) []byte {
	s := snapshot{
		DSN:      o.client.dsn,
		Options:  o.client.given,
		Language: o.language,
		Trace:    o.trace.trace[:],
		Span:     o.trace.span[:],
		Session:  o.session.snapshot(),

		Transactions: o.transactions,
	}
	for _, have := range o.scopes {
		s.Scopes = append(s.Scopes, have.snapshot())
	}
	content, err := json.Marshal(s)
	if err != nil {
		panic("BUG: snapshot: " + err.Error())
	}
	return journal.Append(nil, journal.MethodSnapshot, o.number, o.sequence, content)
}

func (s *scope) snapshot() scopeSnapshot {
	c := scopeSnapshot{User: s.user, Level: s.level, Fingerprint: s.fingerprint, Transaction: s.transaction}
	for _, t := range s.tags {
		c.Tags = append(c.Tags, [3]string{t.key, t.original, t.value})
	}
	c.Contexts, c.Extra = fieldSnapshots(s.contexts), fieldSnapshots(s.extra)
	for _, item := range s.breadcrumbs.last(1 << 30) {
		c.Breadcrumbs = append(c.Breadcrumbs, item)
	}
	for _, a := range s.attachments {
		c.Attachments = append(c.Attachments, a.snapshot())
	}
	return c
}

func fieldSnapshots(f rawjson.Object) []fieldSnapshot {
	var c []fieldSnapshot
	for _, have := range f {
		c = append(c, fieldSnapshot{have.Name, have.Raw})
	}
	return c
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
	copy(o.trace.trace[:], s.Trace)
	copy(o.trace.span[:], s.Span)
	o.session = s.Session.restore()
	o.transactions = slices.DeleteFunc(s.Transactions, func(tx *tracing.Transaction) bool { return tx == nil || len(tx.Spans) == 0 })
	o.scopes = nil
	for _, have := range s.Scopes {
		scope := have.restore(client.options.MaxBreadcrumbs)
		for _, a := range have.Attachments {
			w.restoreAttachment(o, scope, a)
		}
		o.scopes = append(o.scopes, scope)
	}
	if len(o.scopes) == 0 {
		o.scopes = []*scope{{}}
	}
	return nil
}

func (c scopeSnapshot) restore(maxBreadcrumbs int) *scope {
	s := &scope{user: c.User, level: c.Level, fingerprint: c.Fingerprint, transaction: c.Transaction}
	for _, t := range c.Tags {
		s.tags = append(s.tags, tag{key: t[0], original: t[1], value: t[2]})
	}
	for _, f := range c.Contexts {
		s.contexts.Set(f.Name, f.Raw)
	}
	for _, f := range c.Extra {
		s.extra.Set(f.Name, f.Raw)
	}
	for _, item := range c.Breadcrumbs {
		s.breadcrumbs.add(item, maxBreadcrumbs)
	}
	return s
}
