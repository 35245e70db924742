package bslerr

import (
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// contextColon parts the words of a context line.
const contextColon = " : "

// clientCall reports whether a line of a context is the call of a client, which has no
// number: «Форма.Вызов : Обработка.А.Форма.Ф.Модуль.Найти».
func clientCall(what, path string) bool {
	if !strings.HasSuffix(what, ".Вызов") && !strings.HasSuffix(what, ".Call") || strings.ContainsAny(what, " {(") {
		return false
	}
	class, _, ok := strings.Cut(path, ".")
	return ok && identifier(class) && !strings.ContainsAny(path, " ,;:(){}")
}

// contextLine reads «module : line : code».
func (p *parser) contextLine(b, e int) bool {
	if !p.in.survey.context {
		return false
	}
	i := strings.Index(p.in.text[b:e], contextColon)
	if i < 0 || !p.cur.open && i > maxPositionBytes {
		return false
	}
	if clientCall(p.in.text[b:b+i], p.in.text[b+i+len(contextColon):e]) {
		p.in.drop(DroppedSource, b, e)
		return true
	}
	ext, path := modulepath.Split(p.in.text[b : b+i])
	if !modulepath.Known(path) || strings.Contains(path, " ") {
		return false
	}
	from := b + i + len(contextColon)
	next, line, ok := parseNumber(p.in.text, from, e)
	if !ok {
		return false
	}
	cs := next
	if next < e {
		if !strings.HasPrefix(p.in.text[next:e], " :") {
			return false
		}
		cs = skipBlanks(p.in.text, next+2, e)
	}
	if !p.cur.open {
		p.open(Sibling)
	}
	p.settle()
	p.appendFrame(Frame{Extension: ext, Module: path, Line: line, Source: p.in.text[cs:e], Kind: Context})
	if p.in.acct != nil {
		p.in.acct.add(markFrame, b, b+len(ext))
		p.in.acct.add(markFrame, b+i-len(path), b+i)
		p.in.markPunctuation(b+i, from)
		p.in.acct.add(markFrame, from, next)
		p.in.markPunctuation(next, cs)
		p.in.acct.add(markFrame, cs, e)
	}
	return true
}
