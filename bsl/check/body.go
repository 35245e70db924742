package check

import (
	"fmt"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

// unknown is the class of a variable that has several, or one that is not known
// before the run.
const unknown = ""

// body is one method that is checked.
type body struct {
	*world
	text      *text
	method    *syntax.Method
	placement placement
	locals    map[string]string // class by folded name
}

func (b *body) fail(pos syntax.Pos, format string, args ...any) {
	b.found = append(b.found, Finding{Side: b.side, Path: b.text.Path, Line: b.text.Line + pos.Line, Text: fmt.Sprintf(format, args...)})
}

// assigned makes a variable of a name, unless it is one of the module or a member
// of the form. Two values of different classes leave its class unknown, and so does a loop.
func (b *body) assigned(pos syntax.Pos, name string, v syntax.Expression) {
	key := syntax.Fold(name)
	if v == nil {
		b.locals[key] = unknown
		return
	}
	if _, local := b.locals[key]; !local {
		switch {
		case b.text.vars[key], b.formMember(name) != nil, b.applicationVariable(key), b.text.Foreign[key]:
			return
		}
		if m := b.modules[key]; m != nil || b.Table.Find(eval.KindProperty, "", name) != nil && b.here(b.Table.Find(eval.KindProperty, "", name)) {
			b.fail(pos, "%s is a property or a module, it cannot be assigned to", name)
		}
	}
	class := b.classOf(v)
	if old, ok := b.locals[key]; ok && old != class {
		class = unknown
	}
	b.locals[key] = class
}

func (b *body) statements(list []syntax.Statement) {
	for _, s := range list {
		b.statement(s)
	}
}

func (b *body) statement(s syntax.Statement) {
	if s, ok := s.(*syntax.Raise); ok && len(s.Args) > 1 && !b.Oldest.AtLeast(eval.Release(8, 3, 21)) {
		b.fail(s.Pos, "ВызватьИсключение takes one argument before 8.3.21")
	}
	execute, isExecute := s.(*syntax.Execute)
	if isExecute && (b.side == eval.ThinClient || b.side == eval.WebClient) {
		b.fail(execute.Pos, "there is no Выполнить")
	}
	syntax.Parts(s, b.expression, func(_ syntax.Part, block []syntax.Statement) { b.statements(block) })
	if s, ok := s.(*syntax.Assign); ok {
		b.action(s)
	}
	if isExecute {
		b.dynamicCode(execute.Text)
	}
}

func (b *body) expressions(list ...syntax.Expression) {
	for _, e := range list {
		b.expression(e)
	}
}

func (b *body) expression(e syntax.Expression) {
	switch e := e.(type) {
	case nil:
	case *syntax.String:
		b.written(e)
	case *syntax.Name:
		b.name(e)
	case *syntax.Member:
		b.expression(e.Object)
		b.member(e)
	case *syntax.Index:
		b.expressions(e.Object, e.Index)
	case *syntax.Call:
		b.expressions(e.Args...)
		b.call(e)
	case *syntax.MemberCall:
		b.memberCall(e)
	case *syntax.New:
		b.expressions(e.Args...)
		b.creation(e)
	case *syntax.Unary:
		b.expression(e.Operand)
	case *syntax.Binary:
		b.expressions(e.Left, e.Right)
	case *syntax.Ternary:
		b.expressions(e.Condition, e.Then, e.Else)
	}
}
