package bslerr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// textBeforePosition reads [b, e) with the first position at pos.
func (p *parser) textBeforePosition(s, b int, pos position, e int) int {
	before := trimRight(p.in.text, b, pos.at)
	if rel, ok := separatorLine(p.in.text, b, before); ok && p.split() {
		p.separate(rel, span{b, before})
		return pos.at
	}
	if p.categories(b, before) {
		return pos.at
	}
	text := p.in.text[b:before]
	colon := text[len(text)-1] == ':'
	if !p.cur.open && p.toolsPrefix(text, colon, pos, e) || !p.cur.unclosed && p.label(text) {
		p.in.drop(DroppedPrefix, b, before)
		switch {
		case !p.cur.open || len(p.cur.frames) > 0:
			p.open(Sibling)
		case len(p.msg.lines) > 0:
			p.open(Cause)
		}
		return p.classicError(pos, e)
	}
	if !p.cur.open {
		p.open(Sibling)
	}
	if colon {
		before = trimRight(p.in.text, b, before-1)
	}
	if sep, ok := p.takeMessage(s, b, before); ok {
		return sep.e
	}
	if colon {
		p.in.markPunctuation(before, pos.at)
	}
	if !colon && !p.cur.classic && pos.column == 0 && p.in.codeAfter(pos, e) {
		return p.stackFrame(pos, e)
	}
	p.open(Cause)
	return p.classicError(pos, e)
}

// toolsPrefix tells words of a tool («SERVER ERROR: {…}: message») from a
// message of the application before the error it caught («Не удалось загрузить
// цены: {…}: message») and from a message that lost its line breaks («Message
// {…}: code»).
func (p *parser) toolsPrefix(text string, colon bool, pos position, e int) bool {
	if colon && SaysNothing(text) {
		return true
	}
	if _, known := FindPhrase(text); known || prose(text) {
		return false
	}
	if colon || p.stamped {
		return true
	}
	if strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("\"'`«»„“”*-–—•#()[]. ", r) }) < 0 {
		return true
	}
	return !p.in.codeAfter(pos, e)
}

// label reports whether a text before a position is a tool's: words and the time,
// or, behind the time, words that say no more than that there is an error or that a
// dash parts from it.
func (p *parser) label(text string) bool {
	if _, known := FindPhrase(text); known {
		return false
	}
	dash := strings.HasSuffix(text, " -") || strings.HasSuffix(text, " –") || strings.HasSuffix(text, " —") || strings.HasSuffix(text, " |")
	return stampedLabel(text) || p.stamped && (dash || silent(strings.TrimRight(text, " :-–—"))) && len(text) <= maxSilentBytes
}

// prose reports whether a word behind the first one starts with a small letter.
func prose(text string) bool {
	for i, w := range strings.Fields(text) {
		if r, _ := utf8.DecodeRuneInString(w); i > 0 && unicode.IsLower(r) {
			return true
		}
	}
	return false
}
