package bslerr

import "strings"

// message is the message of an exception as it is read.
type message struct {
	lines  []msgLine
	blanks int // blank lines since the last line
}

// msgLine is a line of a message. MaxText fits its offsets; a message of a
// megabyte may have half a million lines.
type msgLine struct {
	s, b, e int32 // start with indent, first character, end
	blanks  int32 // blank lines before it
}

// of returns a line of the message without its indent.
func (l msgLine) of(text string) string { return text[l.b:l.e] }

// add adds a line to the message; s is where its indent starts.
func (m *message) add(text string, s, b, e int) {
	l := msgLine{int32(s), int32(b), int32(e), int32(m.blanks)}
	if len(m.lines) == 0 {
		l.s, l.blanks = l.b, 0
	}
	if len(m.lines) == manyLines && cap(m.lines) < 2*manyLines {
		// A message of very many lines: its buffer is sized once.
		rest := text[e:]
		n := strings.Count(rest, "\n") + strings.Count(rest, "\r")
		m.lines = append(make([]msgLine, 0, manyLines+n+1), m.lines...)
	}
	m.lines = append(m.lines, l)
	m.blanks = 0
}

// manyLines is more than messages have.
const manyLines = 512

// value joins the lines of the message. Mostly it is a piece of the text as it
// is; line ends and the indent of a quoting tool make it a new string.
func (m *message) value(in *input) string {
	lines := m.lines
	if len(lines) == 0 {
		return ""
	}
	whole := true
	for i, l := range lines {
		in.acct.add(markValue, int(l.b), int(l.e))
		if i > 0 && !lineFeeds(in.text[lines[i-1].e:l.s], int(l.blanks)+1) {
			whole = false
		}
	}
	last := lines[len(lines)-1]
	if whole {
		return in.text[lines[0].b:last.e]
	}
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			for range l.blanks + 1 {
				b.WriteByte('\n')
			}
		}
		b.WriteString(in.text[l.s:l.e])
	}
	return b.String()
}

// lineFeeds reports whether s is n line feeds and nothing else.
func lineFeeds(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if s[i] != '\n' {
			return false
		}
	}
	return true
}
