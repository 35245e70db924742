package syntax

import (
	"strings"
	"unicode"
)

// lexer takes a text apart. Comments are not tokens; they are kept beside, for
// checks of the documentation.
type lexer struct {
	file      string
	runes     []rune
	at        int
	pos       Pos
	lineStart bool // nothing but blanks stood on this line so far
	comments  map[int]string
}

const endRune = rune(-1)

func newLexer(file, source string) *lexer {
	source = strings.TrimPrefix(source, "\ufeff")
	return &lexer{file: file, runes: []rune(source), pos: Pos{1, 1}, lineStart: true, comments: map[int]string{}}
}

func (l *lexer) fail(pos Pos, msg string) error { return &Error{File: l.file, Pos: pos, Msg: msg} }

func (l *lexer) peek(ahead int) rune {
	if l.at+ahead >= len(l.runes) {
		return endRune
	}
	return l.runes[l.at+ahead]
}

func (l *lexer) step() rune {
	r := l.runes[l.at]
	l.at++
	l.pos.Col++
	if r == '\n' {
		l.pos = Pos{l.pos.Line + 1, 1}
		l.lineStart = true
	}
	return r
}

// tokens reads the whole text.
func (l *lexer) tokens() ([]token, error) {
	var list []token
	for {
		t, err := l.next()
		if err != nil {
			return nil, err
		}
		list = append(list, t)
		if t.kind == endOfText {
			return list, nil
		}
	}
}

func (l *lexer) next() (token, error) {
	l.skip()
	start, first := l.pos, l.lineStart
	r := l.peek(0)
	if r == endRune {
		return token{kind: endOfText, pos: start}, nil
	}
	l.lineStart = false
	switch {
	case isLetter(r):
		return l.name(start), nil
	case isDigit(r):
		return l.number(start)
	case r == '"':
		return l.text(start)
	case r == '\'':
		return l.date(start)
	case r == '#' && first:
		return token{kind: preprocess, pos: start, text: strings.TrimSpace(l.line())}, nil
	case r == '&' && isLetter(l.peek(1)):
		l.step()
		t := l.name(start)
		return token{kind: annotation, pos: start, text: t.text}, nil
	}
	for _, s := range [...]string{"<>", "<=", ">=", "+", "-", "*", "/", "%", "=", "<", ">", "(", ")", "[", "]", ",", ";", ".", "?", ":"} {
		if strings.HasPrefix(string(r)+string(max(l.peek(1), 0)), s) {
			for range len(s) {
				l.step()
			}
			return token{kind: sign, pos: start, text: s}, nil
		}
	}
	return token{}, l.fail(start, "the character «"+string(r)+"» has no meaning here")
}

// skip passes blanks and comments.
func (l *lexer) skip() {
	for {
		switch r := l.peek(0); {
		case r == endRune:
			return
		case unicode.IsSpace(r) || r == '\u00a0':
			l.step()
		case r == '/' && l.peek(1) == '/':
			l.comment()
		default:
			return
		}
	}
}

func (l *lexer) comment() {
	line := l.pos.Line
	l.comments[line] = strings.TrimRight(strings.TrimPrefix(l.line(), "//"), " \t")
}

// line passes the rest of the line and returns it.
func (l *lexer) line() string {
	from := l.at
	for l.peek(0) != endRune && l.peek(0) != '\n' {
		l.step()
	}
	return strings.TrimSuffix(string(l.runes[from:l.at]), "\r")
}

func (l *lexer) name(start Pos) token {
	from := l.at
	for isLetter(l.peek(0)) || isDigit(l.peek(0)) {
		l.step()
	}
	name := string(l.runes[from:l.at])
	if word, ok := words[Fold(name)]; ok {
		return token{kind: keyword, pos: start, word: word, text: name}
	}
	return token{kind: identifier, pos: start, text: name}
}

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) }
func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
