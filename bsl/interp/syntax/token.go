package syntax

import (
	"fmt"
	"strings"
)

// Pos is a place in a text: line and column count from 1, columns in characters.
type Pos struct{ Line, Col int }

// Error tells where a text is not one of the language.
type Error struct {
	File string
	Pos  Pos
	Msg  string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s(%d,%d): %s", e.File, e.Pos.Line, e.Pos.Col, e.Msg)
}

// Fold brings a name to the form in which names are equal: the language does not
// tell capitals from small letters, but does tell е from ё.
func Fold(name string) string { return strings.ToLower(name) }

// kind is the sort of a token.
type kind uint8

const (
	endOfText kind = iota
	identifier
	keyword
	number
	text
	date
	sign       // an operator or a bracket
	annotation // &НаКлиенте
	preprocess // a whole line that begins with #
)

// token is one word of a text.
type token struct {
	kind kind
	pos  Pos
	word Word   // of a keyword
	text string // as written; of a text literal its value, of a date its digits
}

func (t token) is(s string) bool { return t.kind == sign && t.text == s }

// String names the token in messages.
func (t token) String() string {
	switch t.kind {
	case endOfText:
		return "the end of the text"
	case text:
		return "a string"
	case date:
		return "a date"
	}
	return "«" + t.text + "»"
}
