package bslerr

import (
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// positionPiece reads a piece that starts with a position and returns where
// the next piece starts.
func (p *parser) positionPiece(pos position, e int) int {
	rs, re := trim(p.text, pos.end, e)
	spaced := rs == pos.end+1 && p.text[pos.end] == ' '
	if c := &p.cur; c.open {
		starts := startsError(p.text, pos, rs, re, spaced) ||
			spaced && codeLikeness(p.text[rs:re]) == notCode && (p.announced() || p.sourceFollows()) ||
			rs == re && !c.classic && len(c.frames) == 0 && p.phraseFollows()
		switch {
		case !c.classic && !starts && pos.kind != Query:
			return p.stackFrame(pos, e)
		case !c.classic && len(c.frames) == 0 && !p.stamped && !p.survey.check && !p.afterFinding():
			p.open(Cause) // «Message» and then «{position}: its reason»
		case !c.classic:
			p.open(Sibling)
		default:
			p.settle()
			prose := !c.query && re > rs && codeLikeness(p.text[rs:re]) == notCode
			switch {
			case !starts && pos.kind != Query && !prose:
				return p.stackFrame(pos, e)
			case pos.kind == Query && !c.query:
				p.open(Cause) // the query that the module ran
			default:
				p.open(p.below(pos))
			}
		}
	} else {
		p.open(Sibling)
	}
	if !spaced && rs < re && pos.column == 0 && codeLikeness(p.text[rs:re]) == surelyCode {
		return p.stackFrame(pos, e) // the head of the text is cut: frames only
	}
	return p.classicError(pos, e)
}

// below tells what an error is that stands below a classic one. A compiler goes on
// after an error and prints the next one of the same level, with a column; at run
// time nothing goes on, so the next one is the reason. Only a module that ran has
// been compiled: an error of its compilation is not the reason of one that it met.
func (p *parser) below(pos position) Relation {
	c := &p.cur
	if c.ended || p.stamped || p.survey.check || len(c.frames) == 0 {
		return Sibling
	}
	switch above := c.frames[len(c.frames)-1]; {
	case c.query && pos.kind == Query, above.Column > 0,
		pos.column > 0 && pos.kind == Code && above.Module == p.text[pos.module.s:pos.module.e]:
		return Sibling
	}
	return Cause
}

// announced reports whether the message so far ends with a colon and has no
// frames: «Не удалось загрузить:» and then the text of an error.
func (p *parser) announced() bool {
	c := &p.cur
	if c.classic || len(c.frames) > 0 || len(p.msg) == 0 {
		return false
	}
	return p.text[p.msg[len(p.msg)-1].e-1] == ':'
}

// sourceFollows reports whether the next line is indented code. Below «{position}:
// words» that is the source line of a classic error: in a stack the code stands
// behind its own position.
func (p *parser) sourceFollows() bool {
	s, b, e := p.nextLine()
	return b > s && b < e && p.text[b] != '{' && codeLikeness(p.text[b:e]) == surelyCode
}

// phraseFollows reports whether the next line is a phrase of the platform.
// Behind a position without code it is the message of a classic error, whose
// line was broken.
func (p *parser) phraseFollows() bool {
	_, b, e := p.nextLine()
	_, ok := FindPhrase(p.text[b:e])
	return ok
}

// nextLine looks at the next line, which is read again in its turn: s is its
// start without marks of quoting and a tool's indent, b its first character, e
// its end. It is empty behind the last line.
func (p *parser) nextLine() (s, b, e int) {
	lines := p.lines
	s, e, ok := lines.next()
	for p.survey.quote != 0 && ok {
		s, ok = unquote(p.text, s, e, p.survey.quote)
	}
	if strings.HasPrefix(p.text[s:e], p.survey.indent) {
		s += len(p.survey.indent)
	}
	e = trimRight(p.text, s, e)
	return s, skipBlanks(p.text, s, e), e
}

// afterFinding reports whether the message so far is a finding of a check.
func (p *parser) afterFinding() bool {
	return len(p.msg) > 0 && finding(p.msg[len(p.msg)-1].of(p.text))
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
		next, more := p.positionAfter(pos, e)
		for more && p.frames < MaxFrames { // raised again: only blanks between the positions
			if s, me := trim(p.text, pos.end, next.at); s < me {
				break
			}
			p.addFrame(next, span{})
			p.cur.peeled++
			pos = next
			next, more = p.positionAfter(pos, e)
		}
		if !more {
			return p.classicMessage(pos.end, e)
		}
		if p.atLimit(pos.end) {
			return e
		}
		s, me := trim(p.text, pos.end, next.at)
		colon := p.text[me-1] == ':'
		if colon {
			me = trimRight(p.text, s, me-1)
		}
		if sep, ok := p.takeMessage(s, s, me); ok {
			return sep.e
		}
		if colon {
			p.markPunctuation(me, next.at)
		}
		switch {
		case colon:
			p.open(Cause)
		case next.column == 0 && p.codeAfter(next, e):
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
func (p *parser) positionAfter(pos position, e int) (next position, ok bool) {
	if next, ok = p.braceLost(skipBlanks(p.text, pos.end, e), e); ok {
		return next, true
	}
	// Right behind a position another one is a raise, whatever its path.
	if next, ok = nextPosition(p.text, pos.end, e); ok && skipBlanks(p.text, pos.end, e) == next.at {
		return next, true
	}
	return innerPosition(p.text, pos.end, e)
}

// braceLost reads a position at the offset b that lost its opening brace. Only
// the path of a metadata module is believed.
func (p *parser) braceLost(b, e int) (pos position, ok bool) {
	if b == e || !isNameByte(p.text[b]) {
		return pos, false
	}
	pos, ok = parsePosition(p.text, b, e, false)
	return pos, ok && modulepath.Known(p.text[pos.module.s:pos.module.e])
}

// codeAfter reports whether code follows the position up to the next one.
func (p *parser) codeAfter(pos position, e int) bool {
	s, e := trim(p.text, pos.end, p.nextBrace(pos.end, e))
	return codeLikeness(p.text[s:e]) == surelyCode
}

// nextBrace bounds a look ahead so that no piece is read twice in full.
func (p *parser) nextBrace(s, e int) int {
	if i := strings.IndexByte(p.text[s:e], '{'); i >= 0 {
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
	s, e = trim(p.text, s, e)
	if sep, ok := p.takeMessage(s, s, e); ok {
		return sep.e
	}
	return e
}

// stackFrame reads frames in one line, normally one: the code goes to the end
// of the line unless it holds a further position or a separator.
func (p *parser) stackFrame(pos position, e int) int {
	for {
		next, more := p.gluedPosition(pos.end, e)
		me := e
		if more {
			me = next.at
		}
		s, me := trim(p.text, pos.end, me)
		if sep, ok := p.inlineSeparation(s, me); ok && evenQuotes(p.text[s:sep.s]) {
			p.addFrame(pos, span{s, trimRight(p.text, s, sep.s)})
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
func (p *parser) gluedPosition(s, e int) (pos position, ok bool) {
	code := skipBlanks(p.text, s, e)
	even := code == e || p.text[code] != '|' // a literal goes on in this line
	comment := false
	for from := s; ; from = pos.end {
		if pos, ok = nextPosition(p.text, from, e); !ok {
			return pos, false
		}
		if !evenQuotes(p.text[from:pos.at]) {
			even = !even
		}
		comment = comment || strings.Contains(p.text[from:pos.at], "//")
		known := pos.kind == Eval || modulepath.Known(p.text[pos.module.s:pos.module.e])
		if !even || !known || pos.at == s || pos.column > 0 || comment && !p.codeAfter(pos, e) {
			continue
		}
		return pos, true
	}
}
