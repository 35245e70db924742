package event

import (
	"strings"
	"time"

	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
)

// eventKeys are the fields of Sentry's event that captureParams has, under the names
// that they have there.
var eventKeys = map[string]string{
	"level": "level", "logger": "logger", "transaction": "transaction", "release": "release", "environment": "environment",
	"dist": "dist", "server_name": "serverName", "tags": "tags", "extra": "extra", "contexts": "contexts", "user": "user",
	"fingerprint": "fingerprint",
}

// schemaKeys are further fields of Sentry's event, and maxStrangers bounds how many may come
// beside them: servers remove what they do not know.
var schemaKeys = map[string]bool{
	"message": true, "logentry": true, "platform": true, "sdk": true, "request": true, "stacktrace": true, "template": true, "modules": true,
	"debug_meta": true, "measurements": true, "breakdowns": true, "culprit": true, "errors": true, "spans": true, "start_timestamp": true,
	"transaction_info": true, "time_spent": true, "site": true, "checksum": true, "version": true, "received": true, "_meta": true,
}

const maxStrangers = 100

// eventTypes are the types of an event that is an error or a message.
var eventTypes = []string{"error", "default", "event"}

// ReadGiven takes a payload of Sentry's event schema apart: into what the scope has,
// too, and the rest. What no server would read is reported under its key and left out;
// hide masks the secrets of a value that only here becomes an object.
func ReadGiven(given []byte, hide func([]byte) []byte, report func(key string, bad problem.Problem)) (params Params, rest rawjson.Object) {
	var members rawjson.Builder
	var left rawjson.Left
	strangers := 0
	for key, value := range rawjson.Fields(given) {
		if rawjson.Kind(value) == 'n' {
			continue
		}
		var bad problem.Problem
		ok := true
		switch known, isParam := eventKeys[key]; {
		case key == "event_id":
			// The caller was told another one already.
		case isParam:
			if key == "tags" {
				value = hide(tagPairs(value))
			}
			bad, ok = paramSetters[known](&params, value)
		case key == "timestamp":
			params.Timestamp, ok = parseEventMoment(value)
			bad = MomentProblem()
		case key == "type":
			text, _ := rawjson.Text(value)
			bad, ok = names.OneOf(text, eventTypes)
		case key == "exception", key == "breadcrumbs", key == "threads":
			value, ok = wrapped(value)
			bad = problem.WrongKind('{')
			if ok {
				members.Set(key, value)
			}
		case !schemaKeys[key] && strangers == maxStrangers:
			left.Add(key)
		default:
			if !schemaKeys[key] {
				strangers++
			}
			members.Set(key, value)
		}
		if !ok {
			report(key, bad)
		}
	}
	if left.Count > 0 {
		report("", problem.LeftOut(maxStrangers, left))
	}
	rest = members.Object()
	unifyMessage(&rest)
	return params, rest
}

// wrapped returns the {"values": […]} form of what Sentry also takes as an array or as
// one object: GlitchTip and the schema know no other.
func wrapped(raw []byte) (values []byte, ok bool) {
	switch rawjson.Kind(raw) {
	case '[':
		return append(append([]byte(`{"values":`), raw...), '}'), true
	case '{':
		for key := range rawjson.Fields(raw) {
			if key == "values" {
				return raw, true
			}
		}
		return append(append([]byte(`{"values":[`), raw...), "]}"...), true
	}
	return nil, false
}

// tagPairs returns tags that are an array of pairs, which Sentry takes too, as an
// object.
func tagPairs(raw []byte) []byte {
	if rawjson.Kind(raw) != '[' {
		return raw
	}
	var tags rawjson.Builder
	for pair := range rawjson.Elements(raw) {
		var parts [][]byte
		for part := range rawjson.Elements(pair) {
			parts = append(parts, part)
		}
		if len(parts) != 2 {
			return raw // no object: the setter says so
		}
		if key, ok := rawjson.Simple(parts[0]); ok {
			tags.Set(key, parts[1])
		}
	}
	return rawjson.AppendObject(nil, tags.Object())
}

// unifyMessage makes the old field message, and a text, an object logentry: Bugsink
// refuses the former.
func unifyMessage(rest *rawjson.Object) {
	entry := rest.Get("logentry")
	if entry == nil {
		entry = rest.Get("message")
	}
	switch rawjson.Kind(entry) {
	case '{':
	case '"':
		entry = rawjson.AppendObject(nil, rawjson.Object{{Name: "formatted", Raw: entry}})
	default:
		entry = nil // says nothing that could be shown
	}
	rest.Set("message", nil)
	rest.Set("logentry", entry)
}

// SaysAnything reports whether an event would be more than a line without words.
func SaysAnything(rest rawjson.Object) bool {
	for _, key := range [...]string{"exception", "logentry", "stacktrace", "threads"} {
		if rest.Get(key) != nil {
			return true
		}
	}
	return false
}

// Describe takes from a given event what events are ignored by.
func (e *Event) Describe() {
	for _, key := range [...]string{"message", "formatted"} {
		if text, ok := rawjson.Text(rawjson.Find(e.Rest.Get("logentry"), key)); ok {
			e.Message = text
		}
	}
	for raw := range rawjson.Elements(rawjson.Find(e.Rest.Get("exception"), "values")) {
		kind, _ := rawjson.Text(rawjson.Find(raw, "type"))
		value, _ := rawjson.Text(rawjson.Find(raw, "value"))
		e.Exceptions = append(e.Exceptions, engine.Exception{Type: kind, Value: value})
	}
}

// parseEventMoment reads a moment of Sentry's event schema, where a time without a
// zone is in UTC.
func parseEventMoment(raw []byte) (time.Time, bool) {
	if text, ok := rawjson.Text(raw); ok {
		text = strings.Replace(strings.TrimSpace(text), " ", "T", 1)
		if moment, err := time.Parse("2006-01-02T15:04:05.999999999", text); err == nil {
			return moment, moment.Year() > 0
		}
	}
	return ParseMoment(raw)
}
