package bslerr

import "strings"

// input is the text, what is known of it before its lines are read, and what became of
// its pieces. Offsets are into text; every piece that is consumed is reported to acct.
// Its methods look at characters: they know nothing of what was read so far.
type input struct {
	text    string
	acct    *account
	survey  survey
	lines   lineReader
	dropped []Dropped
	fenced  bool // a fence was read
}

// drop names a piece as left out. Equal pieces in a row are one entry: marks
// of quoting are in every line.
func (in *input) drop(what string, s, e int) {
	if s >= e {
		return
	}
	in.acct.add(markDropped, s, e)
	list := in.dropped
	if n := len(list); n > 0 && list[n-1].What == what && list[n-1].Text == in.text[s:e] {
		list[n-1].Count++
		return
	}
	in.dropped = append(list, Dropped{what, in.text[s:e], 1})
}

// unquote drops the marks of quoting at the start of the line.
func (in *input) unquote(s, e int) int {
	for in.survey.quote != 0 {
		next, ok := unquote(in.text, s, e, in.survey.quote)
		if !ok {
			break
		}
		mark := skipBlanks(in.text, s, e)
		in.drop(DroppedQuote, mark, mark+1)
		s = next
	}
	return s
}

// nextLine looks at the next line, which is read again in its turn: s is its
// start without marks of quoting and a tool's indent, b its first character, e
// its end. It is empty behind the last line.
func (in *input) nextLine() (s, b, e int) {
	lines := in.lines
	s, e, ok := lines.next()
	for in.survey.quote != 0 && ok {
		s, ok = unquote(in.text, s, e, in.survey.quote)
	}
	if strings.HasPrefix(in.text[s:e], in.survey.indent) {
		s += len(in.survey.indent)
	}
	e = trimRight(in.text, s, e)
	return s, skipBlanks(in.text, s, e), e
}

// markPunctuation marks what is not blank in [s, e): digits are numbers of a
// frame, the rest is grammar.
func (in *input) markPunctuation(s, e int) {
	if in.acct == nil {
		return
	}
	for s = skipBlanks(in.text, s, e); s < e; s = skipBlanks(in.text, s+1, e) {
		m := markGrammar
		if isDigit(in.text[s]) {
			m = markFrame
		}
		in.acct.add(m, s, s+1)
	}
}
