package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxToken is how long the name before a value may be.
	maxToken = 64
	// maxSpaced is how long a value with spaces in it may be: connection strings end
	// theirs with a semicolon.
	maxSpaced = 128
)

// Text returns a text without the secrets in it: values as in Pwd=…; and "token": "…",
// credentials in addresses, and the headers Authorization and Cookie. A text without any
// comes back as it is.
func Text(text string) string {
	m := masker{text: text}
	for at := 0; ; {
		next := strings.IndexAny(text[at:], "=:")
		if next < 0 {
			break
		}
		at += next
		switch {
		case text[at] == '=':
			at = m.assignment(at)
		case strings.HasPrefix(text[at:], "://"):
			at = m.address(at)
		default:
			at = m.colon(at)
		}
	}
	return bearer(m.result())
}

// masker copies a text but for what is to be hidden.
type masker struct {
	text string
	out  strings.Builder
	done int // of text, which is in out
}

// hide puts Filtered in the place of text[from:to].
func (m *masker) hide(from, to int) {
	m.out.WriteString(m.text[m.done:from])
	m.out.WriteString(Filtered)
	m.done = to
}

func (m *masker) result() string {
	if m.done == 0 {
		return m.text
	}
	m.out.WriteString(m.text[m.done:])
	return m.out.String()
}

// assignment deals with the sign = at a place, and returns where to go on.
func (m *masker) assignment(at int) int {
	name, before := m.nameBefore(at)
	if !isSecretName(name) && !(before == '?' || before == '&') {
		return at + 1
	}
	if !isSecretName(name) && !isSecretParameter(name) {
		return at + 1
	}
	return m.value(at + 1)
}

// isSecretParameter tells of an address's parameter whose name is too usual elsewhere.
func isSecretParameter(name string) bool {
	switch strings.ToLower(name) {
	case "key", "sig", "signature", "code":
		return true
	}
	return false
}

// isSecretName is Key but for a word that texts use for what is no secret.
func isSecretName(name string) bool {
	if name == "" {
		return false
	}
	flat, words := flatten(name)
	return secret(flat, words)
}

// nameBefore returns the name that ends before a place, in quotes or not, and what
// stands before it; 0 at the start.
func (m *masker) nameBefore(at int) (name string, before byte) {
	end := at
	if end > m.done && (m.text[end-1] == '"' || m.text[end-1] == '\'') {
		if end--; end > m.done && m.text[end-1] == '\\' {
			end--
		}
	}
	start := end
	for start > m.done && end-start < maxToken && isNameByte(m.text[start-1]) {
		start--
	}
	// Not within a letter.
	for start < end && !utf8.RuneStart(m.text[start]) {
		start++
	}
	if start > 0 {
		before = m.text[start-1]
	}
	return m.text[start:end], before
}

func isNameByte(c byte) bool {
	return c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}

// value hides the value that begins at a place, and returns where it ends.
func (m *masker) value(from int) int {
	rest := m.text[from:]
	switch {
	case strings.HasPrefix(rest, Filtered):
		return from + len(Filtered)
	case strings.HasPrefix(rest, `\"`):
		return m.quoted(from+2, `\"`)
	case strings.HasPrefix(rest, `"`):
		return m.quoted(from+1, `"`)
	case strings.HasPrefix(rest, `'`):
		return m.quoted(from+1, `'`)
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`;&"'<>`, r) })
	if end < 0 {
		end = len(rest)
	}
	// A value with spaces, up to the semicolon.
	window := rest[end:min(len(rest), max(end, maxSpaced))]
	if i := strings.IndexAny(window, ";=\n\r"); i > 0 && window[i] == ';' && window[0] == ' ' {
		end += i
	}
	if end == 0 {
		return from
	}
	m.hide(from, from+end)
	return from + end
}

// quoted hides what stands before the next quote; a doubled one, as 1C writes it, or one
// behind a backslash is a part of the value.
func (m *masker) quoted(from int, quote string) int {
	end := from
	for end < len(m.text) {
		rest := m.text[end:]
		switch {
		case strings.HasPrefix(rest, quote+quote):
			end += 2 * len(quote)
			continue
		case strings.HasPrefix(rest, quote):
			if end > from && m.text[from:end] != Filtered {
				m.hide(from, end)
			}
			return end
		case rest[0] == '\\' && len(rest) > 1:
			end += 2
			continue
		case rest[0] == '\n':
			// A quote that nobody closes ends with its line.
			if end > from {
				m.hide(from, end)
			}
			return end
		}
		end++
	}
	end = len(m.text)
	if end > from {
		m.hide(from, end)
	}
	return end
}

// colon deals with a colon: behind a name in quotes stands a value of JSON, behind that
// of a header its text.
func (m *masker) colon(at int) int {
	name, _ := m.nameBefore(at)
	if !isSecretName(name) {
		return at + 1
	}
	from := at + 1
	for from < len(m.text) && (m.text[from] == ' ' || m.text[from] == '\t') {
		from++
	}
	switch inQuotes := m.text[at-1] == '"' || m.text[at-1] == '\''; {
	case from == len(m.text):
		return from
	case inQuotes && strings.IndexByte(`"'\`, m.text[from]) >= 0:
		return m.value(from)
	case inQuotes:
		return m.scalar(from)
	case isHeader(name):
		end := strings.IndexAny(m.text[from:], "\n\r")
		if end < 0 {
			end = len(m.text) - from
		}
		if end > 0 && m.text[from:from+end] != Filtered {
			m.hide(from, from+end)
		}
		return from + end
	}
	return from
}

// scalar hides a number of JSON that begins at a place. An object there has names of its
// own.
func (m *masker) scalar(from int) int {
	end := from
	for end < len(m.text) && end-from < maxToken && isNameByte(m.text[end]) {
		end++
	}
	switch m.text[from:end] {
	case "", "null", "true", "false":
		return from
	}
	m.hide(from, end)
	return end
}

// isHeader tells the names of headers from words of a sentence.
func isHeader(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "authorization") || strings.Contains(name, "cookie") || strings.HasPrefix(name, "x-")
}

// address hides the user and password of the address whose :// is at a place.
func (m *masker) address(at int) int {
	from := at + len("://")
	end := strings.IndexFunc(m.text[from:], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("/?#\"'<>", r)
	})
	if end < 0 {
		end = len(m.text) - from
	}
	if i := strings.LastIndexByte(m.text[from:from+end], '@'); i > 0 && m.text[from:from+i] != Filtered {
		m.hide(from, from+i)
		return from + i
	}
	return from
}
