package eval

import (
	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

func (t *Thread) expression(e syntax.Expression) (value.Value, error) {
	switch e := e.(type) {
	case syntax.Literal:
		return constant(e)
	case *syntax.Name:
		return t.name(e)
	case *syntax.Member:
		object, err := t.expression(e.Object)
		if err != nil {
			return nil, err
		}
		t.frame().line = e.Line
		return t.getProperty(object, e.Name)
	case *syntax.Index:
		object, err := t.expression(e.Object)
		if err != nil {
			return nil, err
		}
		index, err := t.expression(e.Index)
		if err != nil {
			return nil, err
		}
		t.frame().line = e.Line
		return t.getIndex(object, index)
	case *syntax.Call, *syntax.MemberCall:
		return t.call(e, true)
	case *syntax.New:
		return t.create(e)
	case *syntax.Unary:
		return t.unary(e)
	case *syntax.Binary:
		return t.operation(e)
	case *syntax.Ternary:
		ok, err := t.condition(e.Condition)
		if err != nil {
			return nil, err
		}
		if ok {
			return t.expression(e.Then)
		}
		return t.expression(e.Else)
	}
	return nil, Faultf("the expression %T is not modelled", e)
}

// variable is the place of a variable.
func (t *Thread) variable(e *syntax.Name) (*Ref, error) {
	f := t.frame()
	switch b := f.names[e]; b.kind {
	case local:
		return f.locals[b.index], nil
	case moduleVar:
		return f.instance.vars[b.index], nil
	case applicationVar:
		if t.Application == nil {
			return nil, Faultf("the application module does not run here (%s)", e.Name)
		}
		return t.Application.vars[b.index], nil
	}
	return nil, Faultf("%s is no variable", e.Name)
}

func (t *Thread) name(e *syntax.Name) (value.Value, error) {
	f := t.frame()
	switch b := f.names[e]; b.kind {
	case commonModule:
		return ModuleValue{b.code}, nil
	case thisObject:
		return f.instance.This, nil
	case contextMember:
		f.line = e.Line
		return t.getProperty(f.instance.This, b.name)
	case property:
		f.line = e.Line
		return b.prop.Get(t)
	}
	ref, err := t.variable(e)
	if err != nil {
		return nil, err
	}
	return ref.V, nil
}

func (t *Thread) unary(e *syntax.Unary) (value.Value, error) {
	v, err := t.expression(e.Operand)
	if err != nil {
		return nil, err
	}
	t.frame().line = e.Line
	if e.Op == syntax.Not {
		b, err := toBool(v)
		return value.Bool(!b), err
	}
	n, err := toNumber(v)
	if e.Op == syntax.Negate {
		n = n.Neg()
	}
	return n, err
}

// operation does a binary operator; И and Или look at the right side only if
// the left one does not decide.
func (t *Thread) operation(e *syntax.Binary) (value.Value, error) {
	left, err := t.expression(e.Left)
	if err != nil {
		return nil, err
	}
	if e.Op == syntax.And || e.Op == syntax.Or {
		first, err := toBool(left)
		if err != nil || first == (e.Op == syntax.Or) {
			return value.Bool(first), err
		}
		second, err := t.condition(e.Right)
		return value.Bool(second), err
	}
	right, err := t.expression(e.Right)
	if err != nil {
		return nil, err
	}
	t.frame().line = e.Line
	return t.binary(e.Op, left, right)
}

func (t *Thread) create(e *syntax.New) (value.Value, error) {
	name, args := e.Type, e.Args
	if e.Dynamic {
		v, err := t.expression(args[0])
		if err != nil {
			return nil, err
		}
		name, args = value.Text(v, t.Language), args[1:]
	}
	refs, err := t.arguments(args)
	if err != nil {
		return nil, err
	}
	t.frame().line = e.Line
	return t.New(name, refs)
}

// New creates a value of a type by its name, as Новый does.
func (t *Thread) New(name string, refs []*Ref) (value.Value, error) {
	class := t.Program.Catalog.ClassNamed(name)
	if class == nil {
		class = t.Program.Catalog.classWithPrefix(name)
	}
	if class == nil || class.New == nil || !here(class.Where, class.Since, t.Program.Side, t.Program.Version) {
		return nil, Raised(CategoryScript, "Тип не определен (%s)", name)
	}
	c := &Call{Thread: t, Name: name, refs: refs, Args: values(refs)}
	v, err := class.New(c)
	if c.bad != nil {
		return nil, c.bad
	}
	return v, err
}
