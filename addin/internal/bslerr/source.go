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
	i := p.sourceLine()
	if i < 1 {
		return
	}
	l := p.msg[i]
	if i+1 < len(p.msg) {
		p.msg[i+1].blanks += l.blanks
	}
	p.msg = append(p.msg[:i], p.msg[i+1:]...)
	f := &c.frames[0]
	if c.inLine > 0 && !strings.Contains(l.of(p.text), compileMark) {
		// The platform prints the line of the position the text starts with;
		// the mark, though, belongs to the position with the column.
		f = &p.report.Exceptions[len(p.report.Exceptions)-c.inLine].Frames[0]
	}
	code := p.checkMode(f, int(l.b), int(l.e))
	f.Source = p.text[code.s:code.e]
	p.acct.add(markFrame, code.s, code.e)
}

// sourceLine finds the source line of a classic error among the lines of its
// message: the last one with the mark of a compile error, else the last line,
// else the second one, after which a tool wrote on. It is 0 if there is none.
func (p *parser) sourceLine() int {
	last := len(p.msg) - 1
	for i := last; i > 0; i-- {
		if strings.Contains(p.msg[i].of(p.text), compileMark) {
			return i
		}
	}
	switch {
	case last < 1:
		return 0
	case p.isSource(last):
		return last
	case p.isSource(1):
		return 1
	}
	return 0
}

// isSource reports whether the line i of a classic error's message is its
// source line rather than a part of the message.
func (p *parser) isSource(i int) bool {
	l := p.msg[i]
	line := l.of(p.text)
	if strings.Contains(line, compileMark) {
		return true
	}
	indented := l.b > l.s
	like := codeLikeness(line)
	if like == surelyCode && (indented || endsStatement(line) || p.cur.script) {
		return true
	}
	before := p.msg[i-1]
	if len(p.msg) != 2 || p.text[before.e-1] == ':' || label(line) {
		return false
	}
	if !indented {
		return like == surelyCode
	}
	return strings.Contains(p.text[l.s:l.b], "\t") || like == maybeCode
}

// label reports whether the line reads «name: value», as details of a message
// do; a colon is no part of the language outside literals.
func label(line string) bool {
	i := strings.IndexByte(line, ':')
	return i > 0 && !strings.ContainsAny(line[:i], `"(=`)
}
