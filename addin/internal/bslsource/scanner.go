package bslsource

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner goes over the text once. The tokens of a header are few, so what came
// before is kept in flags rather than in a list.
type scanner struct {
	text   string
	module *Module
	pos    int
	line   int // from 0

	// before is the last token, as far as it changes what a word means.
	before token
	// async is the line of the word «Асинх» if it was the last token.
	async int
	// header is where a header began whose name is still to come.
	header int
	// open is set inside of a procedure, the last one of the module.
	open bool
}

// token is a kind of token.
type token uint8

const (
	other   token = iota
	dot           // the next word is a member
	mark          // & or ~: the next word is a directive or a label
	async         // the word «Асинх»
	heading       // «Процедура» or «Функция»
)

func (s *scanner) run() {
	for s.pos < len(s.text) {
		s.startOfLine()
		for s.pos < len(s.text) && s.text[s.pos] != '\n' {
			s.token()
		}
		s.nextLine()
	}
	if s.open {
		s.close(len(s.module.Lines))
	}
}

// nextLine goes over the break of a line.
func (s *scanner) nextLine() {
	if s.pos < len(s.text) {
		s.pos++
		s.line++
	}
}

// startOfLine reads what means something there only: the rest of a string.
func (s *scanner) startOfLine() {
	s.blanks()
	if s.pos < len(s.text) && s.text[s.pos] == '|' {
		s.pos++
		s.code()
		s.before = other
		s.literal()
	}
}

// blanks goes over blanks inside of a line.
func (s *scanner) blanks() {
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		switch {
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			s.pos++
		case c < utf8.RuneSelf:
			return
		default:
			r, n := utf8.DecodeRuneInString(s.text[s.pos:])
			if !unicode.IsSpace(r) && r != '\ufeff' {
				return
			}
			s.pos += n
		}
	}
}

// code marks the line as one with code.
func (s *scanner) code() { s.module.Code[s.line] = true }

// restOfLine goes to the end of the line.
func (s *scanner) restOfLine() {
	if i := strings.IndexByte(s.text[s.pos:], '\n'); i >= 0 {
		s.pos += i
		return
	}
	s.pos = len(s.text)
}

// token reads one token, or the blanks before it.
func (s *scanner) token() {
	s.blanks()
	if s.pos == len(s.text) {
		return
	}
	switch c := s.text[s.pos]; {
	case c == '\n':
	case c == '#', c == '/' && strings.HasPrefix(s.text[s.pos:], "//"):
		s.restOfLine()
	case c == '"':
		s.pos++
		s.code()
		s.before = other
		s.literal()
	case c == '\'':
		s.pos++
		s.code()
		s.before = other
		s.date()
	case c >= '0' && c <= '9':
		s.code()
		s.before = other
		s.number()
	case c == '.':
		s.sign(dot)
	case c == '&', c == '~':
		s.sign(mark)
	case wordByte(c):
		s.code()
		s.word()
	default:
		s.sign(other)
	}
}

func (s *scanner) sign(t token) {
	s.pos++
	s.code()
	s.before = t
}

// number goes over a number with its point, which makes no member of what follows.
func (s *scanner) number() {
	for s.pos < len(s.text) && (s.text[s.pos] >= '0' && s.text[s.pos] <= '9' || s.text[s.pos] == '.') {
		s.pos++
	}
}

// date goes to the end of a date: it has no escapes and does not leave its line.
func (s *scanner) date() { s.until('\'') }

// literal goes to the end of a string in this line: what follows in the next lines
// begins with «|» and is found there. A doubled quote closes a string and opens one,
// which comes to the same.
func (s *scanner) literal() { s.until('"') }

// until goes behind a byte, or to the end of the line.
func (s *scanner) until(end byte) {
	for s.pos < len(s.text) && s.text[s.pos] != '\n' {
		s.pos++
		if s.text[s.pos-1] == end {
			return
		}
	}
}
