package bslsource

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// keyword is one of the words that make a procedure.
type keyword uint8

const (
	noKeyword keyword = iota
	begins
	ends
	isAsync
)

// keywordOf tells a word of the language in any letter case. The length of a word
// decides nearly always.
func keywordOf(word string) keyword {
	is := func(words ...string) bool {
		for _, w := range words {
			if len(w) == len(word) && strings.EqualFold(w, word) {
				return true
			}
		}
		return false
	}
	switch len(word) {
	case len("процедура"), len("procedure"), len("функция"), len("function"):
		if is("процедура", "procedure", "функция", "function") {
			return begins
		}
	case len("конецпроцедуры"), len("endprocedure"), len("конецфункции"), len("endfunction"):
		if is("конецпроцедуры", "endprocedure", "конецфункции", "endfunction") {
			return ends
		}
	case len("асинх"), len("async"):
		if is("асинх", "async") {
			return isAsync
		}
	}
	return noKeyword
}

// wordByte reports whether a word may begin with the byte. What is neither a letter
// nor ASCII is told apart by word.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= utf8.RuneSelf
}

// word reads a word and does what it means.
func (s *scanner) word() {
	start := s.pos
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		if c < utf8.RuneSelf {
			if !wordByte(c) && (c < '0' || c > '9') {
				break
			}
			s.pos++
			continue
		}
		r, n := utf8.DecodeRuneInString(s.text[s.pos:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		s.pos += n
	}
	if s.pos == start { // a foreign sign
		_, n := utf8.DecodeRuneInString(s.text[start:])
		s.pos += n
		s.before = other
		return
	}
	s.mean(s.text[start:s.pos])
}

// mean does what a word means behind the token before it.
func (s *scanner) mean(word string) {
	before := s.before
	s.before = other
	switch before {
	case dot, mark:
		return
	}
	switch kind := keywordOf(word); kind {
	case begins:
		s.header = s.line
		if before == async {
			s.header = s.async
		}
		s.before = heading
	case ends:
		s.end()
	default: // «Асинх» is no reserved word: a procedure may be called so
		switch {
		case before == heading:
			s.begin(word)
		case kind == isAsync:
			s.async = s.line
			s.before = async
		}
	}
}

// begin opens the procedure whose header began at s.header.
func (s *scanner) begin(name string) {
	if s.open {
		s.close(s.header)
	}
	s.open = true
	s.module.Procedures = append(s.module.Procedures, Procedure{Name: name, First: s.header + 1})
}

// end closes the open procedure, or prolongs the one before.
func (s *scanner) end() {
	if len(s.module.Procedures) > 0 {
		s.close(s.line + 1)
	}
}

// close sets the last line of the last procedure, which has one line at least.
func (s *scanner) close(last int) {
	p := &s.module.Procedures[len(s.module.Procedures)-1]
	p.Last = max(last, p.First)
	s.open = false
}
