package addin

import (
	"cmp"
	"encoding/hex"
	"slices"
	"time"

	"sentry1c/addin/internal/bslerr"
	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/envelope"
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

// payload is an event before it is encoded: what it says, and all that goes with it.
type payload struct {
	id                  string
	timestamp           time.Time
	level               names.Level
	transaction, logger string
	message             string
	exceptions          []engine.Exception // what it is ignored by
	fingerprint         []string

	params   captureParams
	reading  *reading       // nil for a message
	rest     rawjson.Object // of an event that was given whole
	scope    *scope.Scope
	options  *options.Options
	problems []problem.Named
	language problem.Language
	trace    traceIDs
	system   machine.System
	// traced is the span that it happened in, nil if there is none, and context the
	// encoded sampling context of its trace.
	traced  rawjson.Object
	context []byte
	// repeats tells that the event stands for more of its kind (collapse).
	repeats bool
}

// read makes the event one of an error, with what its text and facts say.
func (p *payload) read(text string, facts *bslerr.Facts) {
	p.reading = readError(text, facts, p.options)
	for _, link := range p.reading.report.InnermostFirst() {
		p.exceptions = append(p.exceptions, engine.Exception{Type: link.Type(), Value: link.Value})
	}
	p.transaction = cmp.Or(p.transaction, p.reading.transaction())
	if p.fingerprint == nil {
		p.fingerprint = p.reading.fingerprint()
	}
}

// say makes the event one of a message.
func (p *payload) say(text string) {
	p.message = text
	if p.fingerprint == nil && p.options.Grouping == "client" {
		p.fingerprint = messageFingerprint(text)
	}
}

// envelope returns the envelope of an event.
func (p *payload) envelope() []byte {
	actions := p.scope.Breadcrumbs.Last(maxBreadcrumbsShare)
	body := p.encode(actions)
	if excess := len(body) - maxEvent; excess > 0 {
		actions = p.scope.Breadcrumbs.Last(scope.SizeOf(actions) - excess)
		body = p.encode(actions)
	}
	if len(body) > maxEvent {
		p.leaveOut()
		body = p.encode(nil)
	}
	out := make([]byte, 0, len(body)+256)
	out = envelope.Header{EventID: p.id, SDKName: sdk.Name, SDKVersion: sdk.Version, Trace: p.context}.Append(out)
	return envelope.Item{Type: "event"}.Append(out, body)
}

// leaveOut drops what is largest beside the error itself, and says so.
func (p *payload) leaveOut() {
	s := *p.scope
	s.Extra, s.Contexts = nil, nil
	p.scope = &s
	p.params.extra, p.params.contexts, p.params.facts = nil, nil, nil
	p.rest = onlyError(p.rest)
	p.problems = append(p.problems, problem.Named{Argument: "event", Problem: problem.New(
		"larger than %d bytes: contexts, additional values and actions are left out",
		"больше %d байт: контексты, дополнительные значения и действия опущены", maxEvent)})
}

// encode returns the event as JSON, with the actions given.
func (p *payload) encode(actions [][]byte) []byte {
	b := make([]byte, 0, 8<<10)
	b = append(b, '{')
	b = rawjson.AppendText(b, "event_id", p.id)
	b = appendMoment(b, "timestamp", p.timestamp)
	b = rawjson.AppendRaw(b, "platform", p.orRest("platform", platformOther))
	b = rawjson.AppendText(b, "level", string(p.level))
	b = rawjson.AppendText(b, "logger", p.logger)
	b = rawjson.AppendText(b, "transaction", p.transaction)
	b = rawjson.AppendText(b, "server_name", p.serverName())
	b = rawjson.AppendText(b, "release", names.Release(cmp.Or(p.params.release, p.options.Release)))
	b = rawjson.AppendText(b, "dist", names.Dist(cmp.Or(p.params.dist, p.options.Dist)))
	b = rawjson.AppendText(b, "environment", names.Environment(cmp.Or(p.params.environment, p.options.Environment)))
	b = rawjson.AppendRaw(b, "sdk", p.orRest("sdk", []byte(sdk.Info)))
	if raw := p.rest.Get("logentry"); raw != nil {
		b = rawjson.AppendRaw(b, "logentry", raw)
	} else {
		b = p.appendMessage(b, p.message)
	}
	if p.reading != nil {
		b = p.reading.appendExceptions(b)
	}
	if raw := p.rest.Get("breadcrumbs"); raw != nil {
		b = rawjson.AppendRaw(b, "breadcrumbs", raw)
	} else {
		b = appendBreadcrumbs(b, actions)
	}
	b = p.appendTags(b)
	user := p.scope.User
	if p.params.user != nil {
		user = p.params.user
	}
	b = rawjson.AppendRaw(b, "user", publicUser(user, p.options.SendDefaultPII))
	b = rawjson.AppendFields(b, "contexts", p.contexts())
	b = rawjson.AppendFields(b, "extra", p.scope.Extra.With(p.params.extra))
	b = rawjson.AppendTexts(b, "fingerprint", p.fingerprint)
	b = p.appendRest(b)
	return append(b, '}')
}

func appendMoment(b []byte, key string, moment time.Time) []byte {
	b = append(rawjson.AppendKey(b, key), '"')
	b = moment.UTC().AppendFormat(b, envelope.TimeFormat)
	return append(b, '"')
}

func (p *payload) serverName() string {
	if name := cmp.Or(p.params.serverName, p.options.ServerName); name != "" {
		return name
	}
	if p.options.SendDefaultPII {
		return p.system.Hostname
	}
	return ""
}

// appendMessage appends the text of a message event. With values it is a template.
func (p *payload) appendMessage(b []byte, message string) []byte {
	if message == "" {
		return b
	}
	entry := []byte{'{'}
	if p.params.messageParams != nil {
		entry = rawjson.AppendText(entry, "message", message)
		entry = rawjson.AppendRaw(entry, "params", p.params.messageParams)
		message = fillTemplate(message, p.params.messageParams)
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
func (p *payload) tags() []scope.Tag {
	if len(p.params.tags) == 0 {
		return p.scope.Tags
	}
	tags := slices.Clone(p.scope.Tags)
	for _, over := range p.params.tags {
		tags = slices.DeleteFunc(tags, func(have scope.Tag) bool { return have.Key == over.Key })
		tags = append(tags, over)
	}
	return tags
}

func (p *payload) appendTags(b []byte) []byte {
	tags := p.tags()
	if len(tags) == 0 && !p.repeats {
		return b
	}
	b = append(rawjson.AppendKey(b, "tags"), '{')
	if p.repeats {
		b = append(rawjson.AppendKey(b, repeatsKey), paddedCount(1)...)
	}
	for _, t := range tags {
		if p.repeats && t.Key == repeatsKey {
			continue
		}
		b = rawjson.AppendText(b, t.Key, t.Value)
	}
	return append(b, '}')
}

// contexts are those of the machine, the scope and the params, in this order, and
// ours about the event.
func (p *payload) contexts() rawjson.Object {
	traced := p.traced
	if traced == nil {
		traced = rawjson.Object{
			{Name: "trace_id", Raw: rawjson.String(hex.EncodeToString(p.trace.trace[:]))},
			{Name: "span_id", Raw: rawjson.String(hex.EncodeToString(p.trace.span[:]))},
		}
	}
	contexts := rawjson.Object{{Name: "trace", Raw: rawjson.AppendObject(nil, traced)}}
	contexts = contexts.With(p.system.Contexts).With(p.scope.Contexts).With(p.params.contexts)
	if p.reading != nil {
		if dropped := p.reading.dropped(); dropped != nil {
			contexts.Set("error_text", rawjson.AppendObject(nil, rawjson.Object{{Name: "dropped", Raw: dropped}}))
		}
	}
	if names := p.tagNames(); names != nil {
		contexts.Set("tag_names", names)
	}
	if len(p.problems) > 0 {
		contexts.Set("sdk_problems", p.encodeProblems())
	}
	return contexts
}

// tagNames tells which key stands for which, where servers do not take the one
// that was given.
func (p *payload) tagNames() []byte {
	var names rawjson.Object
	for _, t := range p.tags() {
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
func (p *payload) encodeProblems() []byte {
	var texts rawjson.Object
	for _, have := range p.problems {
		text := have.In(p.language)
		if earlier, ok := rawjson.Text(texts.Get(have.Argument)); ok {
			text = earlier + "; " + text
		}
		texts.Set(have.Argument, rawjson.String(text))
	}
	return rawjson.AppendObject(nil, texts)
}
