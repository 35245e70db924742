package syntax

import (
	"strings"
)

// Parse reads a module as it is on one side: defined tells which symbols of the
// preprocessor hold there.
func Parse(file, source string, defined func(symbol string) bool) (*Module, error) {
	p, err := newParser(file, source, defined)
	if err != nil {
		return nil, err
	}
	return p.module()
}

// ParseExpression reads the text of Вычислить.
func ParseExpression(file, source string) (Expression, error) {
	p, err := newParser(file, source, nothing)
	if err != nil {
		return nil, err
	}
	e, err := p.expression()
	if err == nil && p.token().kind != endOfText {
		err = p.unexpected("an operator or the end")
	}
	return e, err
}

// ParseStatements reads the text of Выполнить.
func ParseStatements(file, source string) ([]Statement, error) {
	p, err := newParser(file, source, nothing)
	if err != nil {
		return nil, err
	}
	list, err := p.statements()
	if err == nil && p.token().kind != endOfText {
		err = p.unexpected("a statement")
	}
	return list, err
}

func nothing(string) bool { return false }

// maxDepth bounds how deep statements and expressions lie in one another: texts
// may come from anywhere.
const maxDepth = 500

type parser struct {
	file   string
	tokens []token
	at     int
	depth  int

	result *Module
	method *Method
}

func newParser(file, source string, defined func(string) bool) (*parser, error) {
	l := newLexer(file, source)
	tokens, err := l.tokens()
	if err != nil {
		return nil, err
	}
	c := &conditional{file: file, defined: defined}
	if tokens, err = c.apply(tokens); err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimPrefix(source, "\ufeff"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	return &parser{file: file, tokens: tokens, result: &Module{File: file, Regions: c.regions, Lines: lines, Comments: l.comments}}, nil
}

func (p *parser) token() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != endOfText {
		p.at++
	}
	return t
}

func (p *parser) fail(pos Pos, msg string) error { return &Error{p.file, pos, msg} }

func (p *parser) unexpected(want string) error {
	t := p.token()
	return p.fail(t.pos, want+" is expected here, not "+t.String())
}

func (p *parser) sees(w Word) bool { return p.token().kind == keyword && p.token().word == w }

// accept takes the word if it is there.
func (p *parser) accept(w Word) bool {
	if p.sees(w) {
		p.at++
		return true
	}
	return false
}

// acceptSign takes the sign if it is there.
func (p *parser) acceptSign(s string) bool {
	if p.token().is(s) {
		p.at++
		return true
	}
	return false
}

func (p *parser) needSign(s string) error {
	if !p.acceptSign(s) {
		return p.unexpected("«" + s + "»")
	}
	return nil
}

func (p *parser) need(w Word) error {
	if !p.accept(w) {
		return p.unexpected("«" + spelling(w) + "»")
	}
	return nil
}

func (p *parser) name() (token, error) {
	if p.token().kind != identifier {
		return token{}, p.unexpected("a name")
	}
	return p.next(), nil
}

// enter counts the depth; leave gives it back.
func (p *parser) enter() error {
	if p.depth++; p.depth > maxDepth {
		return p.fail(p.token().pos, "too many levels in one another")
	}
	return nil
}

func (p *parser) leave() { p.depth-- }

// spelling is how a word is written in Russian.
func spelling(w Word) string {
	for text, word := range words {
		if word == w && text[0] >= 0x80 {
			return text
		}
	}
	return "Null"
}
