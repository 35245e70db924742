package eval

import (
	"errors"

	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// signal is how a list of statements ended.
type signal uint8

const (
	done signal = iota
	breaking
	continuing
	returning
)

func (t *Thread) statements(list []syntax.Statement) (signal, value.Value, error) {
	for _, s := range list {
		t.frame().line = s.Position().Line
		if t.Steps--; t.Steps < 0 {
			return done, nil, t.locate(Faultf("too many statements: a loop without an end?"))
		}
		sig, v, err := t.statement(s)
		if err != nil {
			return done, nil, t.locate(err)
		}
		if sig != done {
			return sig, v, nil
		}
	}
	return done, nil, nil
}

func (t *Thread) statement(s syntax.Statement) (signal, value.Value, error) {
	switch s := s.(type) {
	case *syntax.Assign:
		return done, nil, t.assign(s)
	case *syntax.CallStatement:
		_, err := t.call(s.Call, false)
		return done, nil, err
	case *syntax.If:
		return t.ifStatement(s)
	case *syntax.While:
		return t.whileStatement(s)
	case *syntax.For:
		return t.forStatement(s)
	case *syntax.ForEach:
		return t.forEach(s)
	case *syntax.Try:
		return t.try(s)
	case *syntax.Raise:
		return done, nil, t.raise(s)
	case *syntax.Return:
		if s.Value == nil {
			return returning, nil, nil
		}
		v, err := t.expression(s.Value)
		return returning, v, err
	case *syntax.Break:
		return breaking, nil, nil
	case *syntax.Continue:
		return continuing, nil, nil
	case *syntax.Execute:
		return done, nil, t.execute(s)
	}
	return done, nil, Faultf("the statement %T is not modelled", s)
}

func (t *Thread) assign(s *syntax.Assign) error {
	switch target := s.Target.(type) {
	case *syntax.Name:
		v, err := t.expression(s.Value)
		if err != nil {
			return err
		}
		if b := t.frame().names[target]; b.kind == contextMember {
			return t.setProperty(t.frame().instance.This, b.name, v)
		}
		ref, err := t.variable(target)
		if err == nil {
			ref.V = v
		}
		return err
	case *syntax.Member:
		object, err := t.expression(target.Object)
		if err != nil {
			return err
		}
		v, err := t.expression(s.Value)
		if err != nil {
			return err
		}
		t.frame().line = target.Line
		return t.setProperty(object, target.Name, v)
	case *syntax.Index:
		object, err := t.expression(target.Object)
		if err != nil {
			return err
		}
		index, err := t.expression(target.Index)
		if err != nil {
			return err
		}
		v, err := t.expression(s.Value)
		if err != nil {
			return err
		}
		return t.setIndex(object, index, v)
	}
	return Faultf("assignment to %T is not modelled", s.Target)
}

func (t *Thread) condition(e syntax.Expression) (bool, error) {
	v, err := t.expression(e)
	if err != nil {
		return false, err
	}
	return toBool(v)
}

func (t *Thread) ifStatement(s *syntax.If) (signal, value.Value, error) {
	for i, condition := range s.Conditions {
		t.frame().line = condition.Position().Line
		ok, err := t.condition(condition)
		if err != nil {
			return done, nil, err
		}
		if ok {
			return t.statements(s.Branches[i])
		}
	}
	return t.statements(s.Else)
}

func (t *Thread) whileStatement(s *syntax.While) (signal, value.Value, error) {
	for {
		t.frame().line = s.Line
		if t.Steps--; t.Steps < 0 {
			return done, nil, Faultf("too many statements: a loop without an end?")
		}
		ok, err := t.condition(s.Condition)
		if err != nil || !ok {
			return done, nil, err
		}
		if sig, v, err := t.statements(s.Body); err != nil || sig == breaking || sig == returning {
			return after(sig), v, err
		}
	}
}

// after is what a loop ends with when its body ended so.
func after(sig signal) signal {
	if sig == breaking {
		return done
	}
	return sig
}

func (t *Thread) forStatement(s *syntax.For) (signal, value.Value, error) {
	from, err := t.expression(s.From)
	if err != nil {
		return done, nil, err
	}
	to, err := t.expression(s.To)
	if err != nil {
		return done, nil, err
	}
	n, err := toNumber(from)
	if err != nil {
		return done, nil, err
	}
	last, err := toNumber(to)
	if err != nil {
		return done, nil, err
	}
	ref := t.loopVariable(s.Variable)
	for ref.V = n; n.Cmp(last) <= 0; {
		sig, v, err := t.statements(s.Body)
		if err != nil || sig == breaking || sig == returning {
			return after(sig), v, err
		}
		// The body may change the variable; the loop goes on from there.
		if n, err = toNumber(ref.V); err != nil {
			return done, nil, err
		}
		n = n.Add(value.Int(1))
		ref.V = n
	}
	return done, nil, nil
}

func (t *Thread) loopVariable(name string) *Ref {
	f := t.frame()
	if slot, ok := f.routine.slots[syntax.Fold(name)]; ok && slot < len(f.locals) {
		return f.locals[slot]
	}
	return f.dynamic(name)
}

func (t *Thread) forEach(s *syntax.ForEach) (signal, value.Value, error) {
	collection, err := t.expression(s.Collection)
	if err != nil {
		return done, nil, err
	}
	class := t.Program.Catalog.ClassOf(collection)
	if class == nil || class.Items == nil {
		return done, nil, Raised(CategoryScript, "Итератор не определен")
	}
	items, err := class.Items(t, collection)
	if err != nil {
		return done, nil, err
	}
	ref := t.loopVariable(s.Variable)
	for _, item := range items {
		ref.V = item
		if sig, v, err := t.statements(s.Body); err != nil || sig == breaking || sig == returning {
			return after(sig), v, err
		}
	}
	return done, nil, nil
}

func (t *Thread) try(s *syntax.Try) (signal, value.Value, error) {
	sig, v, err := t.statements(s.Body)
	var e *Exception
	if err == nil || !errors.As(err, &e) {
		return sig, v, err
	}
	f := t.frame()
	f.handled = append(f.handled, e.Info)
	defer func() { f.handled = f.handled[:len(f.handled)-1] }()
	return t.statements(s.Handler)
}
