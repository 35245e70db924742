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
	// maxBlanks bounds what may stand between a name, its sign and its value.
	maxBlanks = 32
)

// Text returns a text without the secrets in it: values as in Pwd=…; and "token": "…",
// in elements and attributes of XML, in calls such as Вставить("Пароль", "…"),
// credentials in addresses and headers, and what is a key by its form. A text without
// any comes back as it is.
func Text(text string) string {
	m := masker{text: text}
	for at := 0; ; {
		next := strings.IndexAny(text[at:], "=:(<")
		if next < 0 {
			break
		}
		at += next
		switch {
		case text[at] == '=':
			at = m.assignment(at)
		case text[at] == '(':
			at = m.call(at)
		case text[at] == '<':
			at = m.element(at)
		case strings.HasPrefix(text[at:], "://"):
			at = m.address(at)
		default:
			at = m.colon(at)
		}
	}
	return forms(schemes(m.result()))
}

// masker copies a text but for what is to be hidden.
type masker struct {
	text string
	out  strings.Builder
	done int // of text, which is in out
	// secretPair is where the value of an entry is expected whose name, in a field of
	// its own, is that of a secret; 0 if none is.
	secretPair int
	following  int // values that go on behind one that was hidden, nested
}

// maxFollowing bounds them.
const maxFollowing = 4

// hide puts Filtered in the place of text[from:to].
func (m *masker) hide(from, to int) {
	if m.text[from:to] == Filtered {
		return
	}
	m.out.WriteString(m.text[m.done:from])
	m.out.WriteString(Filtered)
	m.done = to
}

// hideOn hides what stands between two places, and what belongs to a name that is hidden
// with it; it returns where to go on.
func (m *masker) hideOn(from, to int) int {
	m.hide(from, to)
	tail := strings.TrimRight(m.text[from:to], " \t")
	if tail == "" || tail[len(tail)-1] != '=' && tail[len(tail)-1] != ':' && tail[len(tail)-1] != ',' {
		return to
	}
	next := m.skipBlanks(to)
	m.following++
	defer func() { m.following-- }()
	switch {
	case next == len(m.text) || m.following > maxFollowing:
		return to
	case isQuote(m.text[next]):
		return m.value(next, "password")
	case tail[len(tail)-1] == ',':
		return to
	}
	return m.loose(next, "password")
}

func (m *masker) result() string {
	if m.done == 0 {
		return m.text
	}
	m.out.WriteString(m.text[m.done:])
	return m.out.String()
}

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
var followers = words("key ключ api апи пользователя user доступа access value значение подписи шифрования")

// nameBefore returns the name that ends before a place, in quotes or not.
func (m *masker) nameBefore(at int) named {
	var n named
	end := at
	for end > m.done && at-end < maxBlanks && (m.text[end-1] == ' ' || m.text[end-1] == '\t') {
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
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`;"'<>`, r) })
	if end < 0 {
		end = len(rest)
	}
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
	return m.hideOn(from, from+len(word))
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

// isName reports whether what stands in quotes is the name of a further secret.
func (m *masker) isName(from, end, after int) bool {
	if end-from > maxToken || !listsNames(m.text[from:end]) || !isSecretName(m.text[from:end]) {
		return false
	}
	next := m.skipBlanks(after)
	return next < len(m.text) && (m.text[next] == ':' || m.text[next] == '=')
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

// isHeader tells the names of headers from words of a sentence.
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
