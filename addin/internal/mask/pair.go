package mask

import (
	"slices"
	"strings"
)

// maxPair is how far the value of an entry may stand from its name.
const maxPair = 256

// ofPair reports whether the field whose sign is at a place holds the value of an
// entry with the name of a secret: {"name":"password","value":"…"}, in either order,
// and <add key="Password" value="…"/>. It notes names of entries as it meets them.
func (m *masker) ofPair(name string, at, from int, sign byte) bool {
	if name == "" || len(name) > 16 {
		return false
	}
	field := strings.ToLower(name)
	switch {
	case slices.Contains(pairNames, field):
		if text, end := m.literal(from); end > from && isSecretName(text) {
			m.secretPair = end + maxPair
		}
		return false
	case !slices.Contains(pairValues, field):
		return false
	}
	if at < m.secretPair {
		m.secretPair = 0
		return true
	}
	return m.nameFollows(from, sign)
}

// literal returns what stands in the quotes at a place.
func (m *masker) literal(from int) (text string, end int) {
	if from >= len(m.text) || !isQuote(m.text[from]) {
		return "", from
	}
	start := from + 1
	if m.text[from] == '\\' {
		start++
	}
	if start > len(m.text) {
		return "", from
	}
	size := strings.IndexAny(m.text[start:min(len(m.text), start+maxPair)], "\"'\\\n")
	if size < 0 {
		return "", from
	}
	return m.text[start : start+size], start + size + 1
}

// nameFollows reports whether the name of a secret stands behind the value at a
// place, in the same entry.
func (m *masker) nameFollows(from int, sign byte) bool {
	window := m.text[from:min(len(m.text), from+maxPair)]
	if end := strings.IndexAny(window, "}>"); end >= 0 {
		window = window[:end]
	}
	for at := 0; ; {
		next := strings.IndexByte(window[at:], sign)
		if next < 0 {
			return false
		}
		at += next + 1
		before := strings.TrimRight(window[:at-1], " \t\"'\\")
		field := strings.ToLower(before[strings.LastIndexAny(before, " \t\"'\\,{")+1:])
		if !slices.Contains(pairNames, field) {
			continue
		}
		rest := strings.TrimLeft(window[at:], " \t\r\n\"'\\")
		if end := strings.IndexAny(rest, "\"'\\"); end >= 0 && isSecretName(rest[:end]) {
			return true
		}
	}
}

// call deals with a parenthesis: Вставить("Пароль", "…"), and
// Новый Структура("Логин, Пароль", "…", "…").
func (m *masker) call(at int) int {
	from := m.skipBlanks(at + 1)
	inner := from
	if strings.HasPrefix(m.text[from:], `""`) { // within a literal of 1C
		inner++
	}
	names, end := m.literal(inner)
	if end == inner || !listsNames(names) {
		return at + 1
	}
	if inner > from && end < len(m.text) && m.text[end] == '"' {
		end++
	}
	secrets, any := make([]bool, 0, 4), false
	for name := range strings.SplitSeq(names, ",") {
		hidden := isSecretName(strings.TrimSpace(name))
		secrets = append(secrets, hidden)
		any = any || hidden
	}
	if !any {
		return at + 1
	}
	next, last := end, at+1
	for i, hidden := range secrets {
		next = m.skipBlanks(next)
		if next >= len(m.text) || m.text[next] != ',' {
			return last
		}
		next = m.skipBlanks(next + 1)
		if next >= len(m.text) {
			return last
		}
		switch {
		case m.text[next] == '"' || m.text[next] == '\'':
			if hidden {
				next = m.value(next, "password")
				last = next
			} else if _, after := m.literal(next); after > next {
				next = after
			}
		case hidden && len(secrets) == 1:
			return last // a variable
		default: // the argument of another name
			for next < len(m.text) && isNameByte(m.text[next]) {
				next++
			}
		}
		if i == len(secrets)-1 {
			return last
		}
	}
	return last
}

// headerPair deals with a bracket: ["Authorization","…"]. Lists of names of columns are
// not of this kind.
func (m *masker) headerPair(at int) int {
	name, end := m.literal(at + 1)
	if end == at+1 || end >= len(m.text) || m.text[end] != ',' || !isHeader(name) || !isSecretName(name) {
		return at + 1
	}
	next := m.skipBlanks(end + 1)
	if next >= len(m.text) || !isQuote(m.text[next]) {
		return at + 1
	}
	if second, _ := m.literal(next); isSecretName(second) && listsNames(second) {
		return at + 1 // names of headers
	}
	return m.value(next, name)
}

// listsNames reports whether a literal is a name, or several with commas.
func listsNames(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isNameByte(c) && c != ',' && c != ' ' {
			return false
		}
	}
	return text != ""
}
