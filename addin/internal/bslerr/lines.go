package bslerr

import "strings"

// lineReader splits a text at "\r\n", "\n" and "\r".
type lineReader struct {
	text string
	pos  int
	lf   int // the line feed searched last; the end if there is none
	cr   bool
}

func newLineReader(text string) lineReader {
	return lineReader{text: text, lf: -1, cr: strings.IndexByte(text, '\r') >= 0}
}

// next returns the bounds of the next line without its break.
func (r *lineReader) next() (s, e int, ok bool) {
	if r.pos >= len(r.text) {
		return 0, 0, false
	}
	s = r.pos
	if r.lf < s {
		// Searched once for each line feed, also if lines end with "\r" only.
		r.lf = len(r.text)
		if i := strings.IndexByte(r.text[s:], '\n'); i >= 0 {
			r.lf = s + i
		}
	}
	e = r.lf
	r.pos = e + 1
	if r.cr {
		if i := strings.IndexByte(r.text[s:e], '\r'); i >= 0 {
			e = s + i
			r.pos = e + 1
			if r.pos == r.lf {
				r.pos++
			}
		}
	}
	return s, e, true
}

// last reports whether no line follows that is not blank. Only called for
// lines that look cut, so its cost does not count.
func (r *lineReader) last() bool {
	return r.pos >= len(r.text) || skipBlanks(r.text, r.pos, len(r.text)) == len(r.text)
}
