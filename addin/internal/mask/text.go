package mask

import "strings"

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
	m.signs(0, len(text), "=:([<")
	return forms(schemes(prose(commands(m.result()))))
}

// signs deals with what stands behind each of the signs in a part of the text.
func (m *masker) signs(at, to int, signs string) {
	for at < to {
		next := strings.IndexAny(m.text[at:to], signs)
		if next < 0 {
			return
		}
		at += next
		switch {
		case m.text[at] == '=':
			at = m.assignment(at)
		case m.text[at] == '(':
			at = m.call(at)
		case m.text[at] == '[':
			at = m.headerPair(at)
		case m.text[at] == '<':
			at = m.element(at)
		case strings.HasPrefix(m.text[at:], "://"):
			at = m.address(at)
		default:
			at = m.colon(at)
		}
	}
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
