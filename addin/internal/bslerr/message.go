package bslerr

import "strings"

// textPiece reads a piece that starts with no word of the grammar: a part of a
// message, perhaps with positions inside. It returns where the next piece
// starts.
func (p *parser) textPiece(s, b, e int) int {
	if p.cur.open && p.cur.unclosed {
		p.scriptMessage(s, b, e)
		return e
	}
	if p.cur.open && (p.cur.ended || len(p.cur.frames) > 0 && (!p.cur.classic || p.cur.settled)) {
		if p.codeOfLastFrame(s, b, e) {
			return e
		}
		if !p.messageBelow(b, e) {
			p.open(Sibling)
		}
	}
	pos, found := innerPosition(p.text, b, e)
	if found {
		return p.textBeforePosition(s, b, pos, e)
	}
	if !p.cur.open {
		p.open(Sibling)
	}
	if sep, ok := p.takeMessage(s, b, e); ok {
		return sep.e
	}
	return e
}

// messageBelow reports whether a line below the first frame of an error is its
// message: tools print them the other way round than the platform.
func (p *parser) messageBelow(b, e int) bool {
	c := &p.cur
	if c.classic || c.ended || len(c.frames) != 1 || p.blanks > 0 || len(p.msg) > 0 && !c.below {
		return false
	}
	if c.frames[0].Kind == Context && !c.below {
		if _, known := FindPhrase(p.text[b:e]); !known {
			return false
		}
	}
	c.below = true
	return true
}

// takeMessage adds [b, e) to the message. If a separator stands inside, only
// what is before it is added, the exception ends and the separator is
// returned. In a message without a position, the application's words are
// more likely than lost line breaks: there only a phrase of the platform ends
// at a separator.
func (p *parser) takeMessage(s, b, e int) (sep span, split bool) {
	known := p.cur.classic
	if p.survey.inline && !known {
		_, known = FindPhrase(p.text[b:e])
	}
	if known {
		if sep, split = p.inlineSeparation(b, e); split {
			p.addMessage(s, b, trimRight(p.text, b, sep.s))
			p.separate(Cause, sep)
			return sep, true
		}
	}
	if b < e {
		p.addMessage(s, b, e)
	}
	return sep, false
}

// maxWrapped bounds a source line that is joined from wrapped ones: each of
// them copies it.
const maxWrapped = 4096

// codeOfLastFrame gives a line after frames to the last one, if it is its code
// on a line of its own or the tail of its code that was wrapped.
func (p *parser) codeOfLastFrame(s, b, e int) bool {
	if p.blanks > 0 || p.cur.ended || len(p.cur.frames) == 0 {
		return false
	}
	f := &p.cur.frames[len(p.cur.frames)-1]
	if f.Kind == Context {
		return false
	}
	switch like := codeLikeness(p.text[b:e]); {
	case f.Source == "" && !p.cur.classic && (like == surelyCode || like == maybeCode && b > s):
		f.Source = p.text[b:e]
	case f.Source != "" && like == surelyCode && !complete(f.Source) && len(f.Source) < maxWrapped:
		whole := f.Source + " " + p.text[b:e]
		if codeLikeness(whole) != surelyCode {
			return false
		}
		f.Source = whole
	default:
		return false
	}
	p.acct.add(markFrame, b, e)
	return true
}

// addMessage adds a line to the message; s is where its indent starts.
func (p *parser) addMessage(s, b, e int) {
	l := msgLine{int32(s), int32(b), int32(e), int32(p.blanks)}
	if len(p.msg) == 0 {
		l.s, l.blanks = l.b, 0
	}
	if len(p.msg) == manyLines && cap(p.msg) < 2*manyLines {
		// A message of very many lines: its buffer is sized once.
		rest := p.text[e:]
		n := strings.Count(rest, "\n") + strings.Count(rest, "\r")
		p.msg = append(make([]msgLine, 0, manyLines+n+1), p.msg...)
	}
	p.msg = append(p.msg, l)
	p.blanks = 0
}

// manyLines is more than messages have.
const manyLines = 512

// value joins the lines of the message. Mostly it is a piece of the text as it
// is; line ends and the indent of a quoting tool make it a new string.
func (p *parser) value() string {
	lines := p.msg
	if len(lines) == 0 {
		return ""
	}
	whole := true
	for i, l := range lines {
		p.acct.add(markValue, int(l.b), int(l.e))
		if i > 0 && !lineFeeds(p.text[lines[i-1].e:l.s], int(l.blanks)+1) {
			whole = false
		}
	}
	last := lines[len(lines)-1]
	if whole {
		return p.text[lines[0].b:last.e]
	}
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			for range l.blanks + 1 {
				b.WriteByte('\n')
			}
		}
		b.WriteString(p.text[l.s:l.e])
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
