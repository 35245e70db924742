package addin

import (
	"encoding/hex"
	"slices"
	"time"

	"github.com/getsentry/sentry-go"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/rawjson"
)

const (
	// maxEvent is the size from which a server refuses an event: 1 MiB, less what
	// is not counted here.
	maxEvent = 1<<20 - 16<<10
	// maxBreadcrumbsShare is how much of it actions may take beside the error.
	maxBreadcrumbsShare = maxEvent / 2
)

// payload is all of an event that does not pass through sentry-go: it is encoded
// already or belongs to us.
type payload struct {
	params   captureParams
	reading  *reading // nil for a message
	rest     fields   // of an event that was given whole
	scope    *scope
	options  *options
	problems []namedProblem
	language language
	trace    traceIDs
	system   *system
	// traced is the span that it happened in, nil if there is none, and context the
	// encoded sampling context of its trace.
	traced  fields
	context []byte
	// repeats tells that the event stands for more of its kind (collapse).
	repeats bool
}

// envelope returns the envelope of an event.
func (p *payload) envelope(event *sentry.Event) []byte {
	actions := p.scope.breadcrumbs.last(maxBreadcrumbsShare)
	body := p.encode(event, actions)
	if excess := len(body) - maxEvent; excess > 0 {
		actions = p.scope.breadcrumbs.last(sizeOf(actions) - excess)
		body = p.encode(event, actions)
	}
	if len(body) > maxEvent {
		p.leaveOut()
		body = p.encode(event, nil)
	}
	id := string(event.EventID)
	out := make([]byte, 0, len(body)+256)
	out = envelope.Header{EventID: id, SDKName: sdkName, SDKVersion: Version, Trace: p.context}.Append(out)
	return envelope.Item{Type: "event"}.Append(out, body)
}

// leaveOut drops what is largest beside the error itself, and says so.
func (p *payload) leaveOut() {
	s := *p.scope
	s.extra, s.contexts = nil, nil
	p.scope = &s
	p.params.extra, p.params.contexts, p.params.facts = nil, nil, nil
	p.rest = onlyError(p.rest)
	p.problems = append(p.problems, namedProblem{"event", tell(
		"larger than %d bytes: contexts, additional values and actions are left out",
		"больше %d байт: контексты, дополнительные значения и действия опущены", maxEvent)})
}

// encode returns the event as JSON, with the actions given.
func (p *payload) encode(event *sentry.Event, actions [][]byte) []byte {
	b := make([]byte, 0, 8<<10)
	b = append(b, '{')
	b = appendText(b, "event_id", string(event.EventID))
	b = appendMoment(b, "timestamp", event.Timestamp)
	b = appendRaw(b, "platform", p.orRest("platform", platformOther))
	b = appendText(b, "level", string(event.Level))
	b = appendText(b, "logger", event.Logger)
	b = appendText(b, "transaction", event.Transaction)
	b = appendText(b, "server_name", p.serverName())
	b = appendText(b, "release", legalRelease(firstOf(p.params.release, p.options.release)))
	b = appendText(b, "dist", legalDist(firstOf(p.params.dist, p.options.dist)))
	b = appendText(b, "environment", legalEnvironment(firstOf(p.params.environment, p.options.environment)))
	b = appendRaw(b, "sdk", p.orRest("sdk", sdkInfo))
	if raw := p.rest.get("logentry"); raw != nil {
		b = appendRaw(b, "logentry", raw)
	} else {
		b = p.appendMessage(b, event.Message)
	}
	if p.reading != nil {
		b = p.reading.appendExceptions(b)
	}
	if raw := p.rest.get("breadcrumbs"); raw != nil {
		b = appendRaw(b, "breadcrumbs", raw)
	} else {
		b = appendBreadcrumbs(b, actions)
	}
	b = p.appendTags(b)
	user := p.scope.user
	if p.params.user != nil {
		user = p.params.user
	}
	b = appendRaw(b, "user", publicUser(user, p.options.sendDefaultPII))
	b = appendFields(b, "contexts", p.contexts())
	b = appendFields(b, "extra", p.scope.extra.with(p.params.extra))
	b = appendTexts(b, "fingerprint", event.Fingerprint)
	b = p.appendRest(b)
	return append(b, '}')
}

