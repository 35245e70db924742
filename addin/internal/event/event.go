// Package event makes the bytes of what is sent: a reading of an error and a scope become
// an event; spans, sessions, monitors and attachments become their items. It knows
// Sentry's schemas and what servers of each kind refuse; it reads no file, asks no
// server and keeps nothing.
//
// Package addin fills an Event in as a call says; package client takes its envelope.
package event

import (
	"cmp"
	"encoding/hex"
	"slices"
	"time"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/grouping"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/sdk"
)

const (
	// maxEvent is the size from which a server refuses an event: 1 MiB, less what
	// is not counted here.
	maxEvent = 1<<20 - 16<<10
	// maxBreadcrumbsShare is how much of it actions may take beside the error.
	maxBreadcrumbsShare = maxEvent / 2
)

// Event is an event before it is encoded: what it says, and all that goes with it.
type Event struct {
	ID                  string
	Timestamp           time.Time
	Level               names.Level
	Transaction, Logger string
	Message             string
	Exceptions          []engine.Exception // what it is ignored by
	Fingerprint         []string

	Params   Params
	reading  *reading       // nil for a message
	Rest     rawjson.Object // of an event that was given whole
	Scope    *scope.Scope
	Options  *options.Options
	Problems []problem.Named
	Language problem.Language
	Trace    TraceIDs
	System   machine.System
	Symbols  *Symbols // nil: none
	// Traced is the span that it happened in, nil if there is none, and context the
	// encoded sampling context of its trace.
	Traced  rawjson.Object
	Context []byte
	// Repeats tells that the event stands for more of its kind (collapse).
	Repeats bool
}

// Read makes the event one of an error, with what its text and facts say.
func (e *Event) Read(text string, facts *bslerr.Facts) {
	e.say(e.read(text, facts))
}

func (e *Event) read(text string, facts *bslerr.Facts) *reading {
	r := readError(text, facts, e.Options)
	r.symbols = symbolize(e.Symbols, r.report.Exceptions, e.Options.Mask)
	return r
}

// say makes the event one of what was read.
func (e *Event) say(r *reading) {
	e.reading, e.Exceptions = r, r.judged()
	e.Transaction = cmp.Or(e.Transaction, r.transaction())
	if e.Fingerprint == nil {
		e.Fingerprint = r.fingerprint()
	}
}

// Say makes the event one of a message.
func (e *Event) Say(text string) {
	e.Message = text
	if e.Fingerprint == nil && e.Options.Grouping == "client" {
		e.Fingerprint = grouping.ForMessage("", text)
	}
}

// Envelope returns the envelope of an event.
func (e *Event) Envelope() []byte {
	scratch := borrow()
	defer scratch.giveBack()
	actions := e.actions(maxBreadcrumbsShare)
	body := e.Encode(scratch.bytes, actions)
	if excess := len(body) - maxEvent; excess > 0 {
		actions = e.actions(scope.SizeOf(actions) - excess)
		body = e.Encode(body[:0], actions)
	}
	if len(body) > maxEvent {
		e.leaveOut()
		body = e.Encode(body[:0], nil)
	}
	scratch.bytes = body
	out := make([]byte, 0, len(body)+len(e.Context)+256)
	out = envelope.Header{EventID: e.ID, SDKName: sdk.Name, SDKVersion: sdk.Version, Trace: e.Context}.Append(out)
	return envelope.Item{Type: "event"}.Append(out, body)
}

// leaveOut drops what is largest beside the error itself, and says so.
func (e *Event) leaveOut() {
	s := *e.Scope
	s.Extra, s.Contexts = nil, nil
	e.Scope = &s
	e.Params.extra, e.Params.Contexts, e.Params.Facts, e.Params.modules = nil, nil, nil, nil
	e.Params.request, e.Params.messageParams = nil, nil
	if e.Params.User != nil {
		e.Params.User = onlyID(e.Params.User)
	}
	s.User = onlyID(s.User)
	e.Rest = onlyError(e.Rest)
	e.Problems = append(e.Problems, problem.Named{Argument: "event", Problem: problem.New(
		"larger than %d bytes: contexts, additional values and actions are left out",
		"больше %d байт: контексты, дополнительные значения и действия опущены", maxEvent)})
}

