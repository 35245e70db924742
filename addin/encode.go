package addin

import (
	"strconv"

	"sentry1c/addin/internal/rawjson"
)

// appendKey appends a key of an object that was begun with "{", and the comma
// before it. Keys are ours: they need no escapes.
func appendKey(dst []byte, key string) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(dst, '"')
	dst = append(dst, key...)
	return append(dst, '"', ':')
}

// appendText appends a text under key, or nothing if it is empty.
func appendText(dst []byte, key, text string) []byte {
	if text == "" {
		return dst
	}
	return rawjson.AppendString(appendKey(dst, key), text)
}

// appendNumber appends a number under key, or nothing if it is zero.
func appendNumber(dst []byte, key string, n int) []byte {
	if n == 0 {
		return dst
	}
	return strconv.AppendInt(appendKey(dst, key), int64(n), 10)
}

// appendRaw appends an encoded value under key, or nothing if there is none.
func appendRaw(dst []byte, key string, raw []byte) []byte {
	if raw == nil {
		return dst
	}
	return append(appendKey(dst, key), raw...)
}

// appendFields appends an object of fields under key, or nothing if there are none.
func appendFields(dst []byte, key string, f fields) []byte {
	if len(f) == 0 {
		return dst
	}
	return appendObject(appendKey(dst, key), f)
}

// appendTexts appends an array of texts under key, or nothing if there are none.
func appendTexts(dst []byte, key string, texts []string) []byte {
	if len(texts) == 0 {
		return dst
	}
	dst = append(appendKey(dst, key), '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rawjson.AppendString(dst, text)
	}
	return append(dst, ']')
}

// appendObject appends an object of fields.
func appendObject(dst []byte, f fields) []byte {
	dst = append(dst, '{')
	for i, field := range f {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = rawjson.AppendString(dst, field.name)
		dst = append(append(dst, ':'), field.raw...)
	}
	return append(dst, '}')
}
