package rawjson

import "strconv"

// AppendKey appends a key of an object that was begun with "{", and the comma
// before it. Keys are ours: they need no escapes.
func AppendKey(dst []byte, key string) []byte {
	if dst[len(dst)-1] != '{' {
		dst = append(dst, ',')
	}
	dst = append(dst, '"')
	dst = append(dst, key...)
	return append(dst, '"', ':')
}

// AppendText appends a text under key, or nothing if it is empty.
func AppendText(dst []byte, key, text string) []byte {
	if text == "" {
		return dst
	}
	return AppendString(AppendKey(dst, key), text)
}

// AppendNumber appends a number under key, or nothing if it is zero.
func AppendNumber(dst []byte, key string, n int) []byte {
	if n == 0 {
		return dst
	}
	return strconv.AppendInt(AppendKey(dst, key), int64(n), 10)
}

// AppendRaw appends an encoded value under key, or nothing if there is none.
func AppendRaw(dst []byte, key string, raw []byte) []byte {
	if raw == nil {
		return dst
	}
	return append(AppendKey(dst, key), raw...)
}

// AppendFields appends an object of fields under key, or nothing if there are none.
func AppendFields(dst []byte, key string, f Object) []byte {
	if len(f) == 0 {
		return dst
	}
	return AppendObject(AppendKey(dst, key), f)
}

// AppendTexts appends an array of texts under key, or nothing if there are none.
func AppendTexts(dst []byte, key string, texts []string) []byte {
	if len(texts) == 0 {
		return dst
	}
	dst = append(AppendKey(dst, key), '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendString(dst, text)
	}
	return append(dst, ']')
}

// AppendObject appends an object of fields.
func AppendObject(dst []byte, f Object) []byte {
	dst = append(dst, '{')
	for i, field := range f {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendString(dst, field.Name)
		dst = append(append(dst, ':'), field.Raw...)
	}
	return append(dst, '}')
}
