package standin

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// tokenKind tells the words of a script apart.
type tokenKind int

const (
	tokenEnd    tokenKind = iota
	tokenName             // of a method, property, variable or command
	tokenValue            // a literal
	tokenText             // @path
	tokenBinary           // #path
	tokenSign             // ( ) , = .
)

type token struct {
	kind  tokenKind
	text  string // name, path or sign
	value any    // of a literal
}

// A statement that ends in one of these goes on in the next line.
var (
	errOpenString      = errors.New("the string is not closed; its next line begins with |")
	errOpenParenthesis = errors.New("a parenthesis is not closed")
)

// lexer cuts one statement, which may have several lines, into tokens.
type lexer struct {
	rest string
	list []token
	open int // parentheses
}

// lex ends the list with tokenEnd. errOpenString and errOpenParenthesis tell that more lines are wanted.
func lex(statement string) ([]token, error) {
	l := lexer{rest: statement}
	for {
		l.rest = strings.TrimLeftFunc(l.rest, unicode.IsSpace)
		if strings.HasPrefix(l.rest, "//") {
			_, l.rest, _ = strings.Cut(l.rest, "\n")
			continue
		}
		if l.rest == "" {
			break
		}
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	if l.open > 0 {
		return nil, errOpenParenthesis
	}
	return append(l.list, token{kind: tokenEnd}), nil
}

func (l *lexer) next() error {
	switch c := l.rest[0]; {
	case c == '"':
		return l.text()
	case c == '\'':
		return l.date()
	case c == '@':
		return l.path(tokenText)
	case c == '#':
		return l.path(tokenBinary)
	case c >= '0' && c <= '9' || c == '-' || c == '+':
		return l.number()
	case strings.IndexByte("(),=.;", c) >= 0:
		l.rest = l.rest[1:]
		switch c {
		case '(':
			l.open++
		case ')':
			l.open--
		case ';':
			return nil // a statement ends with its line, the sign is for those used to it
		}
		l.list = append(l.list, token{kind: tokenSign, text: string(c)})
		return nil
	}
	return l.name()
}

// text reads "…" with "" for a quote; a new line of the string begins with |.
func (l *lexer) text() error {
	var b strings.Builder
	rest := l.rest[1:]
	for {
		i := strings.IndexAny(rest, "\"\n")
		if i < 0 {
			return errOpenString
		}
		b.WriteString(rest[:i])
		switch {
		case rest[i] == '\n':
			after, found := strings.CutPrefix(strings.TrimLeft(rest[i+1:], " \t"), "|")
			if !found {
				return errOpenString
			}
			b.WriteByte('\n')
			rest = after
		case strings.HasPrefix(rest[i+1:], `"`):
			b.WriteByte('"')
			rest = rest[i+2:]
		default:
			l.rest = rest[i+1:]
			l.list = append(l.list, token{kind: tokenValue, value: b.String()})
			return nil
		}
	}
}

// date reads '20240131' or '20240131235959'; other signs between the digits are skipped, as 1C does.
func (l *lexer) date() error {
	inside, rest, found := strings.Cut(l.rest[1:], "'")
	if !found {
		return errors.New("the date is not closed")
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, inside)
	layout := "20060102150405"
	switch len(digits) {
	case 8, 12, 14:
		layout = layout[:len(digits)]
	default:
		return fmt.Errorf("date '%s': want 8, 12 or 14 digits", inside)
	}
	value, err := time.Parse(layout, digits)
	if err != nil {
		return fmt.Errorf("date '%s': there is no such day or time", inside)
	}
	l.rest = rest
	l.list = append(l.list, token{kind: tokenValue, value: value})
	return nil
}

// path reads @path up to a space, comma or parenthesis, or @"path with them".
func (l *lexer) path(kind tokenKind) error {
	sign := l.rest[:1]
	l.rest = l.rest[1:]
	if strings.HasPrefix(l.rest, `"`) {
		if err := l.text(); err != nil {
			return err
		}
		last := &l.list[len(l.list)-1]
		*last = token{kind: kind, text: last.value.(string)}
		return nil
	}
	n := strings.IndexAny(l.rest, " \t\r\n,);")
	if n < 0 {
		n = len(l.rest)
	}
	if n == 0 {
		return fmt.Errorf("%s without the path of a file", sign)
	}
	l.list = append(l.list, token{kind: kind, text: l.rest[:n]})
	l.rest = l.rest[n:]
	return nil
}

func (l *lexer) number() error {
	n := 1
	for n < len(l.rest) && (l.rest[n] >= '0' && l.rest[n] <= '9' || l.rest[n] == '.') {
		n++
	}
	word := l.rest[:n]
	value, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return fmt.Errorf("%q is not a number", word)
	}
	l.rest = l.rest[n:]
	l.list = append(l.list, token{kind: tokenValue, value: value})
	return nil
}

// literals are the words that are values, without regard to case.
var literals = []struct {
	russian, english string
	value            any
}{
	{"Истина", "True", true},
	{"Ложь", "False", false},
	{"Неопределено", "Undefined", nil},
	{"Null", "Null", Null{}},
}

func (l *lexer) name() error {
	n := strings.IndexFunc(l.rest, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if n < 0 {
		n = len(l.rest)
	}
	if n == 0 {
		r, _ := utf8.DecodeRuneInString(l.rest)
		return fmt.Errorf("unexpected %q", r)
	}
	word := l.rest[:n]
	l.rest = l.rest[n:]
	for _, literal := range literals {
		if strings.EqualFold(word, literal.russian) || strings.EqualFold(word, literal.english) {
			l.list = append(l.list, token{kind: tokenValue, value: literal.value})
			return nil
		}
	}
	l.list = append(l.list, token{kind: tokenName, text: word})
	return nil
}
