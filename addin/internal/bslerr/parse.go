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
	p := parser{in: input{text: text, acct: acct}}
	if len(text) > MaxText {
		cut := MaxText
		for cut > MaxText-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
			cut--
		}
		p.in.text = text[:cut]
	}
	p.in.survey = surveyText(p.in.text)
	p.read()
	if len(p.report.Exceptions) == 0 && len(p.in.dropped) > 0 {
		p.keepWhole()
	}
	if rest := text[len(p.in.text):]; rest != "" {
		acct.add(markDropped, len(p.in.text), len(text))
		p.in.dropped = append(p.in.dropped, Dropped{DroppedTooLong, rest, 1})
		p.markCut(len(rest))
	}
	p.report.Dropped = p.in.dropped
	return p.report
}

// parser reads one text, exception by exception.
type parser struct {
	in     input
	report Report

	cur    draft   // the exception being read
	msg    message // its message so far; the buffer is reused
	frames int     // of all exceptions
	arena  []Frame // what the frames of the exceptions are cut from

	pending bool // a separator was read: sep and rel belong to the next exception
	sep     span
	rel     Relation
	weak    span // a line that separates if another one follows
	splits  int  // separations inside the line being read
	stamped bool // the line being read had a time stamp
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

func (p *parser) read() {
	p.in.lines = newLineReader(p.in.text)
	for !p.full {
		s, e, ok := p.in.lines.next()
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
	if p.in.acct != nil {
		p.in.acct.spans = nil
	}
	p.in.dropped = nil
	p.msg.lines, p.msg.blanks = p.msg.lines[:0], 0
	end := trimRight(p.in.text, 0, len(p.in.text)) // a megabyte of empty lines may follow
	for r := newLineReader(p.in.text[:end]); ; {
		s, e, ok := r.next()
		if !ok {
			break
		}
		if b, e := trim(p.in.text, s, e); b < e {
			p.msg.add(p.in.text, s, b, e)
		} else {
			p.msg.blanks++
		}
	}
	p.report.Exceptions = []Exception{{Value: p.msg.value(&p.in)}}
}

// markCut tells the reader of the message that there was more.
func (p *parser) markCut(bytes int) {
	if n := len(p.report.Exceptions); n > 0 {
		e := &p.report.Exceptions[n-1]
		e.Value = strings.TrimLeft(fmt.Sprintf("%s\n… (%d bytes cut)", e.Value, bytes), "\n")
	}
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
	p.in.drop(DroppedEmpty, p.sep.s, p.sep.e)
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
	p.msg.lines = p.msg.lines[:0]
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
		Value:      p.msg.value(&p.in),
		Frames:     c.frames,
		Categories: c.cats,
		Relation:   c.rel,
	}
	if e.Value == "" && len(e.Frames) == 0 && len(e.Categories) == 0 {
		p.in.drop(DroppedEmpty, c.sep.s, c.sep.e)
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
		e.Separator = p.in.text[c.sep.s:c.sep.e]
		p.in.acct.add(markSeparator, c.sep.s, c.sep.e)
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
		p.in.drop(DroppedTooMany, s, len(p.in.text))
	}
	return p.full
}

func reverse(f []Frame) {
	for i, j := 0, len(f)-1; i < j; i, j = i+1, j-1 {
		f[i], f[j] = f[j], f[i]
	}
}
