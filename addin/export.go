package addin

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/eventlog"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
)

// exportLogTimeout is how long the answer of ExportLog is waited for. Rows that come too
// late for it are given again, and have the same ids.
const exportLogTimeout = 10 * time.Second

// maxExported is how many events one call may become: each is a part of its record.
const maxExported = 1 << 16

// exportLog is the method ExportLog. The cursor is answered only when all that was taken
// is safe: until then the caller keeps the old one.
func exportLog(c *call) {
	rows, cursor := c.text(0), c.text(1)
	cl := c.object.client
	if cl == nil || len(c.problems) > 0 {
		c.answer(Answer{IsText: true})
		return
	}
	result, err := eventlog.Export(rows, cursor)
	if err == nil && len(result.Events) >= maxExported {
		c.report(c.params[0].Name, problem.New("%d records are more than are taken at once", "%d записей больше, чем принимается за раз", len(result.Events)))
		c.answer(Answer{IsText: true})
		return
	}
	if err != nil {
		detail := strings.TrimPrefix(err.Error(), "eventlog: ")
		c.report(c.params[0].Name, problem.New("these are no records of the event log: %s", "это не записи журнала регистрации: %s", detail))
		c.answer(Answer{IsText: true})
		return
	}
	safe := true
	for i := range result.Events {
		if failing := exportEvent(c, &result.Events[i], i); failing != "" {
			c.told(failing)
			safe = false
		}
	}
	if !safe {
		c.answer(Answer{IsText: true})
		return
	}
	answerSynced(c, result.Answer())
}

// answerSynced answers when what was stored so far is on the disk. The worker goes on
// meanwhile.
func answerSynced(c *call, text string) {
	files := c.object.client.Spool()
	if files == nil || c.record.Reply == 0 {
		c.answer(Answer{IsText: true, Text: text})
		return
	}
	reply, host := c.record.Reply, c.worker.host
	c.answered = true
	guard.Go("export", func() {
		files.Sync()
		host.Answer(reply, Answer{IsText: true, Text: text})
	}, nil)
}

// exportEvent makes an event of a record of the log, the part'th of this call.
func exportEvent(c *call, e *eventlog.Event, part int) (failing string) {
	cl := c.object.client
	from := c.source()
	from.Part = part
	if from.Has(cl, part) {
		return ""
	}
	text := mask.Text(e.Text)
	p := beginEvent(c, exportParams(c, e))
	p.ID, p.Timestamp, p.Level, p.Logger = e.ID, e.Time, names.Level(e.Level), "1c.eventlog"
	p.Scope, p.Problems = exportScope(c), nil
	if p.Level == names.LevelError {
		p.Read(text, nil)
	} else {
		p.Say(text)
	}
	p.Transaction = cmp.Or(p.Transaction, e.Metadata)
	cl.Note("event %s of level %s is record %s of the event log", e.ID, e.Level,
		delivery.Item{Run: from.Run, Record: from.Record, Part: part}.Label())
	failing, _ = cl.Capture(p, from)
	return failing
}

// exportScope is what the object says of the infobase, without what it says of its own
// work: the records are those of others.
func exportScope(c *call) *scope.Scope {
	s := c.object.scope()
	return &scope.Scope{Tags: s.Tags, Contexts: s.Contexts, Extra: s.Extra}
}

// exportParams are the fields of a record that have places of their own.
func exportParams(c *call, e *eventlog.Event) event.Params {
	everything := c.object.client.Options.SendDefaultPII
	var p event.Params
	p.Tags = scope.SetTag(p.Tags, "event_log.event", e.Event)
	p.Tags = scope.SetTag(p.Tags, "application", e.Application)
	user := rawjson.AppendText([]byte{'{'}, "id", e.User)
	user = rawjson.AppendText(user, "username", e.UserName)
	if len(user) > 1 {
		p.User = append(user, '}')
	}
	var row rawjson.Object
	put := func(key, text string) {
		if text != "" {
			row.Set(key, rawjson.String(mask.Text(text)))
		}
	}
	put("event", e.Event)
	put("metadata", e.Metadata)
	put("application", e.Application)
	put("transaction", e.Transaction)
	put("status", e.Status)
	for _, field := range [...]struct {
		key    string
		number int64
	}{{"session", e.Session}, {"connection", e.Connection}} {
		if field.number != 0 {
			row.Set(field.key, strconv.AppendInt(nil, field.number, 10))
		}
	}
	if everything {
		put("data", e.Data)
		put("computer", e.Computer)
		put("server", e.Server)
	}
	p.Contexts.Set("event_log", rawjson.AppendObject(nil, row))
	return p
}
