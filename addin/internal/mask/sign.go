package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// named is the name before a sign.
type named struct {
	name   string
	before byte // what stands before it; 0 at the start
	quoted bool
	spaced bool // blanks stand between it and the sign
	// phrase is a name of two words, if only both say that it is one of a secret.
	phrase string
}

// followers are the second words of such names: «Ключ API», «Пароль пользователя».
var followers = words("key ключ api апи пользователя user доступа access value значение подписи шифрования администратора admin сотрудника базы бд сервера")

// nameBefore returns the name that ends before a place, in quotes or not.
func (m *masker) nameBefore(at int) named {
	var n named
	end := at
	for end > m.done && at-end < maxBlanks && (m.text[end-1] == ' ' || m.text[end-1] == '\t' || m.text[at] == '=' && (m.text[end-1] == '\n' || m.text[end-1] == '\r')) {
		end--
	}
	n.spaced = end < at
	if end > m.done && end < len(m.text) && m.text[at] == '=' && m.text[end-1] == ':' { // password := "…"
		for end--; end > m.done && at-end < maxBlanks && m.text[end-1] == ' '; end-- {
		}
	}
	if end > m.done && m.text[end-1] == ']' { // Настройки["Пароль"] = …
		end--
	}
	if end > m.done && (m.text[end-1] == '"' || m.text[end-1] == '\'') {
		n.quoted = true
		end--
		if end > m.done && (m.text[end-1] == '\\' || m.text[end-1] == '"') {
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
		n.before = m.text[start-1]
	}
	n.name = m.text[start:end]
	if n.before == ' ' && !n.quoted && followers[strings.ToLower(n.name)] {
		first := start - 1
		for first > m.done && start-first < maxToken && isNameByte(m.text[first-1]) {
			first--
		}
		if phrase := m.text[first:end]; utf8.ValidString(phrase) && isSecretName(phrase) && !isSecretName(n.name) {
			n.phrase = phrase
		}
	}
	return n
}

func isNameByte(c byte) bool {
	return c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}

// assignment deals with the sign = at a place, and returns where to go on.
func (m *masker) assignment(at int) int {
	n := m.nameBefore(at)
	sign := at + 1
	if sign < len(m.text) && m.text[sign] == '>' { // "password" => "…"
		sign++
	}
	from := m.skipBlanks(sign)
	if m.ofPair(n.name, at, from, '=') {
		return m.value(from, n.name)
	}
	if n.phrase != "" && from < len(m.text) {
		return m.loose(from, n.phrase)
	}
	if !isSecretName(n.name) && !((n.before == '?' || n.before == '&') && isSecretParameter(n.name)) {
		return at + 1
	}
	if from == len(m.text) {
		return at + 1
	}
	if isQuote(m.text[from]) || !n.spaced && from == sign {
		return m.value(from, n.name)
	}
	return m.loose(from, n.name)
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '\\' }

// skipBlanks returns where the value behind a sign begins, on the next line, too.
func (m *masker) skipBlanks(at int) int {
	from := at
	for from < len(m.text) && from-at < maxBlanks && strings.IndexByte(" \t\r\n", m.text[from]) >= 0 {
		from++
	}
	return from
}

// isSecretParameter holds of an address's parameters whose names are too usual
// elsewhere.
func isSecretParameter(name string) bool {
	switch strings.ToLower(name) {
	case "key", "sig", "signature", "code", "hash", "sign":
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

// colon deals with a colon: behind a name in quotes stands a value of JSON, behind that
// of a header its text.
func (m *masker) colon(at int) int {
	n := m.nameBefore(at)
	from := m.skipBlanks(at + 1)
	if m.ofPair(n.name, at, from, ':') {
		return m.jsonValue(from, n.name)
	}
	if n.phrase != "" && from < len(m.text) && !n.spaced {
		return m.loose(from, n.phrase)
	}
	if !isSecretName(n.name) {
		return at + 1
	}
	switch {
	case from == len(m.text):
		return from
	case isQuote(m.text[from]):
		return m.value(from, n.name)
	case n.quoted:
		return m.jsonValue(from, n.name)
	case n.spaced:
		return at + 1 // «Модуль.Пароль : 71 : код», a conditional expression
	case isHeader(n.name):
		return m.header(at, from, n.name)
	}
	return m.loose(from, n.name)
}

// isName reports whether what stands in quotes is the name of a further secret.
func (m *masker) isName(from, end, after int) bool {
	if end-from > maxToken || !listsNames(m.text[from:end]) || !isSecretName(m.text[from:end]) {
		return false
	}
	next := m.skipBlanks(after)
	return next < len(m.text) && (m.text[next] == ':' || m.text[next] == '=')
}

// header hides the rest of the line of a header; a value may begin on the next one.
func (m *masker) header(at, from int, name string) int {
	if strings.IndexByte(m.text[at:from], '\n') >= 0 && m.text[from-1] == '\n' {
		return m.loose(from, name) // not the rest of a header: those are indented
	}
	end := strings.IndexAny(m.text[from:], "\n\r")
	if end < 0 {
		end = len(m.text) - from
	}
	if end == 0 || harmlessValue(name, m.text[from:from+end]) {
		return from // something else may be said there
	}
	return m.hideOn(from, from+end)
}

// isHeader tells names of headers from words of a sentence.
func isHeader(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "authorization") || strings.Contains(name, "cookie") || strings.HasPrefix(name, "x-") ||
		strings.IndexByte(name, '-') > 0 && name[0] < utf8.RuneSelf
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
