package bslerr

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
		if !p.cur.messageBelow(&p.msg, p.in.text[b:e]) {
			p.open(Sibling)
		}
	}
	pos, found := innerPosition(p.in.text, b, e)
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
func (c *draft) messageBelow(m *message, line string) bool {
	if c.classic || c.ended || len(c.frames) != 1 || m.blanks > 0 || len(m.lines) > 0 && !c.below {
		return false
	}
	if c.frames[0].Kind == Context && !c.below {
		if _, known := FindPhrase(line); !known {
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
	if p.in.survey.inline && !known {
		_, known = FindPhrase(p.in.text[b:e])
	}
	if known {
		if sep, split = p.inlineSeparation(b, e); split {
			p.msg.add(p.in.text, s, b, trimRight(p.in.text, b, sep.s))
			p.separate(Cause, sep)
			return sep, true
		}
	}
	if b < e {
		p.msg.add(p.in.text, s, b, e)
	}
	return sep, false
}

// maxWrapped bounds a source line that is joined from wrapped ones: each of
// them copies it.
const maxWrapped = 4096

// codeOfLastFrame gives a line after frames to the last one, if it is its code
// on a line of its own or the tail of its code that was wrapped.
func (p *parser) codeOfLastFrame(s, b, e int) bool {
	if p.msg.blanks > 0 || p.cur.ended || len(p.cur.frames) == 0 {
		return false
	}
	f := &p.cur.frames[len(p.cur.frames)-1]
	if f.Kind == Context {
		return false
	}
	switch like := codeLikeness(p.in.text[b:e]); {
	case f.Source == "" && !p.cur.classic && (like == surelyCode || like == maybeCode && b > s):
		f.Source = p.in.text[b:e]
	case f.Source != "" && like == surelyCode && !complete(f.Source) && len(f.Source) < maxWrapped:
		whole := f.Source + " " + p.in.text[b:e]
		if codeLikeness(whole) != surelyCode {
			return false
		}
		f.Source = whole
	default:
		return false
	}
	p.in.acct.add(markFrame, b, e)
	return true
}
