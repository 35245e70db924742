package addin

import (
	"crypto/sha256"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/eventlog"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/tracing"
)

// measured is what StartTransaction is told of something that has ended and that another
// session did: a run of a job, a key operation.
type measured struct {
	// key names it: whoever tells it twice means the same transaction. "" is none.
	key string
	// exported says that the object's own user, session and the like are not its.
	exported bool
	given    rawjson.Object // user and tags, as Params of a capture have them
	params   event.Params
}

// measuredKeys are the keys of Params that only a transaction that has ended can have.
var measuredKeys = []string{"key", "exported", "user", "tags"}

// maxMeasuredKey bounds a key.
const maxMeasuredKey = 1000

// read takes one key of Params, and reports whether it is one of these.
func (m *measured) read(key string, value []byte, report func(key string, bad problem.Problem)) bool {
	switch key {
	case "key":
		text, ok := rawjson.Simple(value)
		if !ok || len(text) > maxMeasuredKey {
			report(key, problem.New("a text of at most %d bytes is expected", "ожидается строка не длиннее %d байт", maxMeasuredKey))
			return true
		}
		m.key = text
	case "exported":
		if rawjson.Kind(value) != 't' {
			report(key, problem.New("true or false is expected", "ожидается true или false"))
		}
		m.exported = string(value) == "true"
	case "user", "tags":
		m.given.Set(key, value)
	default:
		return false
	}
	return true
}

// complete reads user and tags, without secrets.
func (m *measured) complete(c *call, report func(key string, bad problem.Problem)) {
	if m.given == nil {
		return
	}
	m.params = event.ReadParams(c.maskedJSON(rawjson.AppendObject(nil, m.given)), report)
	if m.exported {
		m.params.User = withID(m.params.User)
	}
}

// withID tells a user of whom the name alone is known by its digest: БСП keeps names.
func withID(user []byte) []byte {
	if id, _ := rawjson.Simple(rawjson.Find(user, "id")); user == nil || id != "" {
		return user
	}
	name, ok := rawjson.Simple(rawjson.Find(user, "username"))
	if !ok || name == "" {
		return user
	}
	with := rawjson.Object{{Name: "id", Raw: rawjson.String(eventlog.DistinctID(name))}}
	for key, value := range rawjson.Fields(user) {
		if key != "id" {
			with.Set(key, value)
		}
	}
	return rawjson.AppendObject(nil, with)
}

// ids are those of the transaction that a key names.
func (m *measured) ids() (tracing.TraceID, tracing.SpanID) {
	var span tracing.SpanID
	sum := sha256.Sum256([]byte("measured span " + m.key))
	copy(span[:], sum[:])
	return tracing.NewTraceID([]byte("measured " + m.key)), span
}

// about puts what was told into the event of the transaction.
func (m *measured) about(c *call, p *event.Event) {
	p.Params.User, p.Params.Tags = m.params.User, m.params.Tags
	if m.exported {
		leaveExporter(c, p, "") // the transaction has a trace of its own
	}
}

// told reports whether anything was.
func (m *measured) told() bool { return m.key != "" || m.exported || m.given != nil }

// spanKeys are the keys of Params, for a sentence.
func spanKeys(whole bool) string {
	keys := []string{"start", "durationMs", "status", "data", "measurements"}
	if whole {
		keys = append(keys, measuredKeys...)
	}
	return problem.List(keys)
}
