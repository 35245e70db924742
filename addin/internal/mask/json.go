package mask

import (
	"slices"
	"strings"

	"sentry1c/addin/internal/rawjson"
)

var filtered = []byte(`"` + Filtered + `"`)

// JSON returns a canonical value of package rawjson without the secrets in it; the same
// bytes if there are none. Truths, nulls, empty texts and their kin under a secret's
// name stay: they give nothing away.
func JSON(raw []byte) []byte { return masking{}.json(raw) }

// Value is JSON for the value of a name.
func Value(name string, raw []byte) []byte { return masking{}.value(name, raw) }

// masking goes through a value with what the user wants hidden besides.
type masking struct{ own *Masker }

func (m masking) json(raw []byte) []byte {
	switch rawjson.Kind(raw) {
	case '"':
		return m.text(raw)
	case '{':
		return m.object(raw)
	case '[':
		return m.array(raw)
	case '0':
		return m.own.number(raw)
	}
	return raw
}

func (m masking) value(name string, raw []byte) []byte {
	if !Key(name) {
		return m.json(raw)
	}
	switch rawjson.Kind(raw) {
	case 't', 'n', 0:
		return raw
	case '"':
		if text, ok := rawjson.Text(raw); ok && harmlessValue(name, text) {
			return raw
		}
	case '0':
		if harmlessValue(name, string(raw)) {
			return raw
		}
	}
	return filtered
}

func (m masking) text(raw []byte) []byte {
	text, ok := rawjson.Text(raw)
	if !ok {
		return raw
	}
	if masked := m.own.Text(text); masked != text {
		return rawjson.String(masked)
	}
	return raw
}

// pairNames are the fields of an object that is one entry of a map, as 1C and others
// write maps.
var (
	pairNames  = []string{"key", "name", "ключ", "имя"}
	pairValues = []string{"value", "значение"}
)

// pairOf returns the name of an entry of a map; "" if the object is none.
func pairOf(raw []byte) (name string) {
	hasValue := false
	for key, value := range rawjson.Fields(raw) {
		key = strings.ToLower(key)
		if slices.Contains(pairNames, key) {
			name, _ = rawjson.Text(value)
		}
		hasValue = hasValue || slices.Contains(pairValues, key)
	}
	if !hasValue {
		return ""
	}
	return name
}

func (m masking) object(raw []byte) []byte {
	pair := pairOf(raw)
	out, same := append(make([]byte, 0, len(raw)), '{'), true
	for key, value := range rawjson.Fields(raw) {
		name := key
		if pair != "" {
			switch lower := strings.ToLower(key); {
			case slices.Contains(pairNames, lower):
				name = ""
			case slices.Contains(pairValues, lower):
				name = pair
			}
		}
		masked := m.value(name, value)
		same = same && unchanged(masked, value)
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(rawjson.AppendString(out, key), ':'), masked...)
	}
	if same {
		return raw
	}
	return append(out, '}')
}

// headerPair takes apart an array of two texts, the first of which is the name of a secret:
// Sentry and others write headers so.
func headerPair(raw []byte) (name string, value []byte, ok bool) {
	n := 0
	for element := range rawjson.Elements(raw) {
		switch n++; {
		case n > 2 || rawjson.Kind(element) != '"':
			return "", nil, false
		case n == 1:
			if name, _ = rawjson.Text(element); !Key(name) || !isHeader(name) {
				return "", nil, false
			}
		default:
			if text, _ := rawjson.Text(element); listsNames(text) && Key(text) {
				return "", nil, false // names of headers
			}
			value = element
		}
	}
	return name, value, n == 2
}

func (m masking) array(raw []byte) []byte {
	if name, value, ok := headerPair(raw); ok {
		masked := m.value(name, value)
		if unchanged(masked, value) {
			return raw
		}
		out := append(rawjson.AppendString([]byte{'['}, name), ',')
		return append(append(out, masked...), ']')
	}
	out, same := append(make([]byte, 0, len(raw)), '['), true
	for value := range rawjson.Elements(raw) {
		masked := m.json(value)
		same = same && unchanged(masked, value)
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, masked...)
	}
	if same {
		return raw
	}
	return append(out, ']')
}

// unchanged reports whether a value came back as it was: JSON gives the same memory then.
func unchanged(masked, value []byte) bool {
	return len(masked) == len(value) && (len(value) == 0 || &masked[0] == &value[0])
}