// Encode appends the event as JSON, with the actions given.
func (e *Event) Encode(b []byte, actions [][]byte) []byte {
	b = append(b, '{')
	b = rawjson.AppendText(b, "event_id", e.ID)
	b = appendMoment(b, "timestamp", e.Timestamp)
	b = rawjson.AppendRaw(b, "platform", e.orRest("platform", platformOther))
	b = rawjson.AppendText(b, "level", string(e.Level))
	b = rawjson.AppendText(b, "logger", e.Logger)
	b = rawjson.AppendText(b, "transaction", e.Transaction)
	b = rawjson.AppendText(b, "server_name", e.serverName())
	b = rawjson.AppendText(b, "release", names.Release(cmp.Or(e.Params.release, e.Options.Release)))
	b = rawjson.AppendText(b, "dist", names.Dist(cmp.Or(e.Params.dist, e.Options.Dist)))
	b = rawjson.AppendText(b, "environment", names.Environment(cmp.Or(e.Params.environment, e.Options.Environment)))
	b = rawjson.AppendRaw(b, "sdk", e.orRest("sdk", []byte(sdk.Info)))
	if raw := e.Rest.Get("logentry"); raw != nil {
		b = rawjson.AppendRaw(b, "logentry", raw)
	} else {
		b = e.appendMessage(b, e.Message)
	}
	if e.reading != nil {
		b = e.reading.appendExceptions(b, e.mechanism())
	}
	if raw := e.Rest.Get("breadcrumbs"); raw != nil {
		b = rawjson.AppendRaw(b, "breadcrumbs", raw)
	} else {
		b = appendBreadcrumbs(b, actions)
	}
	b = e.appendTags(b)
	user := e.Scope.User
	if e.Params.User != nil {
		user = e.Params.User
	}
	b = rawjson.AppendRaw(b, "user", publicUser(user, e.Options.SendDefaultPII))
	b = rawjson.AppendRaw(b, "request", publicRequest(e.Params.request, e.Options.SendDefaultPII))
	b = rawjson.AppendFields(b, "contexts", e.contexts())
	b = rawjson.AppendFields(b, "extra", e.Scope.Extra.With(e.Params.extra))
	b = rawjson.AppendTexts(b, "fingerprint", e.Fingerprint)
	switch {
	case e.Params.modules != nil:
		b = rawjson.AppendFields(b, "modules", e.Params.modules)
	case e.saysAnything() && e.Rest.Get("modules") == nil:
		b = rawjson.AppendRaw(b, "modules", e.Options.Modules)
	}
	b = e.appendRest(b)
	return append(b, '}')
}

// saysAnything reports whether this is an error or a message: what else goes as an event
// is a transaction, or about another one.
func (e *Event) saysAnything() bool {
	return e.Rest.Get("type") == nil && (e.reading != nil || e.Message != "" || SaysAnything(e.Rest))
}

func appendMoment(b []byte, key string, moment time.Time) []byte {
	b = append(rawjson.AppendKey(b, key), '"')
	b = moment.UTC().AppendFormat(b, envelope.TimeFormat)
	return append(b, '"')
}

func (e *Event) serverName() string {
	if name := cmp.Or(e.Params.serverName, e.Options.ServerName); name != "" {
		return name
	}
	if e.Options.SendDefaultPII {
		return e.System.Hostname
	}
	return ""
}

// mechanism is how the outermost exception was caught.
func (e *Event) mechanism() mechanism {
	return mechanism{cmp.Or(e.Params.mechanism, defaultMechanism), !e.Params.unhandled}
}

