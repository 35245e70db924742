// Package rawjson handles JSON that stays encoded: what 1C hands over as text is
// checked once, when it comes, and from then on only copied.
//
// Encoded parts are safe to put into an event as they are: compact, valid UTF-8,
// without the half surrogates, NULs and numbers beyond a double (which become texts) that
// servers refuse, and of bounded depth.
//
// Every room may use it; it uses none.
package rawjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxDepth is how deep values may be nested. Servers cut much earlier.
const MaxDepth = 32

// ErrTooDeep says that a text is nested deeper than MaxDepth.
var ErrTooDeep = errors.New("nested too deep")

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	// Offset is the number of characters before the place.
	Offset int
	// Detail is what stands there, in English.
	Detail string
}

// Error implements error.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("not JSON at character %d: %s", e.Offset+1, e.Detail)
}

// AppendString appends s as a JSON string. What is no UTF-8 becomes U+FFFD, and
// so does NUL.
func AppendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			if c >= 0xC2 && c < 0xE0 && i+1 < len(s) && s[i+1]&0xC0 == 0x80 {
				i += 2 // Cyrillic, above all
				continue
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				dst = append(append(dst, s[start:i]...), "\uFFFD"...)
				start = i + size
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		case 0:
			dst = append(dst, "\uFFFD"...)
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i++
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// String returns s as a JSON string; see AppendString.
func String(s string) []byte {
	return AppendString(make([]byte, 0, len(s)+2), s)
}

// byteOrderMark is what programs of Windows begin a text with; JSON knows none.
const byteOrderMark = "\uFEFF"

// Unmarked returns a text without a byte order mark at its beginning.
func Unmarked(text string) string { return strings.TrimPrefix(text, byteOrderMark) }

// Canonical returns text, which must be one JSON value, in the form that the
// package comment describes; a byte order mark before it is passed over. The order of keys and the digits of numbers stay.
// The error is a *SyntaxError or ErrTooDeep.
func Canonical(text string) ([]byte, error) {
	text = Unmarked(text)
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	w := writer{out: make([]byte, 0, len(text))}
	for {
		token, err := decoder.Token()
		if err != nil {
			return nil, syntaxError(text)
		}
		if err := w.write(token); err != nil {
			return nil, err
		}
		if len(w.open) == 0 {
			break
		}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &SyntaxError{Offset: utf8.RuneCountInString(text[:decoder.InputOffset()]), Detail: "more text after the value"}
	}
	return w.out, nil
}

// syntaxError finds the place with the scanner of Unmarshal, which, unlike the
// decoder, always counts the bytes up to the one it stumbled over.
func syntaxError(text string) error {
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if !errors.As(json.Unmarshal([]byte(text), &raw), &syntax) {
		return &SyntaxError{Detail: "no value"}
	}
	offset := min(int(syntax.Offset), len(text))
	if offset == len(text) && strings.Contains(syntax.Error(), "unexpected end") {
		return &SyntaxError{Offset: utf8.RuneCountInString(text), Detail: "the text ends too early"}
	}
	offset = max(offset-1, 0)
	found, _ := utf8.DecodeRuneInString(text[offset:])
	return &SyntaxError{Offset: utf8.RuneCountInString(text[:offset]), Detail: fmt.Sprintf("unexpected %q", found)}
}

// writer puts tokens together again.
type writer struct {
	out []byte
	// open holds, for each value that is not closed, how many tokens it has, and
	// whether it is an object.
	open []level
}

type level struct {
	tokens int
	object bool
}

func (w *writer) write(token json.Token) error {
	delim, isDelim := token.(json.Delim)
	if isDelim && (delim == '}' || delim == ']') {
		w.out = append(w.out, byte(delim))
		w.open = w.open[:len(w.open)-1]
		return nil
	}
	w.separate()
	switch v := token.(type) {
	case json.Delim:
		if len(w.open) == MaxDepth {
			return ErrTooDeep
		}
		w.out = append(w.out, byte(v))
		w.open = append(w.open, level{object: v == '{'})
	case string:
		w.out = AppendString(w.out, v)
	case json.Number:
		if tooLarge(string(v)) {
			w.out = AppendString(w.out, string(v))
		} else {
			w.out = append(w.out, v...)
		}
	case bool:
		w.out = strconv.AppendBool(w.out, v)
	case nil:
		w.out = append(w.out, "null"...)
	}
	return nil
}

// tooLarge reports whether a number is beyond what a double holds: strict readers of JSON,
// encoding/json among them, refuse all of a text with one in it.
func tooLarge(number string) bool {
	const surely = 300 // digits; a double has up to 309
	if len(number) < surely && !strings.ContainsAny(number, "eE") {
		return false
	}
	_, err := strconv.ParseFloat(number, 64)
	return errors.Is(err, strconv.ErrRange)
}

func (w *writer) separate() {
	if len(w.open) == 0 {
		return
	}
	top := &w.open[len(w.open)-1]
	switch {
	case top.object && top.tokens%2 == 1:
		w.out = append(w.out, ':')
	case top.tokens > 0:
		w.out = append(w.out, ',')
	}
	top.tokens++
}

// Kind is what a JSON value is, by its first byte: '{', '[', '"', 't' for both
// truths, '0' for numbers, 'n' for null, 0 for nothing.
func Kind(raw []byte) byte {
	if len(raw) == 0 {
		return 0
	}
	switch c := raw[0]; c {
	case '{', '[', '"', 'n':
		return c
	case 't', 'f':
		return 't'
	default:
		return '0'
	}
}

// Fields yields the keys and encoded values of a canonical object, in order. It
// yields nothing for any other value.
func Fields(object []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		if Kind(object) != '{' {
			return
		}
		rest := object[1:]
		for len(rest) > 1 {
			keyEnd := valueEnd(rest)
			key, _ := Text(rest[:keyEnd])
			rest = rest[keyEnd+1:]
			end := valueEnd(rest)
			if !yield(key, rest[:end]) {
				return
			}
			rest = rest[end+1:]
		}
	}
}

// Elements yields the encoded elements of a canonical array. It yields nothing
// for any other value.
func Elements(array []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if Kind(array) != '[' {
			return
		}
		rest := array[1:]
		for len(rest) > 1 {
			end := valueEnd(rest)
			if !yield(rest[:end]) {
				return
			}
			rest = rest[end+1:]
		}
	}
}

// valueEnd returns the length of the canonical value at the start of b.
func valueEnd(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']', ',', ':':
			if depth == 0 {
				return i
			}
			if b[i] == '}' || b[i] == ']' {
				depth--
			}
		}
	}
	return len(b)
}

// Text returns a JSON string decoded; ok is false for any other value.
func Text(raw []byte) (s string, ok bool) {
	if Kind(raw) != '"' {
		return "", false
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), true
	}
	return s, json.Unmarshal(raw, &s) == nil
}
