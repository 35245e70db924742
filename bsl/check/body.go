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

// collect finds the variables that the statements make, with their classes.
func (b *body) collect(list []syntax.Statement) {
	for _, s := range list {
		switch s := s.(type) {
		case *syntax.Assign:
			if name, ok := s.Target.(*syntax.Name); ok {
				b.assigned(name, s.Value)
			}
		case *syntax.For:
			b.locals[syntax.Fold(s.Variable)] = unknown
			b.collect(s.Body)
		case *syntax.ForEach:
			b.locals[syntax.Fold(s.Variable)] = unknown
			b.collect(s.Body)
		case *syntax.While:
			b.collect(s.Body)
		case *syntax.If:
			for _, branch := range s.Branches {
				b.collect(branch)
			}
			b.collect(s.Else)
		case *syntax.Try:
			b.collect(s.Body)
			b.collect(s.Handler)
		}
	}
}

// assigned makes a variable of a name, unless it is one of the module or a member
// of the form. Two values of different classes leave its class unknown.
func (b *body) assigned(name *syntax.Name, v syntax.Expression) {
	key := syntax.Fold(name.Name)
	if _, local := b.locals[key]; !local {
		switch {
		case b.text.vars[key], b.formMember(name.Name) != nil, b.applicationVariable(key), b.text.Foreign[key]:
			return
		}
		if m := b.modules[key]; m != nil || b.Table.Find(eval.KindProperty, "", name.Name) != nil && b.here(b.Table.Find(eval.KindProperty, "", name.Name)) {
			b.fail(name.Pos, "%s is a property or a module, it cannot be assigned to", name.Name)
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
	switch s := s.(type) {
	case *syntax.Assign:
		b.expression(s.Target)
		b.expression(s.Value)
		b.action(s)
	case *syntax.CallStatement:
		b.expression(s.Call)
	case *syntax.If:
		for i, condition := range s.Conditions {
			b.expression(condition)
			b.statements(s.Branches[i])
		}
		b.statements(s.Else)
	case *syntax.While:
		b.expression(s.Condition)
		b.statements(s.Body)
	case *syntax.For:
		b.expressions(s.From, s.To)
		b.statements(s.Body)
	case *syntax.ForEach:
		b.expression(s.Collection)
		b.statements(s.Body)
	case *syntax.Try:
		b.statements(s.Body)
		b.statements(s.Handler)
	case *syntax.Raise:
		if len(s.Args) > 1 && !b.Oldest.AtLeast(eval.Release(8, 3, 21)) {
			b.fail(s.Pos, "ВызватьИсключение takes one argument before 8.3.21")
		}
		b.expressions(s.Args...)
	case *syntax.Return:
		b.expression(s.Value)
	case *syntax.Execute:
		if b.side == eval.ThinClient || b.side == eval.WebClient {
			b.fail(s.Pos, "there is no Выполнить")
		}
		b.expression(s.Text)
		b.dynamicCode(s.Text)
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
