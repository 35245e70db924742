package addin

import (
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
)

// plainKeys are fields of an event that tell servers what it is and when: an expression
// for the number of a customer must not hide the moment or the line.
var plainKeys = map[string]bool{
	"timestamp": true, "start_timestamp": true, "level": true, "type": true, "platform": true, "handled": true, "in_app": true,
	"line": true, "lineno": true, "colno": true, "event_id": true, "trace_id": true, "span_id": true, "parent_span_id": true,
	"exception_id": true, "parent_id": true,
}

// maxPlain is how long the value of one of them is.
const maxPlain = 40

// maskedParams is an event, or what is said of one, without secrets.
func (c *call) maskedParams(raw []byte) []byte {
	clean := mask.JSON(raw)
	if m := c.masker(); m != nil {
		clean = maskPlain(m, clean)
	}
	return c.noteHidden(raw, clean)
}

// maskPlain is what the user's expressions leave of a value.
func maskPlain(m *mask.Masker, raw []byte) []byte {
	switch rawjson.Kind(raw) {
	case '{':
		out := []byte{'{'}
		for key, value := range rawjson.Fields(raw) {
			if !plainKeys[key] || len(value) > maxPlain {
				value = maskPlain(m, value)
			}
			if len(out) > 1 {
				out = append(out, ',')
			}
			out = append(append(rawjson.AppendString(out, key), ':'), value...)
		}
		return append(out, '}')
	case '[':
		out := []byte{'['}
		for value := range rawjson.Elements(raw) {
			if len(out) > 1 {
				out = append(out, ',')
			}
			out = append(out, maskPlain(m, value)...)
		}
		return append(out, ']')
	}
	return m.JSON(raw)
}

// maskScopes hides in what an object has gathered already what new expressions match.
func maskScopes(o *object, m *mask.Masker) {
	if m == nil {
		return
	}
	o.scopes.Replace(func(s *scope.Scope) {
		for i, t := range s.Tags {
			if clean := m.Text(t.Value); clean != t.Value {
				s.Tags = append([]scope.Tag(nil), s.Tags...)
				s.Tags[i].Value = clean
			}
		}
		for _, fields := range []*rawjson.Object{&s.Contexts, &s.Extra} {
			var clean rawjson.Object
			for _, f := range *fields {
				clean = append(clean, rawjson.Member{Name: f.Name, Raw: maskPlain(m, f.Raw)})
			}
			*fields = clean
		}
		if s.User != nil {
			s.User = m.JSON(s.User)
		}
		s.Transaction, s.Fingerprint = m.Text(s.Transaction), m.Texts(s.Fingerprint)
		s.Breadcrumbs.Replace(func(item []byte) []byte { return maskPlain(m, item) })
	})
}
