package event

import (
	"slices"

	"sentry1c/addin/internal/eventlog"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
)

// Mechanism names how an error came to be known of.
func (p *Params) Mechanism() string { return p.mechanism }

// Unhandled reports whether nobody caught the error.
func (p *Params) Unhandled() bool { return p.unhandled }

// Caught says how an error came to be known of, and whether somebody caught it.
func (p *Params) Caught(mechanism string, handled bool) {
	p.mechanism, p.unhandled = mechanism, !handled
}

// Unhandled reports whether the event is an error that nobody caught.
func (e *Event) Unhandled() bool {
	if e.reading != nil {
		return e.Params.unhandled
	}
	for raw := range rawjson.Elements(rawjson.Find(e.Rest.Get("exception"), "values")) {
		if string(rawjson.Find(rawjson.Find(raw, "mechanism"), "handled")) == "false" {
			return true
		}
	}
	return false
}

// sourceKey is the tag that says where an event comes from.
const sourceKey = "source"

// sources are the values of that tag by mechanism; what is not among them was captured
// by code.
var sources = map[string]string{"ui": "interface", "job": "job", "eventlog": "eventlog"}

// TagSource gives an error, or what the caller named a mechanism for, the tag that says
// where it comes from, unless the caller has a tag of this name or no further one fits.
func (e *Event) TagSource(maxTags int) {
	if e.reading == nil && e.Params.mechanism == "" {
		return
	}
	source, ok := sources[e.Params.mechanism]
	if !ok {
		source = "code"
	}
	e.addTag(sourceKey, source, maxTags)
}

// Keys of the tags that name the application of a session: as the log has it, and as
// 1C shows it.
const (
	ApplicationKey     = "application"
	ApplicationNameKey = "application_name"
)

// TagApplication puts what 1C shows for the application beside the tag that has its
// name: «Тонкий клиент» beside 1CV8C.
func (e *Event) TagApplication(maxTags int) {
	language := eventlog.English
	if e.Language == problem.Russian {
		language = eventlog.Russian
	}
	for _, t := range e.tags() {
		if t.Key != ApplicationKey {
			continue
		}
		if shown := eventlog.ApplicationName(t.Value, language); shown != t.Value {
			e.addTag(ApplicationNameKey, shown, maxTags)
		}
		return
	}
}

// addTag adds a tag of ours behind those of the caller.
func (e *Event) addTag(key, value string, maxTags int) {
	tags := e.tags()
	if value == "" || len(tags) >= maxTags || slices.ContainsFunc(tags, func(have scope.Tag) bool { return have.Key == key }) {
		return
	}
	e.Params.Tags = scope.SetTag(e.Params.Tags, key, value)
}
