package bslerr

import (
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// positionPiece reads a piece that starts with a position and returns where
// the next piece starts.
func (p *parser) positionPiece(pos position, e int) int {
	rs, re := trim(p.in.text, pos.end, e)
	spaced := rs == pos.end+1 && p.in.text[pos.end] == ' '
	if c := &p.cur; c.open {
		starts := startsError(p.in.text, pos, rs, re, spaced) ||
			spaced && codeLikeness(p.in.text[rs:re]) == notCode && (c.announces(p.in.text, &p.msg) || p.in.sourceFollows()) ||
			rs == re && !c.classic && len(c.frames) == 0 && p.in.phraseFollows()
		switch {
		case !c.classic && !starts && pos.kind != Query:
			return p.stackFrame(pos, e)
		case !c.classic && len(c.frames) == 0 && !p.stamped && !p.in.survey.check && !p.msg.isFinding(p.in.text):
			p.open(Cause) // «Message» and then «{position}: its reason»
		case !c.classic:
			p.open(Sibling)
		default:
			p.settle()
			prose := !c.query && re > rs && codeLikeness(p.in.text[rs:re]) == notCode
			switch {
			case !starts && pos.kind != Query && !prose:
				return p.stackFrame(pos, e)
			case pos.kind == Query && !c.query:
				p.open(Cause) // the query that the module ran
			default:
				p.open(c.relation(&p.in, pos, p.stamped))
			}
		}
	} else {
		p.open(Sibling)
	}
	if !spaced && rs < re && pos.column == 0 && codeLikeness(p.in.text[rs:re]) == surelyCode {
		return p.stackFrame(pos, e) // the head of the text is cut: frames only
	}
	return p.classicError(pos, e)
}

// relation is what an error is that stands below a classic one. A compiler goes on
// after an error and prints the next one of the same level, with a column; at run
// time nothing goes on, so the next one is the reason. Only a module that ran has
// been compiled: an error of its compilation is not the reason of one that it met.
func (c *draft) relation(in *input, pos position, stamped bool) Relation {
	if c.ended || stamped || in.survey.check || len(c.frames) == 0 {
		return Sibling
	}
	switch above := c.frames[len(c.frames)-1]; {
	case c.query && pos.kind == Query, above.Column > 0,
		pos.column > 0 && pos.kind == Code && above.Module == in.text[pos.module.s:pos.module.e]:
		return Sibling
	}
	return Cause
}

// announces reports whether the message so far ends with a colon and has no
// frames: «Не удалось загрузить:» and then the text of an error.
func (c *draft) announces(text string, m *message) bool {
	if c.classic || len(c.frames) > 0 || len(m.lines) == 0 {
		return false
	}
	return text[m.lines[len(m.lines)-1].e-1] == ':'
}

// sourceFollows reports whether the next line is indented code. Below «{position}:
// words» that is the source line of a classic error: in a stack the code stands
// behind its own position.
func (in *input) sourceFollows() bool {
	s, b, e := in.nextLine()
	return b > s && b < e && in.text[b] != '{' && codeLikeness(in.text[b:e]) == surelyCode
}

// phraseFollows reports whether the next line is a phrase of the platform.
// Behind a position without code it is the message of a classic error, whose
// line was broken.
func (in *input) phraseFollows() bool {
	_, b, e := in.nextLine()
	_, ok := FindPhrase(in.text[b:e])
	return ok
}

// isFinding reports whether the message so far is a finding of a check.
func (m *message) isFinding(text string) bool {
	return len(m.lines) > 0 && finding(m.lines[len(m.lines)-1].of(text))
}

// startsError reports whether what stands behind the position is a message: a
// column is printed for compile errors only, and no code reads like a phrase
// of the platform.
func startsError(text string, pos position, rs, re int, spaced bool) bool {
	if rs == re {
		return false
	}
	if pos.column > 0 {
		return true
	}
	if !spaced {
		return false
	}
	if _, ok := FindPhrase(text[rs:re]); !ok {
		return false
	}
	return codeLikeness(text[rs:re]) == notCode
}

// classicError reads «{position}: message» into the open, empty exception,
// with all positions that follow in the line.
func (p *parser) classicError(pos position, e int) int {
	for inLine := 0; ; inLine++ {
		p.startClassic(pos)
		p.cur.inLine = inLine
		next, more := p.in.positionAfter(pos, e)
		for more && p.frames < MaxFrames { // raised again: only blanks between the positions
			if s, me := trim(p.in.text, pos.end, next.at); s < me {
				break
			}
			p.addFrame(next, span{})
			p.cur.peeled++
			pos = next
			next, more = p.in.positionAfter(pos, e)
		}
		if !more {
			return p.classicMessage(pos.end, e)
		}
		if p.atLimit(pos.end) {
			return e
		}
		s, me := trim(p.in.text, pos.end, next.at)
		colon := p.in.text[me-1] == ':'
		if colon {
			me = trimRight(p.in.text, s, me-1)
		}
		if sep, ok := p.takeMessage(s, s, me); ok {
			return sep.e
		}
		if colon {
			p.in.markPunctuation(me, next.at)
		}
		switch {
		case colon:
			p.open(Cause)
		case next.column == 0 && p.in.codeAfter(next, e):
			return p.stackFrame(next, e)
		case next.column > 0 && pos.column > 0 && next.kind == pos.kind:
			p.open(Sibling) // compile errors that lost their line breaks
		default:
			p.open(Cause)
		}
		pos = next
	}
}

// positionAfter finds the next position in the line, also one right after pos
// that lost its brace.
func (in *input) positionAfter(pos position, e int) (next position, ok bool) {
	if next, ok = in.braceLost(skipBlanks(in.text, pos.end, e), e); ok {
		return next, true
	}
	// Right behind a position another one is a raise, whatever its path.
	if next, ok = nextPosition(in.text, pos.end, e); ok && skipBlanks(in.text, pos.end, e) == next.at {
		return next, true
	}
	return innerPosition(in.text, pos.end, e)
}

// braceLost reads a position at the offset b that lost its opening brace. Only
// the path of a metadata module is believed.
func (in *input) braceLost(b, e int) (pos position, ok bool) {
	if b == e || !isNameByte(in.text[b]) {
		return pos, false
	}
	pos, ok = parsePosition(in.text, b, e, false)
	return pos, ok && modulepath.Known(in.text[pos.module.s:pos.module.e])
}

// codeAfter reports whether code follows the position up to the next one.
func (in *input) codeAfter(pos position, e int) bool {
	s, e := trim(in.text, pos.end, in.nextBrace(pos.end, e))
	return codeLikeness(in.text[s:e]) == surelyCode
}

// nextBrace bounds a look ahead so that no piece is read twice in full.
func (in *input) nextBrace(s, e int) int {
	if i := strings.IndexByte(in.text[s:e], '{'); i >= 0 {
		return s + i
	}
	return e
}

// startClassic puts the position into the open, empty exception.
func (p *parser) startClassic(pos position) {
	p.cur.classic = true
	p.cur.query = pos.kind == Query
	p.cur.peeled = 1
	p.addFrame(pos, span{})
}

// classicMessage reads the first line of a classic error's message.
func (p *parser) classicMessage(s, e int) int {
	s, e = trim(p.in.text, s, e)
	if sep, ok := p.takeMessage(s, s, e); ok {
		return sep.e
	}
	return e
}

// stackFrame reads frames in one line, normally one: the code goes to the end
// of the line unless it holds a further position or a separator.
func (p *parser) stackFrame(pos position, e int) int {
	for {
		next, more := p.in.gluedPosition(pos.end, e)
		me := e
		if more {
			me = next.at
		}
		s, me := trim(p.in.text, pos.end, me)
		if sep, ok := p.inlineSeparation(s, me); ok && evenQuotes(p.in.text[s:sep.s]) {
			p.addFrame(pos, span{s, trimRight(p.in.text, s, sep.s)})
			p.separate(Cause, sep)
			return sep.e
		}
		p.addFrame(pos, span{s, me})
		if !more {
			return e
		}
		if p.atLimit(next.at) {
			return e
		}
		pos = next
	}
}

// gluedPosition finds a frame inside code: the line break before it was lost.
// A position inside a string literal is code, and so is one in a comment with
// no code after it.
func (in *input) gluedPosition(s, e int) (pos position, ok bool) {
	code := skipBlanks(in.text, s, e)
	even := code == e || in.text[code] != '|' // a literal goes on in this line
	comment := false
	for from := s; ; from = pos.end {
		if pos, ok = nextPosition(in.text, from, e); !ok {
			return pos, false
		}
		if !evenQuotes(in.text[from:pos.at]) {
			even = !even
		}
		comment = comment || strings.Contains(in.text[from:pos.at], "//")
		known := pos.kind == Eval || modulepath.Known(in.text[pos.module.s:pos.module.e])
		if !even || !known || pos.at == s || pos.column > 0 || comment && !in.codeAfter(pos, e) {
			continue
		}
		return pos, true
	}
}