// appendMessage appends the text of a message event. With values it is a template.
func (e *Event) appendMessage(b []byte, message string) []byte {
	if message == "" {
		return b
	}
	entry := []byte{'{'}
	if e.Params.messageParams != nil {
		entry = rawjson.AppendText(entry, "message", message)
		entry = rawjson.AppendRaw(entry, "params", e.Params.messageParams)
		message = fillTemplate(message, e.Params.messageParams)
	}
	entry = rawjson.AppendText(entry, "formatted", message)
	return rawjson.AppendRaw(b, "logentry", append(entry, '}'))
}

func appendBreadcrumbs(b []byte, items [][]byte) []byte {
	if len(items) == 0 {
		return b
	}
	b = append(rawjson.AppendKey(b, "breadcrumbs"), `{"values":[`...)
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, item...)
	}
	return append(b, `]}`...)
}

// tags are those of the scope with those of the params on top.
func (e *Event) tags() []scope.Tag {
	if len(e.Params.Tags) == 0 {
		return e.Scope.Tags
	}
	tags := slices.Clone(e.Scope.Tags)
	for _, over := range e.Params.Tags {
		tags = slices.DeleteFunc(tags, func(have scope.Tag) bool { return have.Key == over.Key })
		tags = append(tags, over)
	}
	return tags
}

func (e *Event) appendTags(b []byte) []byte {
	tags := e.tags()
	if len(tags) == 0 && !e.Repeats {
		return b
	}
	b = append(rawjson.AppendKey(b, "tags"), '{')
	if e.Repeats {
		b = append(rawjson.AppendKey(b, repeatsKey), paddedCount(1)...)
	}
	for _, t := range tags {
		if e.Repeats && t.Key == repeatsKey {
			continue
		}
		b = rawjson.AppendText(b, t.Key, t.Value)
	}
	return append(b, '}')
}

// contexts are those of the machine, the scope and the params, in this order, and
// ours about the event.
func (e *Event) contexts() rawjson.Object {
	traced := e.Traced
	if traced == nil {
		traced = rawjson.Object{
			{Name: "trace_id", Raw: rawjson.String(hex.EncodeToString(e.Trace.Trace[:]))},
			{Name: "span_id", Raw: rawjson.String(hex.EncodeToString(e.Trace.Span[:]))},
		}
	}
	contexts := rawjson.Object{{Name: "trace", Raw: rawjson.AppendObject(nil, traced)}}
	contexts = contexts.With(e.System.Contexts).With(e.Scope.Contexts).With(e.Params.Contexts)
	if e.reading != nil {
		if dropped := e.reading.dropped(); dropped != nil {
			contexts.Set("error_text", rawjson.AppendObject(nil, rawjson.Object{{Name: "dropped", Raw: dropped}}))
		}
	}
	if e.reading != nil && e.reading.symbols.says() {
		contexts.Set("symbols", e.reading.symbols.context())
	}
	if names := e.tagNames(); names != nil {
		contexts.Set("tag_names", names)
	}
	if len(e.Problems) > 0 {
		contexts.Set("sdk_problems", e.encodeProblems())
	}
	return contexts
}

// tagNames tells which key stands for which, where servers do not take the one
// that was given.
func (e *Event) tagNames() []byte {
	var names rawjson.Object
	for _, t := range e.tags() {
		if t.Original != "" {
			names.Set(t.Key, rawjson.String(t.Original))
		}
	}
	if names == nil {
		return nil
	}
	return rawjson.AppendObject(nil, names)
}

// encodeProblems is the context that tells what was wrong with the call: one key
// for each argument.
func (e *Event) encodeProblems() []byte {
	var texts rawjson.Object
	for _, have := range e.Problems {
		text := have.In(e.Language)
		if earlier, ok := rawjson.Text(texts.Get(have.Argument)); ok {
			text = earlier + "; " + text
		}
		texts.Set(have.Argument, rawjson.String(text))
	}
	return rawjson.AppendObject(nil, texts)
}
