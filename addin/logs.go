package addin

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/sdk"
)

// logSeverities are the numbers of the levels, as OpenTelemetry has them.
var logSeverities = map[string]int{"trace": 1, "debug": 5, "info": 9, "warn": 13, "error": 17, "fatal": 21}

var logLevels = []string{"trace", "debug", "info", "warn", "error", "fatal"}

const (
	// maxLogBody is how long a line may be.
	maxLogBody = 64 << 10
	// maxAttributes and maxAttribute bound what goes with it.
	maxAttributes = 100
	maxAttribute  = 16 << 10
)

// recordLog is the method Log.
func recordLog(c *call) {
	level := logLevel(c.maskedText(0))
	if level == "" {
		bad, _ := names.OneOf(c.maskedText(0), logLevels)
		c.report(c.params[0].Name, bad)
		level = "info"
	}
	text := c.masked(c.text(1))
	attributes := readAttributes(c, 2)
	client := c.object.client
	if client == nil {
		return
	}
	if strings.TrimSpace(text) == "" {
		c.report(c.params[1].Name, problem.New("the text is empty", "текст пустой"))
		client.Lose(delivery.Invalid, delivery.Log)
		return
	}
	b := beginTelemetry(c)
	b = rawjson.AppendText(b, "level", level)
	b = strconv.AppendInt(rawjson.AppendKey(b, "severity_number"), int64(logSeverities[level]), 10)
	b = rawjson.AppendText(b, "body", names.Cut(text, maxLogBody))
	b = rawjson.AppendFields(b, "attributes", withPlace(c, attributes))
	client.AddLog(c.source(), append(b, '}'))
}

// logLevel reads a level, also in the words of events and of 1C's event log.
func logLevel(text string) string {
	word := strings.ToLower(strings.TrimSpace(text))
	if slices.Contains(logLevels, word) {
		return word
	}
	level, _, ok := names.ParseLevel(word)
	switch {
	case !ok:
		return ""
	case level == "warning":
		return "warn"
	}
	return string(level)
}

// beginTelemetry begins an item of a log or of metrics: when, and in which trace.
func beginTelemetry(c *call) []byte {
	b := rawjson.AppendKey([]byte{'{'}, "timestamp")
	b = strconv.AppendFloat(b, float64(c.record.Wall/1e3)/1e6, 'f', 6, 64)
	trace, span := hex.EncodeToString(c.object.trace.Trace[:]), hex.EncodeToString(c.object.trace.Span[:])
	if tx := c.object.activeTransaction(); tx != nil {
		trace, span = tx.Trace.ID.String(), tx.Active().ID.String()
	}
	b = rawjson.AppendText(b, "trace_id", trace)
	return rawjson.AppendText(b, "span_id", span)
}

// readAttributes reads argument i as attributes of the wire: each with its type. Lists and
// objects, which have none, become their JSON text.
func readAttributes(c *call, i int) (attributes rawjson.Object) {
	raw, ok := c.json(i, '{')
	if !ok || raw == nil {
		return nil
	}
	for key, value := range rawjson.Fields(raw) {
		switch {
		case key == "" || len(attributes) >= maxAttributes:
			c.report(c.params[i].Name, problem.TooMany(maxAttributes))
			return attributes
		case rawjson.Kind(value) == 'n':
			continue
		case rawjson.Kind(value) == '{' || rawjson.Kind(value) == '[':
			c.report(c.params[i].Name, problem.New("%q is no text, number or truth: its JSON text is sent",
				"%q не строка, не число и не булево: отправлен его текст JSON", names.Cut(key, 64)))
			value = rawjson.String(names.Cut(string(c.maskedJSON(value)), maxAttribute))
		}
		attributes.Set(key, typed(c.maskedValue(key, value)))
	}
	return attributes
}

// typed wraps a simple value into what says its type.
func typed(value []byte) []byte {
	kind := "string"
	switch rawjson.Kind(value) {
	case 't':
		kind = "boolean"
	case '0':
		kind = "double"
		if _, err := strconv.ParseInt(string(value), 10, 64); err == nil {
			kind = "integer"
		}
	default:
		if text, ok := rawjson.Text(value); ok {
			value = rawjson.String(names.Cut(text, maxAttribute))
		}
	}
	return rawjson.AppendObject(nil, rawjson.Object{{Name: "value", Raw: value}, {Name: "type", Raw: rawjson.String(kind)}})
}

// withPlace adds what every item says of its place, unless the caller has said it.
func withPlace(c *call, attributes rawjson.Object) rawjson.Object {
	o := c.object.client.Options
	place := [][2]string{
		{"sentry.environment", names.Environment(o.Environment)},
		{"sentry.release", names.Release(o.Release)},
		{"sentry.sdk.name", sdk.Name},
		{"sentry.sdk.version", Version},
	}
	if id, ok := rawjson.Simple(rawjson.Find(c.object.scope().User, "id")); ok {
		place = append(place, [2]string{"user.id", id})
	}
	if o.ServerName != "" {
		place = append(place, [2]string{"server.address", o.ServerName})
	} else if o.SendDefaultPII {
		place = append(place, [2]string{"server.address", c.worker.system().Hostname})
	}
	for _, p := range place {
		if p[1] != "" && attributes.Get(p[0]) == nil {
			attributes.Set(p[0], typed(rawjson.String(p[1])))
		}
	}
	return attributes
}
