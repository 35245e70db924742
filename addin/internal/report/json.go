package report

import (
	"iter"
	"strconv"
	"strings"

	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
)

// at returns the value behind keys, nil if there is none.
func at(raw []byte, path ...string) []byte {
	for _, key := range path {
		if rawjson.Kind(raw) != '{' {
			return nil
		}
		raw = rawjson.Find(raw, key)
	}
	return raw
}

// word returns a simple value behind keys as a text of bounded length.
func word(raw []byte, path ...string) string {
	text, _ := rawjson.Simple(at(raw, path...))
	return strings.TrimSpace(names.Cut(text, maxWord))
}

// number returns a whole number behind keys, 0 if it is none.
func number(raw []byte, path ...string) int64 {
	text, _ := rawjson.Simple(at(raw, path...))
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !(f > 0 && f < 1<<60) {
		return 0
	}
	return int64(f)
}

// described returns a value that may be anything as a text; "" if it says nothing.
func described(raw []byte) string {
	text, simple := rawjson.Simple(raw)
	switch {
	case simple:
		return strings.TrimSpace(text)
	case len(raw) <= len("{}") || rawjson.Kind(raw) == 'n':
		return ""
	}
	return string(raw)
}

// parts are the elements of an array, or the value itself.
func parts(raw []byte) iter.Seq[[]byte] {
	if rawjson.Kind(raw) == '[' {
		return rawjson.Elements(raw)
	}
	return func(yield func([]byte) bool) { yield(raw) }
}

// extensions reads [["Name (version)", "hash"], …].
func extensions(raw []byte) (list []Extension) {
	for entry := range rawjson.Elements(raw) {
		var e Extension
		i := 0
		for part := range parts(entry) {
			text, _ := rawjson.Text(part)
			text = strings.TrimSpace(names.Cut(text, maxWord))
			if i == 0 {
				e.Name, e.Version = splitVersion(text)
			} else if i == 1 {
				e.Hash = text
			}
			i++
		}
		if e.Name != "" && len(list) < maxExtensions {
			list = append(list, e)
		}
	}
	return list
}

// splitVersion takes «Name (1.2.3)» apart; the name may have brackets of its own.
func splitVersion(text string) (name, version string) {
	open := strings.LastIndexByte(text, '(')
	if open < 0 || !strings.HasSuffix(text, ")") {
		return text, ""
	}
	return strings.TrimSpace(text[:open]), strings.TrimSpace(text[open+1 : len(text)-1])
}

// cutBytes returns at most so many bytes of a text, whole characters.
func cutBytes(text string, length int) string {
	if len(text) <= length {
		return text
	}
	return strings.ToValidUTF8(text[:length], "") + "…"
}
