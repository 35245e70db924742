package bslerr

import (
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// line reads one line of the text.
func (p *parser) line(s, e int) {
	if s == e {
		p.msg.blanks++
		return
	}
	if p.atLimit(s) {
		return
	}
	e = trimRight(p.in.text, s, e)
	s = p.in.unquote(s, e)
	b := skipBlanks(p.in.text, s, e)
	if s < p.in.survey.head {
		p.in.drop(DroppedWindow, b, e)
		return
	}
	if p.in.survey.window && b < e && p.windowLine(b, e) {
		return
	}
	if p.in.survey.fence && b < e {
		if from, to := p.in.unfence(b, e); from > b || to < e {
			if from == to {
				return
			}
			s, b, e = from, from, to
		}
	}
	p.stamped = false
	for p.in.survey.stamped && b < e {
		n := stampLen(p.in.text[b:e])
		if n == 0 {
			break
		}
		p.in.drop(DroppedTime, b, b+n)
		b = skipBlanks(p.in.text, b+n, e)
		s, p.stamped = b, true
	}
	if b == e {
		p.msg.blanks++
		return
	}
	if p.atStart() {
		if at := max(p.in.logColumns(b, e), p.in.chatHead(b, e), syslogHead(p.in.text, b, e)); at > b {
			p.in.drop(DroppedPrefix, b, trimRight(p.in.text, b, at))
			s, b = at, at
		}
	}
	if p.in.survey.mail && p.atStart() && mailField(p.in.text[b:e], false) && !p.in.lines.last() {
		p.in.drop(DroppedPrefix, b, e)
		return
	}
	if p.atStart() && quoteHead(p.in.text[b:e], p.in.survey.quote != 0) && !p.in.lines.last() {
		p.in.drop(DroppedPrefix, b, e)
		return
	}
	if !p.weak.empty() {
		w := p.weak
		p.weak = span{}
		p.separate(Cause, w)
	}
	if rel, ok := separatorLine(p.in.text, b, e); ok {
		p.separate(rel, span{b, e})
		p.msg.blanks = 0
		return
	}
	if at := p.in.listMark(b, e); at > b {
		p.in.drop(DroppedPrefix, b, trimRight(p.in.text, b, at))
		s, b = at, at
	}
	if !p.cur.open && p.in.survey.place && b < e && p.in.text[b] != '{' {
		if end := quotedUpTo(p.in.text, b, e); end < e {
			p.in.drop(DroppedSuffix, end, e)
			e = trimRight(p.in.text, b, end)
		}
	}
	if ind := p.in.survey.indent; ind != "" && strings.HasPrefix(p.in.text[s:e], ind) {
		s += len(ind)
	}
	if e-b < leastPositionBytes && p.goesOn(b, e) {
		p.msg.add(p.in.text, s, b, e)
		return
	}
	for strings.HasPrefix(p.in.text[b:e], rethrowSeparator) {
		p.separate(Cause, span{b, b + len(rethrowSeparator)})
		b = skipBlanks(p.in.text, b+len(rethrowSeparator), e)
		s = b
	}
	if p.stamped && p.cur.open && !p.cur.unclosed && b < e && p.in.text[b] != '{' {
		p.open(Sibling)
	}
	p.splits = 0
	for b < e && !p.full {
		b = p.piece(s, b, e)
		b = skipBlanks(p.in.text, b, e)
		s = b
		// What is left behind a separator is read like a line of its own, so a
		// second separator is no message there either.
		if p.pending && !p.cur.open {
			if rel, ok := separatorLine(p.in.text, b, e); ok {
				p.separate(rel, span{b, e})
				b = e
			}
		}
	}
	p.msg.blanks = 0
}

// atStart reports whether nothing of the text was read but what was dropped.
func (p *parser) atStart() bool {
	return !p.cur.open && !p.pending && p.weak.empty() && len(p.report.Exceptions) == 0 && p.in.survey.place
}

// goesOn reports whether a line too short for any grammar goes on a message. It
// saves most of the work for texts of very many lines.
func (p *parser) goesOn(b, e int) bool {
	c := &p.cur
	switch {
	case !c.open || c.ended || p.stamped || p.in.text[b] == '-':
		return false
	case c.script:
		return c.unclosed && p.in.text[e-1] != '}'
	case len(c.frames) > 0 && (!c.classic || c.settled):
		return false
	}
	return p.in.text[b] != '{' || !p.in.lines.last()
}

// piece reads [b, e), a line or what follows a separator inside a line, and
// returns the offset where the next piece starts. s is b with its indent.
func (p *parser) piece(s, b, e int) int {
	if p.atLimit(b) {
		return e
	}
	if p.in.survey.techlog {
		if n := p.techlogPiece(b, e); n > b {
			return n
		}
	}
	if p.in.survey.script {
		if p.scriptLine(b, e) {
			return e
		}
	}
	if p.in.survey.foreign && b > s && foreignLine(p.in.text[b:e]) || foreignEnd(p.in.survey, p.in.text[b:e]) {
		p.in.drop(DroppedForeign, b, e)
		return e
	}
	switch c := p.in.text[b]; {
	case c == '{':
		if pos, ok := parsePosition(p.in.text, b, e, true); ok {
			return p.positionPiece(pos, e)
		}
		if p.cutFrame(b, e) {
			return e
		}
	case c == '[':
		if p.categories(b, e) {
			return e
		}
		// The line break behind the categories is lost.
		if i := strings.IndexByte(p.in.text[b:e], ']') + 1; i > 0 && p.split() {
			next := skipBlanks(p.in.text, b+i, e)
			if next < e && p.in.text[next] == '{' {
				if _, ok := parsePosition(p.in.text, next, e, true); ok && p.categories(b, b+i) {
					return next
				}
				if opensInfo(p.in.text[next:e]) && p.categories(b, b+i) {
					p.info(next, e)
					return e
				}
			}
		}
	default:
		if pos, ok := p.in.braceLost(b, e); ok {
			return p.positionPiece(pos, e)
		}
	}
	if p.contextLine(b, e) {
		return e
	}
	if p.cur.places() {
		if p.cutSeparator(b, e) {
			return e
		}
		if p.afterPlaces() && cutMark(p.in.text[b:e]) {
			p.in.drop(DroppedMark, b, e)
			return e
		}
		if strings.HasPrefix(p.in.text[b:e], inlineSeparator) && p.split() {
			p.separate(Cause, span{b, b + len(inlineSeparator)})
			return b + len(inlineSeparator)
		}
		if maySeparate(p.in.text, b, e) && p.afterPlaces() {
			p.weak = span{b, e}
			return e
		}
	}
	if p.in.survey.check && b == s && p.cur.open && finding(p.in.text[b:e]) {
		p.open(Sibling)
	}
	return p.textPiece(s, b, e)
}

// maxSplits bounds the pieces of one line: each of them is looked at up to the
// end of the line, so their number must not grow with its length.
const maxSplits = 16

// split reports whether the line may be split once more.
func (p *parser) split() bool {
	p.splits++
	return p.splits <= maxSplits
}

// inlineSeparation finds a separator inside the piece [s, e).
func (p *parser) inlineSeparation(s, e int) (sep span, ok bool) {
	if !p.in.survey.inline {
		return sep, false
	}
	sep, ok = inlineSeparation(p.in.text, s, e)
	return sep, ok && p.split()
}

// places reports whether the exception being read has frames or categories.
func (c *draft) places() bool {
	return c.open && (len(c.frames) > 0 || c.ended)
}

// afterPlaces reports whether no line of the message can follow any more: the
// frames or the source line of a classic error are read.
func (p *parser) afterPlaces() bool {
	c := &p.cur
	if !c.classic || c.ended || c.settled || len(c.frames) > max(c.peeled, 1) {
		return true
	}
	last := len(p.msg.lines) - 1
	return last > 0 && p.msg.isSource(p.in.text, last, c.script)
}

// finding reports whether a line of a check by the Designer is a finding
// without a position: «Справочник.Файлы.Форма.Список.Форма ошибочное свойство».
func finding(line string) bool {
	path, rest, ok := strings.Cut(line, " ")
	if ok && !strings.Contains(path, ".") {
		path, _, ok = strings.Cut(rest, " ")
	}
	return ok && strings.Contains(path, ".") && modulepath.Known(path)
}

// categories reads a line of categories.
func (p *parser) categories(b, e int) bool {
	if !p.cur.open || p.cur.ended {
		return false
	}
	names, ok := categoryLine(p.in.text, b, e, !p.cur.classic && len(p.cur.frames) > 0)
	if !ok {
		return false
	}
	p.in.acct.add(markGrammar, b, b+1)
	for i, n := range names {
		if i > 0 {
			p.in.markPunctuation(names[i-1].e, n.s)
		}
		p.in.acct.add(markCategory, n.s, n.e)
		p.cur.cats = append(p.cur.cats, p.in.text[n.s:n.e])
	}
	p.in.markPunctuation(names[len(names)-1].e, e)
	p.cur.ended = true
	return true
}
