package bslerr

import "strings"

// settle decides which line of a classic error is its source line and moves it
// from the message to the frame.
func (p *parser) settle() {
	c := &p.cur
	if !c.classic || c.settled {
		return
	}
	c.settled = true
	i := p.msg.sourceLine(p.in.text, c.script)
	if i < 1 {
		return
	}
	l := p.msg.lines[i]
	if i+1 < len(p.msg.lines) {
		p.msg.lines[i+1].blanks += l.blanks
	}
	p.msg.lines = append(p.msg.lines[:i], p.msg.lines[i+1:]...)
	f := &c.frames[0]
	if c.inLine > 0 && !strings.Contains(l.of(p.in.text), compileMark) {
		// The platform prints the line of the position the text starts with;
		// the mark, though, belongs to the position with the column.
		f = &p.report.Exceptions[len(p.report.Exceptions)-c.inLine].Frames[0]
	}
	code := p.in.checkMode(f, int(l.b), int(l.e))
	f.Source = p.in.text[code.s:code.e]
	p.in.acct.add(markFrame, code.s, code.e)
}

// sourceLine finds the source line of a classic error among the lines of its
// message: the last one with the mark of a compile error, else the last line,
// else the second one, after which a tool wrote on. It is 0 if there is none.
func (m *message) sourceLine(text string, script bool) int {
	last := len(m.lines) - 1
	for i := last; i > 0; i-- {
		if strings.Contains(m.lines[i].of(text), compileMark) {
			return i
		}
	}
	switch {
	case last < 1:
		return 0
	case m.isSource(text, last, script):
		return last
	case m.isSource(text, 1, script):
		return 1
	}
	return 0
}

// isSource reports whether the line i of a classic error's message is its
// source line rather than a part of the message.
func (m *message) isSource(text string, i int, script bool) bool {
	l := m.lines[i]
	line := l.of(text)
	if strings.Contains(line, compileMark) {
		return true
	}
	indented := l.b > l.s
	like := codeLikeness(line)
	if like == surelyCode && (indented || endsStatement(line) || script) {
		return true
	}
	before := m.lines[i-1]
	if len(m.lines) != 2 || text[before.e-1] == ':' || label(line) {
		return false
	}
	if !indented {
		return like == surelyCode
	}
	return strings.Contains(text[l.s:l.b], "\t") || like == maybeCode
}

// label reports whether the line reads «name: value», as details of a message
// do; a colon is no part of the language outside literals.
func label(line string) bool {
	i := strings.IndexByte(line, ':')
	return i > 0 && !strings.ContainsAny(line[:i], `"(=`)
}
