package standin

import (
	"fmt"
	"strings"
)

// verb is what a statement does.
type verb int

const (
	verbNothing  verb = iota
	verbEvaluate      // an expression, its value is the answer
	verbAssign        // name = expression
	verbSet           // .property = expression
	verbNew           // новый [class]
	verbObject        // объект number
	verbSleep         // пауза milliseconds
	verbDestroy       // уничтожить
	verbHelp          // помощь
)

type statement struct {
	verb  verb
	name  string // of the variable, property or class
	value expression
}

// expression is a literal, a file, a name or a call.
type expression struct {
	token   token
	call    bool // parentheses follow the name
	member  bool // a dot stands before the name: not a variable
	omitted bool // nothing between two commas
	args    []expression
}

// commands are recognised at the start of a line unless a parenthesis, a dot or = follows: then it is a method or variable.
var commands = []struct {
	russian, english string
	verb             verb
}{
	{"новый", "new", verbNew},
	{"объект", "object", verbObject},
	{"пауза", "sleep", verbSleep},
	{"уничтожить", "destroy", verbDestroy},
	{"помощь", "help", verbHelp},
}

type scriptParser struct{ list []token }

func parseStatement(list []token) (statement, error) {
	p := &scriptParser{list}
	s, err := p.statement()
	if err == nil && p.list[0].kind != tokenEnd {
		err = fmt.Errorf("unexpected %s behind the end of the statement", p.list[0])
	}
	return s, err
}

func (t token) String() string {
	switch t.kind {
	case tokenEnd:
		return "end of the line"
	case tokenValue:
		return formatValue(t.value, func(_, en string) string { return en }) // of an error
	}
	return t.text
}

func (p *scriptParser) sign(text string) bool {
	if p.list[0].kind == tokenSign && p.list[0].text == text {
		p.list = p.list[1:]
		return true
	}
	return false
}

func (p *scriptParser) statement() (statement, error) {
	first := p.list[0]
	switch {
	case first.kind == tokenEnd:
		return statement{}, nil
	case first.kind == tokenName:
		if v, ok := p.command(); ok {
			return v, nil
		}
	}
	e, err := p.expression()
	if err != nil || !p.sign("=") {
		return statement{verb: verbEvaluate, value: e}, err
	}
	if e.token.kind != tokenName || e.call {
		return statement{}, fmt.Errorf("a value cannot be assigned to %s", e.token)
	}
	s := statement{verb: verbAssign, name: e.token.text}
	if e.member {
		s.verb = verbSet
	}
	s.value, err = p.expression()
	return s, err
}

// command reads a command with its one argument, which must be of the right kind.
func (p *scriptParser) command() (statement, bool) {
	word, next := p.list[0].text, p.list[1]
	if next.kind == tokenSign {
		return statement{}, false
	}
	for _, c := range commands {
		if !strings.EqualFold(word, c.russian) && !strings.EqualFold(word, c.english) {
			continue
		}
		s := statement{verb: c.verb}
		taken := 1
		switch _, number := next.value.(float64); {
		case c.verb == verbNew && next.kind == tokenName:
			s.name, taken = next.text, 2
		case c.verb == verbObject || c.verb == verbSleep:
			if !number {
				return statement{}, false
			}
			s.value, taken = expression{token: next}, 2
		}
		p.list = p.list[taken:]
		return s, true
	}
	return statement{}, false
}

func (p *scriptParser) expression() (expression, error) {
	member := p.sign(".")
	e := expression{token: p.list[0], member: member}
	switch {
	case e.token.kind == tokenName:
	case member || e.token.kind == tokenEnd || e.token.kind == tokenSign:
		return e, fmt.Errorf("unexpected %s, want a name or a value", e.token)
	default:
		p.list = p.list[1:]
		return e, nil
	}
	p.list = p.list[1:]
	if !p.sign("(") {
		return e, nil
	}
	e.call = true
	return e, p.arguments(&e)
}

func (p *scriptParser) arguments(e *expression) error {
	if p.sign(")") {
		return nil
	}
	for {
		arg := expression{omitted: true}
		if next := p.list[0]; next.kind != tokenSign || next.text == "." {
			var err error
			if arg, err = p.expression(); err != nil {
				return err
			}
		}
		e.args = append(e.args, arg)
		switch {
		case p.sign(","):
		case p.sign(")"):
			return nil
		default:
			return fmt.Errorf("unexpected %s, want a comma or a parenthesis", p.list[0])
		}
	}
}