// sdkInfo names us as the sender of an event.
var sdkInfo = []byte(`{"name":"` + sdkName + `","version":"` + Version + `"}`)

func appendMoment(b []byte, key string, moment time.Time) []byte {
	b = append(appendKey(b, key), '"')
	b = moment.UTC().AppendFormat(b, envelope.TimeFormat)
	return append(b, '"')
}

func (p *payload) serverName() string {
	if name := firstOf(p.params.serverName, p.options.serverName); name != "" {
		return name
	}
	if p.options.sendDefaultPII {
		return p.system.hostname
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
		entry = appendText(entry, "message", message)
		entry = appendRaw(entry, "params", p.params.messageParams)
		message = fillTemplate(message, p.params.messageParams)
	}
	entry = appendText(entry, "formatted", message)
	return appendRaw(b, "logentry", append(entry, '}'))
}

func appendBreadcrumbs(b []byte, items [][]byte) []byte {
	if len(items) == 0 {
		return b
	}
	b = append(appendKey(b, "breadcrumbs"), `{"values":[`...)
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, item...)
	}
	return append(b, `]}`...)
}

// tags are those of the scope with those of the params on top.
func (p *payload) tags() []tag {
	if len(p.params.tags) == 0 {
		return p.scope.tags
	}
	tags := slices.Clone(p.scope.tags)
	for _, over := range p.params.tags {
		tags = slices.DeleteFunc(tags, func(have tag) bool { return have.key == over.key })
		tags = append(tags, over)
	}
	return tags
}

func (p *payload) appendTags(b []byte) []byte {
	tags := p.tags()
	if len(tags) == 0 && !p.repeats {
		return b
	}
	b = append(appendKey(b, "tags"), '{')
	if p.repeats {
		b = append(appendKey(b, repeatsKey), paddedCount(1)...)
	}
	for _, t := range tags {
		if p.repeats && t.key == repeatsKey {
			continue
		}
		b = appendText(b, t.key, t.value)
	}
	return append(b, '}')
}

// contexts are those of the machine, the scope and the params, in this order, and
// ours about the event.
func (p *payload) contexts() fields {
	traced := p.traced
	if traced == nil {
		traced = fields{
			{"trace_id", rawjson.String(hex.EncodeToString(p.trace.trace[:]))},
			{"span_id", rawjson.String(hex.EncodeToString(p.trace.span[:]))},
		}
	}
	contexts := fields{{"trace", appendObject(nil, traced)}}
	contexts = contexts.with(p.system.contexts).with(p.scope.contexts).with(p.params.contexts)
	if p.reading != nil {
		if dropped := p.reading.dropped(); dropped != nil {
			contexts.set("error_text", appendObject(nil, fields{{"dropped", dropped}}))
		}
	}
	if names := p.tagNames(); names != nil {
		contexts.set("tag_names", names)
	}
	if len(p.problems) > 0 {
		contexts.set("sdk_problems", p.encodeProblems())
	}
	return contexts
}

// tagNames tells which key stands for which, where servers do not take the one
// that was given.
func (p *payload) tagNames() []byte {
	var names fields
	for _, t := range p.tags() {
		if t.original != "" {
			names.set(t.key, rawjson.String(t.original))
		}
	}
	if names == nil {
		return nil
	}
	return appendObject(nil, names)
}

// encodeProblems is the context that tells what was wrong with the call: one key
// for each argument.
func (p *payload) encodeProblems() []byte {
	var texts fields
	for _, have := range p.problems {
		text := have.in(p.language)
		if earlier, ok := rawjson.Text(texts.get(have.name)); ok {
			text = earlier + "; " + text
		}
		texts.set(have.name, rawjson.String(text))
	}
	return appendObject(nil, texts)
}
