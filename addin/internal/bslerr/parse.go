package bslerr

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Parse reads the text of an error. It never fails: a text of another kind is
// one exception with the text as its value. Only a blank text has none.
//
// The time is linear in the length of the text. What is beyond MaxText is
// dropped, and a line that says so is added to the last value.
func Parse(text string) Report {
	inner, left := unwrap(text)
	r := parse(inner, nil)
	if len(left) > 0 {
		r.Dropped = append(left, r.Dropped...)
	}
	return r
}

func parse(text string, acct *account) Report {
	p := parser{text: text, acct: acct}
	if len(text) > MaxText {
		cut := MaxText
		for cut > MaxText-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		p.text = text[:cut]
	}
	p.survey = surveyText(p.text)
	p.read()
	if len(p.report.Exceptions) == 0 && len(p.report.Dropped) > 0 {
		p.keepWhole()
	}
	if rest := text[len(p.text):]; rest != "" {
		acct.add(markDropped, len(p.text), len(text))
		p.report.Dropped = append(p.report.Dropped, Dropped{DroppedTooLong, rest, 1})
		p.markCut(len(rest))
	}
	return p.report
}

// parser reads one text. Offsets are into text; every piece that is consumed
// is reported to acct.
type parser struct {
	text   string
	acct   *account
	survey survey
	report Report
	lines  lineReader

	cur    draft     // the exception being read
	msg    []msgLine // its message so far; the buffer is reused
	blanks int       // blank lines since the last line
	frames int       // of all exceptions
	arena  []Frame   // what the frames of the exceptions are cut from

	pending bool // a separator was read: sep and rel belong to the next exception
	sep     span
	rel     Relation
	weak    span // a line that separates if another one follows
	splits  int  // separations inside the line being read
	stamped bool // the line being read had a time stamp
	fenced  bool // a fence was read
	full    bool // a limit is reached
}

// draft is an exception that is not finished.
type draft struct {
	open bool
	// classic: it began with a position. settled: its source line is decided.
	classic, settled bool
	// script: it has the form of OneScript; unclosed: its message goes on.
	script, unclosed bool
	query            bool // it began with a position in a query
	below            bool // its message stands below its first frame
	ended            bool // its categories are read
	rel              Relation
	sep              span
	frames           []Frame
	peeled           int // leading frames that stood in one line, outermost first
	inLine           int // exceptions with frames that stand before it in its line
	cats             []string
}

// msgLine is a line of a message. MaxText fits its offsets; a message of a
// megabyte may have half a million lines.
type msgLine struct {
	s, b, e int32 // start with indent, first character, end
	blanks  int32 // blank lines before it
}

// of returns a line of the message without its indent.
func (l msgLine) of(text string) string { return text[l.b:l.e] }

func (p *parser) read() {
	p.lines = newLineReader(p.text)
	for !p.full {
		s, e, ok := p.lines.next()
		if !ok {
			break
		}
		p.line(s, e)
	}
	if !p.weak.empty() { // nothing followed: it is text
		w := p.weak
		p.weak = span{}
		p.textPiece(w.s, w.s, w.e)
	}
	p.close()
	p.dropSeparator()
}

// keepWhole makes the text one message: all of it was dropped, as in a text that
// is a separator and nothing else. An error that says little is an error, and
// servers refuse an event without one.
func (p *parser) keepWhole() {
	if p.acct != nil {
		p.acct.spans = nil
	}
	p.report.Dropped = nil
	p.msg, p.blanks = p.msg[:0], 0
	end := trimRight(p.text, 0, len(p.text)) // a megabyte of empty lines may follow
	for r := newLineReader(p.text[:end]); ; {
		s, e, ok := r.next()
		if !ok {
			break
		}
		if b, e := trim(p.text, s, e); b < e {
			p.addMessage(s, b, e)
		} else {
			p.blanks++
		}
	}
	p.report.Exceptions = []Exception{{Value: p.value()}}
}

// markCut tells the reader of the message that there was more.
func (p *parser) markCut(bytes int) {
	if n := len(p.report.Exceptions); n > 0 {
		e := &p.report.Exceptions[n-1]
		e.Value = strings.TrimLeft(fmt.Sprintf("%s\n… (%d bytes cut)", e.Value, bytes), "\n")
	}
}

// drop names a piece as left out. Equal pieces in a row are one entry: marks
// of quoting are in every line.
func (p *parser) drop(what string, s, e int) {
	if s >= e {
		return
	}
	p.acct.add(markDropped, s, e)
	list := p.report.Dropped
	if n := len(list); n > 0 && list[n-1].What == what && list[n-1].Text == p.text[s:e] {
		list[n-1].Count++
		return
	}
	p.report.Dropped = append(list, Dropped{what, p.text[s:e], 1})
}

// separate ends the exception being read; sep, which may be empty, stood
// between it and the next.
func (p *parser) separate(rel Relation, sep span) {
	p.close()
	p.dropSeparator()
	p.pending, p.sep, p.rel = true, sep, rel
}

// dropSeparator names a separator that no exception followed.
func (p *parser) dropSeparator() {
	p.drop(DroppedEmpty, p.sep.s, p.sep.e)
	p.pending, p.sep = false, span{}
}

// open starts an exception. rel counts if no separator stood before it.
func (p *parser) open(rel Relation) {
	p.close()
	if p.pending {
		rel = p.rel
	}
	p.cur = draft{open: true, rel: rel, sep: p.sep}
	p.pending, p.sep = false, span{}
	p.msg = p.msg[:0]
}

// close finishes the exception being read.
func (p *parser) close() {
	if !p.cur.open {
		return
	}
	p.settle()
	c := p.cur
	p.cur = draft{}
	e := Exception{
		Value:      p.value(),
		Frames:     c.frames,
		Categories: c.cats,
		Relation:   c.rel,
	}
	if e.Value == "" && len(e.Frames) == 0 && len(e.Categories) == 0 {
		p.drop(DroppedEmpty, c.sep.s, c.sep.e)
		return
	}
	if c.peeled > 1 {
		e.Order = OutermostFirst
		if len(e.Frames) > c.peeled && e.Frames[c.peeled].Kind != Context {
			// A stack follows, so the raises read like the stack: inside out.
			e.Order = InnermostFirst
			reverse(e.Frames[:c.peeled])
		}
	}
	if !c.sep.empty() {
		e.Separator = p.text[c.sep.s:c.sep.e]
		p.acct.add(markSeparator, c.sep.s, c.sep.e)
	}
	if len(p.report.Exceptions) == 0 {
		e.Relation = Cause
	}
	p.report.Exceptions = append(p.report.Exceptions, e)
}

// atLimit stops the reading at offset s if the report is full. A piece of text
// opens three exceptions at most.
func (p *parser) atLimit(s int) bool {
	if len(p.report.Exceptions) > MaxExceptions-4 || p.frames >= MaxFrames {
		p.full = true
		p.drop(DroppedTooMany, s, len(p.text))
	}
	return p.full
}

func reverse(f []Frame) {
	for i, j := 0, len(f)-1; i < j; i, j = i+1, j-1 {
		f[i], f[j] = f[j], f[i]
	}
}
