package addin

import "sentry1c/addin/internal/rawjson"

// platformOther is what Sentry calls a language that it does not know.
var platformOther = []byte(`"other"`)

// placed are the keys of a given event that encode puts in their places.
var placed = map[string]bool{"platform": true, "sdk": true, "logentry": true, "breadcrumbs": true}

// orRest is what a given event says of a key, or else ours.
func (p *payload) orRest(key string, ours []byte) []byte {
	raw := p.rest.get(key)
	if raw == nil || rawjson.Kind(raw) != rawjson.Kind(ours) {
		return ours
	}
	// GlitchTip wants all that ours has.
	for name := range rawjson.Fields(ours) {
		if rawjson.Kind(member(raw, name)) != '"' {
			return ours
		}
	}
	return raw
}

// appendRest appends what of a given event has no place of its own.
func (p *payload) appendRest(b []byte) []byte {
	for _, f := range p.rest {
		if placed[f.name] {
			continue
		}
		b = rawjson.AppendString(append(b, ','), f.name)
		b = append(append(b, ':'), f.raw...)
	}
	return b
}

// onlyError leaves of a given event that is too large what tells of the error, without
// stacks and local variables if these are what makes it large.
func onlyError(rest fields) fields {
	const largest = maxEvent / 2
	var kept fields
	for _, f := range rest {
		switch {
		case f.name != "exception" && f.name != "logentry" && f.name != "platform":
		case len(f.raw) <= largest:
			kept.set(f.name, f.raw)
		case f.name == "exception":
			kept.set(f.name, withoutStacks(f.raw))
		case f.name == "logentry":
			text, _ := rawjson.Text(member(f.raw, "formatted"))
			if text == "" {
				text, _ = rawjson.Text(member(f.raw, "message"))
			}
			kept.set(f.name, appendObject(nil, fields{{"formatted", rawjson.String(cut(text, maxShortened))}}))
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
	for exception := range rawjson.Elements(member(raw, "values")) {
		kind, _ := rawjson.Text(member(exception, "type"))
		value, _ := rawjson.Text(member(exception, "value"))
		b := appendText([]byte{'{'}, "type", cut(kind, maxShortened))
		kept = append(kept, append(appendText(b, "value", cut(value, maxShortened)), '}'))
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
