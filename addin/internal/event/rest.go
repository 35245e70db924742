package event

import (
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
)

// platformOther is what Sentry calls a language that it does not know.
var platformOther = []byte(`"other"`)

// placed are the keys of a given event that encode puts in their places.
var placed = map[string]bool{"platform": true, "sdk": true, "logentry": true, "breadcrumbs": true}

// orRest is what a given event says of a key, or else ours.
func (e *Event) orRest(key string, ours []byte) []byte {
	raw := e.Rest.Get(key)
	if raw == nil || rawjson.Kind(raw) != rawjson.Kind(ours) {
		return ours
	}
	// GlitchTip wants all that ours has.
	for name := range rawjson.Fields(ours) {
		if rawjson.Kind(rawjson.Find(raw, name)) != '"' {
			return ours
		}
	}
	return raw
}

// appendRest appends what of a given event has no place of its own.
func (e *Event) appendRest(b []byte) []byte {
	for _, f := range e.Rest {
		if placed[f.Name] {
			continue
		}
		b = rawjson.AppendString(append(b, ','), f.Name)
		b = append(append(b, ':'), f.Raw...)
	}
	return b
}

// onlyError leaves of a given event that is too large what tells of the error, without
// stacks and local variables if these are what makes it large.
func onlyError(rest rawjson.Object) rawjson.Object {
	const largest = maxEvent / 2
	var kept rawjson.Object
	for _, f := range rest {
		switch {
		case f.Name != "exception" && f.Name != "logentry" && f.Name != "platform":
		case len(f.Raw) <= largest:
			kept.Set(f.Name, f.Raw)
		case f.Name == "exception":
			kept.Set(f.Name, withoutStacks(f.Raw))
		case f.Name == "logentry":
			text, _ := rawjson.Text(rawjson.Find(f.Raw, "formatted"))
			if text == "" {
				text, _ = rawjson.Text(rawjson.Find(f.Raw, "message"))
			}
			kept.Set(f.Name, rawjson.AppendObject(nil, rawjson.Object{{Name: "formatted", Raw: rawjson.String(names.Cut(text, maxShortened))}}))
		}
	}
	return kept
}

const (
	// maxShortened is what Sentry keeps of a text, and maxExceptions of how many
	// exceptions of a chain are kept when it is too long.
	maxShortened  = 8192
	maxExceptions = 20
)

// withoutStacks returns types and values of the last exceptions of a chain.
func withoutStacks(raw []byte) []byte {
	var kept [][]byte
	for exception := range rawjson.Elements(rawjson.Find(raw, "values")) {
		kind, _ := rawjson.Text(rawjson.Find(exception, "type"))
		value, _ := rawjson.Text(rawjson.Find(exception, "value"))
		b := rawjson.AppendText([]byte{'{'}, "type", names.Cut(kind, maxShortened))
		kept = append(kept, append(rawjson.AppendText(b, "value", names.Cut(value, maxShortened)), '}'))
	}
	kept = kept[max(0, len(kept)-maxExceptions):]
	b := []byte(`{"values":[`)
	for i, exception := range kept {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, exception...)
	}
	return append(b, "]}"...)
}
