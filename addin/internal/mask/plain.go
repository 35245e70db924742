package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// value hides the value that begins at a place, and returns where it ends.
func (m *masker) value(from int, name string) int {
	rest := m.text[from:]
	switch {
	case rest == "":
		return from
	case strings.HasPrefix(rest, "«"):
		return m.loose(from, name)
	case endsLiteral(rest):
		return from + 1
	case strings.HasPrefix(rest, Filtered):
		return from + len(Filtered)
	case strings.HasPrefix(rest, `\"`):
		return m.quoted(from+2, `\"`, name)
	case strings.HasPrefix(rest, `""`) && len(rest) > 2 && strings.IndexByte(",;)}] \t\r\n\"", rest[2]) < 0:
		return m.quoted(from+2, `""`, name) // a literal within a literal of 1C
	case rest[0] == '"' || rest[0] == '\'':
		return m.quoted(from+1, rest[:1], name)
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`;&"'<>`, r) })
	if end < 0 {
		end = len(rest)
	}
	if next := tokenAfter(rest, end); scheme(rest[:end]) && next > end && isSecretToken(strings.TrimSpace(rest[end:next])) {
		return m.hideOn(from, from+next)
	}
	if braced := end > 2 && rest[0] == '{' && rest[end-1] == '}'; braced && looksSecret(rest[1:end-1]) {
		return m.hideOn(from, from+end) // of ODBC
	}
	if end == 0 || harmlessValue(name, rest[:end]) || harmlessValue(name, strings.TrimRight(rest[:end], ",.)}]")) || isCall(rest) {
		return from + end
	}
	// A value with spaces, up to the semicolon.
	window := rest[end:min(len(rest), max(end, maxSpaced))]
	if i := strings.IndexAny(window, ";=\n\r"); i > 0 && window[i] == ';' && window[0] == ' ' {
		end += i
	}
	return m.hideOn(from, from+end)
}

// endsLiteral reports whether a text begins with the end of a literal around a name:
// "Pwd=""" + Пароль, 'ru = ”Токен:”.
func endsLiteral(text string) bool {
	if !isQuote(text[0]) {
		return false
	}
	rest := strings.TrimPrefix(text, `""`)
	rest = rest[min(1, len(rest)):]
	return rest == "" || strings.IndexByte("),; \t\r\n+", rest[0]) >= 0 || text[0] == '\'' && rest[0] == '"'
}

// isCall reports whether code of a call begins a text: ПолучитьПароль().
func isCall(text string) bool {
	end := 0
	for end < len(text) && end < maxToken && isNameByte(text[end]) {
		end++
	}
	return end > 0 && end < len(text) && text[end] == '('
}

// loose hides a value without quotes that blanks part from its sign: in code a
// variable stands there, in prose a word, so it has to look like a secret.
func (m *masker) loose(from int, name string) int {
	rest := m.text[from:]
	if isQuote(rest[0]) {
		return m.value(from, name)
	}
	if inner, ok := strings.CutPrefix(rest, "«"); ok {
		if size := strings.Index(inner[:min(len(inner), maxSpaced)], "»"); size > 0 && !harmlessValue(name, inner[:size]) {
			m.hide(from+len("«"), from+len("«")+size)
			return from + len("«") + size
		}
		return from
	}
	end := wordEnd(rest, maxWord)
	word := strings.TrimRight(rest[:end], ",.)}]")
	switch {
	case strings.HasPrefix(rest, Filtered):
		return from + len(Filtered)
	case scheme(word):
		next := tokenAfter(rest, len(word))
		if next == len(word) || !isSecretToken(strings.TrimSpace(rest[len(word):next])) {
			return from
		}
		return m.hideOn(from, from+next)
	case word == "" || harmlessValue(name, word) || isCall(rest) || !looksSecret(word) || names(word):
		return from
	}
	if end >= maxWord {
		return m.hideOn(from, from+wordEnd(rest, len(rest)))
	}
	return m.hideOn(from, from+len(word))
}

// maxWord is how much of a word without blanks tells whether it is a secret.
const maxWord = 512

// wordEnd returns where the word ends that begins a text, at most about the length
// given.
func wordEnd(text string, most int) int {
	for i, r := range text {
		if i >= most || unicode.IsSpace(r) || strings.ContainsRune(`;"'<>`, r) {
			return i
		}
	}
	return len(text)
}

// names reports whether a word holds the name of a secret with its sign, so that what
// follows is to be hidden and not the word.
func names(word string) bool {
	for {
		name, rest, ok := strings.Cut(word, "=")
		if !ok {
			return false
		}
		if isSecretName(name[strings.LastIndexAny(name, "?&;,")+1:]) {
			return true
		}
		word = rest
	}
}

// looksSecret reports whether a word is made up rather than one of a language, of
// code or a date: digits or signs among letters, or many digits.
func looksSecret(word string) bool {
	var letters, digits, signs, changes int
	latin, before := true, false
	for i, r := range word {
		small := unicode.IsLower(r)
		switch {
		case unicode.IsLetter(r):
			letters++
			latin = latin && r < utf8.RuneSelf
			if i > 0 && unicode.IsUpper(r) && before {
				changes++
			}
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("@#$%^&*!+/~=?", r):
			signs++
		case strings.ContainsRune("-_.", r):
		default:
			return false // brackets and the like are code
		}
		before = small
	}
	switch {
	case letters == 0:
		return digits >= 4 && strings.Trim(word, "0123456789") == ""
	case !latin && strings.ContainsAny(word, ".&"):
		return false // a member of an object, a parameter of a query
	}
	return digits > 0 && (latin || signs > 0) || signs > 0 && latin || latin && changes > 1 && digits > 0
}

// quoted hides what stands before the next quote; a doubled one, as 1C writes it, or one
// behind a backslash is a part of the value.
func (m *masker) quoted(from int, quote, name string) int {
	end := from
	for end < len(m.text) {
		rest := m.text[end:]
		switch {
		case quote != `\"` && strings.HasPrefix(rest, quote+quote):
			end += 2 * len(quote)
			continue
		case strings.HasPrefix(rest, quote):
			if end > from && (harmlessValue(name, m.text[from:end]) || m.isName(from, end, end+len(quote))) {
				return from // something else may be said there
			}
			if end > from {
				m.hide(from, end)
			}
			return end + len(quote)
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
