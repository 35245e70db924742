package syntax

import (
	"strings"
	"unicode"
)

func (l *lexer) number(start Pos) (token, error) {
	from := l.at
	l.digits()
	if l.peek(0) == '.' && isDigit(l.peek(1)) {
		l.step()
		l.digits()
	}
	if isLetter(l.peek(0)) {
		return token{}, l.fail(l.pos, "a number is followed by a letter")
	}
	return token{kind: number, pos: start, text: string(l.runes[from:l.at])}, nil
}

func (l *lexer) digits() {
	for isDigit(l.peek(0)) {
		l.step()
	}
}

// text reads a string literal. It may go over several lines, each of which
// begins with |; between them comments may stand.
func (l *lexer) text(start Pos) (token, error) {
	var b strings.Builder
	l.step()
	for {
		switch r := l.peek(0); r {
		case endRune:
			return token{}, l.fail(start, "the string has no end")
		case '"':
			l.step()
			if l.peek(0) != '"' {
				l.lineStart = false
				return token{kind: text, pos: start, text: b.String()}, nil
			}
			l.step()
			b.WriteByte('"')
		case '\n':
			if err := l.continuation(start); err != nil {
				return token{}, err
			}
			b.WriteByte('\n')
		case '\r':
			l.step()
			if l.peek(0) != '\n' {
				b.WriteRune(r)
			}
		default:
			b.WriteRune(l.step())
		}
	}
}

// continuation passes the line end and all up to the | of the next line.
func (l *lexer) continuation(start Pos) error {
	l.step()
	for {
		switch r := l.peek(0); {
		case r == '|':
			l.step()
			return nil
		case r != endRune && unicode.IsSpace(r):
			l.step()
		case r == '/' && l.peek(1) == '/':
			l.comment()
		default:
			return l.fail(start, "the string is not closed, or its next line does not begin with «|»")
		}
	}
}

// date reads a date literal: eight, twelve or fourteen digits; other signs
// between them are allowed and mean nothing.
func (l *lexer) date(start Pos) (token, error) {
	var b strings.Builder
	for l.step(); ; {
		switch r := l.peek(0); {
		case r == '\'':
			l.step()
			digits := b.String()
			switch len(digits) {
			case 8:
				digits += "000000"
			case 12:
				digits += "00"
			case 14:
			default:
				return token{}, l.fail(start, "a date has 8, 12 or 14 digits")
			}
			return token{kind: date, pos: start, text: digits}, nil
		case r == endRune || r == '\n':
			return token{}, l.fail(start, "the date has no end")
		case isDigit(r):
			b.WriteRune(l.step())
		default:
			l.step()
		}
	}
}
