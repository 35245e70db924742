package problem

import (
	"errors"

	"sentry1c/addin/internal/rawjson"
)

// Named is a problem of an argument, by its English name.
type Named struct {
	Argument string
	Problem
}

// WrongKind says that another kind of JSON (rawjson.Kind) is expected.
func WrongKind(kind byte) Problem {
	switch kind {
	case '{':
		return New("a JSON object is expected", "ожидается объект JSON")
	case '[':
		return New("a JSON array is expected", "ожидается массив JSON")
	case '"':
		return New("a text is expected", "ожидается строка")
	}
	return New("a number is expected", "ожидается число")
}

// TooMany says that there is no room for more than limit.
func TooMany(limit int) Problem {
	return New("more than %d are not kept", "больше %d не хранится", limit)
}

// LeftOut is TooMany for what has names: it tells what is not kept.
func LeftOut(limit int, left rawjson.Left) Problem {
	return New("more than %d are not kept, left out are %d: %s", "больше %d не хранится, не взято %d: %s", limit, left.Count, leftNames(left))
}

// leftNames are those that a Left knows.
func leftNames(left rawjson.Left) string {
	const longest = 64
	var words []string
	for _, name := range left.Names {
		if runes := []rune(name); len(runes) > longest {
			name = string(runes[:longest]) + "…"
		}
		words = append(words, name)
	}
	if left.Count > len(words) {
		words = append(words, "…")
	}
	return List(words)
}

// TooLong says that something is longer than limit bytes.
func TooLong(limit int) Problem {
	return New("longer than %d bytes", "длиннее %d байт", limit)
}

// NotSimple says that the value of a key has parts.
func NotSimple(key string) Problem {
	return New("the value of %q must be a text, a number or a truth", "значение %q должно быть строкой, числом или булевым", key)
}

// OfJSON tells what rawjson.Canonical found.
func OfJSON(err error) Problem {
	var syntax *rawjson.SyntaxError
	if errors.As(err, &syntax) {
		return New("not JSON at character %d: %s", "не JSON, символ %d: %s", syntax.Offset+1, syntax.Detail)
	}
	return New("JSON nested deeper than %d levels", "JSON глубже %d уровней вложенности", rawjson.MaxDepth)
}
