package addin

import (
	"cmp"
	"crypto/sha256"
	"slices"
	"strconv"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/eventlog"
	"sentry1c/addin/internal/grouping"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/tracing"
)

// exportLogger is the logger of events that are records of the event log.
const exportLogger = "1c.eventlog"

// exportEvent makes an event of a record of the log, the part'th of this call.
func exportEvent(c *call, e *eventlog.Event, part int) (failing string) {
	cl := c.object.client
	from := c.source()
	from.Part = part
	if from.Has(cl, part) {
		return ""
	}
	crumbs := exportTrail(c, e)
	e.Hide(cl.Options.Mask)
	p := beginEvent(c, exportParams(c, e))
	p.Params.Breadcrumbs = crumbs
	p.ID, p.Timestamp, p.Level, p.Logger = e.ID, e.Time, names.Level(e.Level), exportLogger
	p.Problems = nil
	leaveExporter(c, p, e.ID)
	p.System.Hostname = e.Server
	if e.IsError() {
		p.Read(e.Text, nil)
	} else {
		if cl.Options.Grouping == "client" {
			p.Fingerprint = grouping.ForMessage(e.Event, e.Comment)
		}
		p.Say(cmp.Or(c.masked(e.Text), "(no text)"))
	}
	p.Transaction = cmp.Or(p.Transaction, e.Metadata)
	p.TagSource(maxTags)
	cl.Note("event %s of level %s is record %s of the event log", e.ID, e.Level,
		delivery.Item{Run: from.Run, Record: from.Record, Part: part}.Label())
	failing, _ = cl.Capture(p, from)
	return failing
}

// leaveExporter takes out of an event of another session what the object says of its own:
// its scope but for the infobase, the machine, and the trace. id names the event's trace.
func leaveExporter(c *call, p *event.Event, id string) {
	p.Scope = exportScope(c)
	p.System = machine.System{}
	for _, context := range c.worker.system().Contexts {
		if !eventlog.OfSession(context.Name) {
			p.System.Contexts = append(p.System.Contexts, context)
		}
	}
	sum := sha256.Sum256([]byte("exported " + id))
	copy(p.Trace.Trace[:], sum[:16])
	copy(p.Trace.Span[:], sum[16:24])
	p.Traced, p.Context = nil, event.EncodeContext(tracing.NewContext(p.Trace.Trace, c.object.client.Place))
}

// exportScope is what the object says of the infobase, without what it says of its own
// work and session: the records are those of others.
func exportScope(c *call) *scope.Scope {
	s := c.object.scope()
	others := &scope.Scope{Extra: s.Extra}
	for _, t := range s.Tags {
		if !eventlog.OfSession(cmp.Or(t.Original, t.Key)) {
			others.Tags = append(others.Tags, t)
		}
	}
	for _, context := range s.Contexts {
		if !eventlog.OfSession(context.Name) {
			others.Contexts = append(others.Contexts, context)
		}
	}
	return others
}

// exportParams are the fields of a record that have places of their own.
func exportParams(c *call, e *eventlog.Event) (p event.Params) {
	o := &c.object.client.Options
	p.Caught("eventlog", !e.Unhandled())
	tag := func(key, value string) { p.Tags = scope.SetTag(p.Tags, key, c.maskedTag(key, value)) }
	tag("event_log.event", e.Event)
	tag(event.ApplicationKey, e.Application)
	if shown := eventlog.ApplicationName(e.Application, e.Language); shown != e.Application {
		tag(event.ApplicationNameKey, shown)
	}
	user := rawjson.AppendText([]byte{'{'}, "id", e.User)
	user = rawjson.AppendText(user, "username", e.UserName)
	if len(user) > 1 {
		p.User = append(user, '}')
	}
	p.Contexts.Set("event_log", exportRecord(c, e))
	if fields := e.SessionFields(o.SendDefaultPII); len(fields) > 0 {
		p.Contexts.Set("session", encodeFields(c, fields))
	}
	if holder := e.LockHolder(o.SendDefaultPII); len(holder) > 0 {
		p.Contexts.Set("lock_holder", encodeFields(c, holder))
	}
	if rivals := e.LockRivals(o.SendDefaultPII); len(rivals) > 0 {
		p.Contexts.Set("lock_rivals", encodeFields(c, rivals))
	}
	return p
}

// exportTrail is what the session did before the error, as actions.
func exportTrail(c *call, e *eventlog.Event) (actions []event.Breadcrumb) {
	o := &c.object.client.Options
	if o.MaxBreadcrumbs == 0 {
		return nil
	}
	for _, crumb := range e.Crumbs(eventlog.TrailOptions{Everything: o.SendDefaultPII, Max: o.MaxBreadcrumbs, Mask: o.Mask}) {
		action := event.Breadcrumb{Time: crumb.Time, Level: names.Level(crumb.Level), Type: crumb.Type, Category: crumb.Category, Message: crumb.Message}
		if len(crumb.Data) > 0 {
			action.Data = encodeFields(c, crumb.Data)
		}
		actions = append(actions, action)
	}
	return actions
}

// exportRecord is what the record itself says, for the context event_log.
func exportRecord(c *call, e *eventlog.Event) []byte {
	fields := []eventlog.Field{{Name: "event", Text: e.Event}}
	if shown := e.Presentation(); shown != e.Event {
		fields = append(fields, eventlog.Field{Name: "presentation", Text: shown})
	}
	fields = append(fields,
		eventlog.Field{Name: "metadata", Text: e.Metadata},
		eventlog.Field{Name: "transaction", Text: e.Transaction},
		eventlog.Field{Name: "status", Text: e.Status})
	if c.object.client.Options.SendDefaultPII {
		fields = append(fields, eventlog.Field{Name: "data", Text: e.Data})
	}
	return encodeFields(c, slices.DeleteFunc(fields, func(f eventlog.Field) bool { return f.Text == "" }))
}

// encodeFields encodes what a record says, without secrets: numbers are those of sessions
// and ports.
func encodeFields(c *call, fields []eventlog.Field) []byte {
	var o rawjson.Object
	for _, f := range fields {
		if f.Text == "" {
			o.Set(f.Name, strconv.AppendInt(nil, f.Number, 10))
			continue
		}
		o.Set(f.Name, c.maskedValue(f.Name, rawjson.String(f.Text)))
	}
	return rawjson.AppendObject(nil, o)
}
