package bslerr

import (
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// line reads one line of the text.
func (p *parser) line(s, e int) {
	if s == e {
		p.blanks++
		return
	}
	if p.atLimit(s) {
		return
	}
	e = trimRight(p.text, s, e)
	s = p.unquote(s, e)
	b := skipBlanks(p.text, s, e)
	if s < p.survey.head {
		p.drop(DroppedWindow, b, e)
		return
	}
	if p.survey.window && b < e && p.windowLine(b, e) {
		return
	}
	if p.survey.fence && b < e {
		if from, to := p.unfence(b, e); from > b || to < e {
			if from == to {
				return
			}
			s, b, e = from, from, to
		}
	}
	p.stamped = false
	for p.survey.stamped && b < e {
		n := stampLen(p.text[b:e])
		if n == 0 {
			break
		}
		p.drop(DroppedTime, b, b+n)
		b = skipBlanks(p.text, b+n, e)
		s, p.stamped = b, true
	}
	if b == e {
		p.blanks++
		return
	}
	if p.atStart() {
		if at := max(p.logColumns(b, e), p.chatHead(b, e), syslogHead(p.text, b, e)); at > b {
			p.drop(DroppedPrefix, b, trimRight(p.text, b, at))
			s, b = at, at
		}
	}
	if p.survey.mail && p.atStart() && mailField(p.text[b:e], false) && !p.lines.last() {
		p.drop(DroppedPrefix, b, e)
		return
	}
	if p.atStart() && quoteHead(p.text[b:e], p.survey.quote != 0) && !p.lines.last() {
		p.drop(DroppedPrefix, b, e)
		return
	}
	if !p.weak.empty() {
		w := p.weak
		p.weak = span{}
		p.separate(Cause, w)
	}
	if rel, ok := separatorLine(p.text, b, e); ok {
		p.separate(rel, span{b, e})
		p.blanks = 0
		return
	}
	if at := p.listMark(b, e); at > b {
		p.drop(DroppedPrefix, b, trimRight(p.text, b, at))
		s, b = at, at
	}
	if !p.cur.open && p.survey.place && b < e && p.text[b] != '{' {
		if end := quotedUpTo(p.text, b, e); end < e {
			p.drop(DroppedSuffix, end, e)
			e = trimRight(p.text, b, end)
		}
	}
	if ind := p.survey.indent; ind != "" && strings.HasPrefix(p.text[s:e], ind) {
		s += len(ind)
	}
	if e-b < leastPositionBytes && p.goesOn(b, e) {
		p.addMessage(s, b, e)
		return
	}
	for strings.HasPrefix(p.text[b:e], rethrowSeparator) {
		p.separate(Cause, span{b, b + len(rethrowSeparator)})
		b = skipBlanks(p.text, b+len(rethrowSeparator), e)
		s = b
	}
	if p.stamped && p.cur.open && !p.cur.unclosed && b < e && p.text[b] != '{' {
		p.open(Sibling)
	}
	p.splits = 0
	for b < e && !p.full {
		b = p.piece(s, b, e)
		b = skipBlanks(p.text, b, e)
		s = b
		// What is left behind a separator is read like a line of its own, so a
		// second separator is no message there either.
		if p.pending && !p.cur.open {
			if rel, ok := separatorLine(p.text, b, e); ok {
				p.separate(rel, span{b, e})
				b = e
			}
		}
	}
	p.blanks = 0
}

// atStart reports whether nothing of the text was read but what was dropped.
func (p *parser) atStart() bool {
	return !p.cur.open && !p.pending && p.weak.empty() && len(p.report.Exceptions) == 0 && p.survey.place
}

// goesOn reports whether a line too short for any grammar goes on a message. It
// saves most of the work for texts of very many lines.
func (p *parser) goesOn(b, e int) bool {
	c := &p.cur
	switch {
	case !c.open || c.ended || p.stamped || p.text[b] == '-':
		return false
	case c.script:
		return c.unclosed && p.text[e-1] != '}'
	case len(c.frames) > 0 && (!c.classic || c.settled):
		return false
	}
	return p.text[b] != '{' || !p.lines.last()
}

// unquote drops the marks of quoting at the start of the line.
func (p *parser) unquote(s, e int) int {
	for p.survey.quote != 0 {
		next, ok := unquote(p.text, s, e, p.survey.quote)
		if !ok {
			break
		}
		mark := skipBlanks(p.text, s, e)
		p.drop(DroppedQuote, mark, mark+1)
		s = next
	}
	return s
}

// piece reads [b, e), a line or what follows a separator inside a line, and
// returns the offset where the next piece starts. s is b with its indent.
func (p *parser) piece(s, b, e int) int {
	if p.atLimit(b) {
		return e
	}
	if p.survey.techlog {
		if n := p.techlogPiece(b, e); n > b {
			return n
		}
	}
	if p.survey.script {
		if p.scriptLine(b, e) {
			return e
		}
	}
	if p.survey.foreign && b > s && foreignLine(p.text[b:e]) || foreignEnd(p.survey, p.text[b:e]) {
		p.drop(DroppedForeign, b, e)
		return e
	}
	switch c := p.text[b]; {
	case c == '{':
		if pos, ok := parsePosition(p.text, b, e, true); ok {
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
		if i := strings.IndexByte(p.text[b:e], ']') + 1; i > 0 && p.split() {
			next := skipBlanks(p.text, b+i, e)
			if next < e && p.text[next] == '{' {
				if _, ok := parsePosition(p.text, next, e, true); ok && p.categories(b, b+i) {
					return next
				}
				if opensInfo(p.text[next:e]) && p.categories(b, b+i) {
					p.info(next, e)
					return e
				}
			}
		}
	default:
		if pos, ok := p.braceLost(b, e); ok {
			return p.positionPiece(pos, e)
		}
	}
	if p.contextLine(b, e) {
		return e
	}
	if p.places() {
		if p.cutSeparator(b, e) {
			return e
		}
		if p.afterPlaces() && cutMark(p.text[b:e]) {
			p.drop(DroppedMark, b, e)
			return e
		}
		if strings.HasPrefix(p.text[b:e], inlineSeparator) && p.split() {
			p.separate(Cause, span{b, b + len(inlineSeparator)})
			return b + len(inlineSeparator)
		}
		if maySeparate(p.text, b, e) && p.afterPlaces() {
			p.weak = span{b, e}
			return e
		}
	}
	if p.survey.check && b == s && p.cur.open && finding(p.text[b:e]) {
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
	if !p.survey.inline {
		return sep, false
	}
	sep, ok = inlineSeparation(p.text, s, e)
	return sep, ok && p.split()
}

// places reports whether the exception being read has frames or categories.
func (p *parser) places() bool {
	return p.cur.open && (len(p.cur.frames) > 0 || p.cur.ended)
}

// afterPlaces reports whether no line of the message can follow any more: the
// frames or the source line of a classic error are read.
func (p *parser) afterPlaces() bool {
	c := &p.cur
	if !c.classic || c.ended || c.settled || len(c.frames) > max(c.peeled, 1) {
		return true
	}
	last := len(p.msg) - 1
	return last > 0 && p.isSource(last)
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
	names, ok := categoryLine(p.text, b, e, !p.cur.classic && len(p.cur.frames) > 0)
	if !ok {
		return false
	}
	p.acct.add(markGrammar, b, b+1)
	for i, n := range names {
		if i > 0 {
			p.markPunctuation(names[i-1].e, n.s)
		}
		p.acct.add(markCategory, n.s, n.e)
		p.cur.cats = append(p.cur.cats, p.text[n.s:n.e])
	}
	p.markPunctuation(names[len(names)-1].e, e)
	p.cur.ended = true
	return true
}

// markPunctuation marks what is not blank in [s, e): digits are numbers of a
// frame, the rest is grammar.
func (p *parser) markPunctuation(s, e int) {
	if p.acct == nil {
		return
	}
	for s = skipBlanks(p.text, s, e); s < e; s = skipBlanks(p.text, s+1, e) {
		m := markGrammar
		if isDigit(p.text[s]) {
			m = markFrame
		}
		p.acct.add(m, s, s+1)
	}
}
