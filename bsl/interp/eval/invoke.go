package eval

import (
	"strings"

	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// arguments evaluates arguments. Variables are passed themselves, so that the
// method can change them.
func (t *Thread) arguments(list []syntax.Expression) ([]*Ref, error) {
	refs := make([]*Ref, len(list))
	for i, e := range list {
		if e == nil {
			continue
		}
		if name, ok := e.(*syntax.Name); ok {
			switch t.frame().names[name].kind {
			case local, moduleVar, applicationVar:
				ref, err := t.variable(name)
				if err != nil {
					return nil, err
				}
				refs[i] = ref
				continue
			}
		}
		v, err := t.expression(e)
		if err != nil {
			return nil, err
		}
		refs[i] = &Ref{v}
	}
	return refs, nil
}

func values(refs []*Ref) []value.Value {
	list := make([]value.Value, len(refs))
	for i, ref := range refs {
		if ref != nil {
			list[i] = ref.V
		}
	}
	return list
}

func (t *Thread) call(e syntax.Expression, wantsValue bool) (value.Value, error) {
	switch e := e.(type) {
	case *syntax.Call:
		refs, err := t.arguments(e.Args)
		if err != nil {
			return nil, err
		}
		f := t.frame()
		f.line = e.Line
		target := f.calls[e]
		switch {
		case target.application && t.Application == nil:
			return nil, Faultf("the application module does not run here (%s)", e.Name)
		case target.application:
			return t.Invoke(t.Application, target.routine, refs)
		case target.routine != nil:
			return t.Invoke(f.instance, target.routine, refs)
		case target.function != nil:
			c := &Call{Thread: t, Name: e.Name, Args: values(refs), refs: refs}
			if target.context {
				c.Self = f.instance.This
			}
			return target.function.run(c)
		}
		return nil, Faultf("%s is not bound", e.Name)
	case *syntax.MemberCall:
		return t.memberCall(e, wantsValue)
	}
	return nil, Faultf("%T is no call", e)
}

func (t *Thread) memberCall(e *syntax.MemberCall, wantsValue bool) (value.Value, error) {
	object, err := t.expression(e.Object)
	if err != nil {
		return nil, err
	}
	refs, err := t.arguments(e.Args)
	if err != nil {
		return nil, err
	}
	t.frame().line = e.Line
	if module, ok := object.(ModuleValue); ok {
		return t.callModule(module.Code, e.Name, refs, wantsValue)
	}
	return t.CallMethod(object, e.Name, refs, wantsValue)
}

// callModule calls what a common module exports. Names are checked here, too:
// the module may come out of Вычислить.
func (t *Thread) callModule(code *Code, name string, refs []*Ref, wantsValue bool) (value.Value, error) {
	r := code.Routine(name)
	switch {
	case r == nil || !r.Export:
		return nil, Raised(CategoryScript, "Метод объекта не обнаружен (%s)", name)
	case wantsValue && !r.Function:
		return nil, Raised(CategoryScript, "Обращение к процедуре объекта как к функции (%s)", name)
	case len(refs) > len(r.Params):
		return nil, Raised(CategoryUse, "Слишком много фактических параметров")
	}
	instance := t.Program.common[code]
	if instance == nil {
		return nil, Faultf("the module %s has no instance", code.Module.Name)
	}
	if !code.Module.Reuse || code == t.frame().instance.Code {
		return t.Invoke(instance, r, refs)
	}
	var key strings.Builder
	key.WriteString(syntax.Fold(code.Module.Name + "." + r.Name))
	for _, ref := range refs {
		part, err := cacheKey(ref)
		if err != nil {
			return nil, err
		}
		key.WriteString("\x00" + part)
	}
	if v, ok := t.Runtime.Recall(t, key.String()); ok {
		return v, nil
	}
	v, err := t.Invoke(instance, r, refs)
	if err == nil {
		t.Runtime.Keep(t, key.String(), v)
	}
	return v, err
}

func cacheKey(ref *Ref) (string, error) {
	if ref == nil {
		return "", nil
	}
	switch v := ref.V.(type) {
	case value.UndefinedValue, value.NullValue, value.Bool, value.String, value.Number, value.Date, value.UUID:
		return v.Type().Ru + ":" + value.Text(v, value.Russian), nil
	}
	return "", Faultf("an argument of type %s of a function whose values are kept is not modelled", ref.V.Type().Ru)
}

// CallMethod calls a method of an object.
func (t *Thread) CallMethod(object value.Value, name string, refs []*Ref, wantsValue bool) (value.Value, error) {
	if o, ok := object.(Dynamic); ok {
		v, found, err := o.CallMember(&Call{Thread: t, Name: name, Self: object, Args: values(refs), refs: refs})
		if found || err != nil {
			return v, err
		}
	}
	class := t.Program.Catalog.ClassOf(object)
	if class == nil {
		return nil, Raised(CategoryScript, "Значение не является значением объектного типа (%s)", name)
	}
	f := class.methods[syntax.Fold(name)]
	switch {
	case f == nil && len(class.methods) == 0:
		return nil, Raised(CategoryScript, "Метод объекта не обнаружен (%s)", name)
	case f == nil:
		return nil, Faultf("the method %s of %s is not modelled", name, class.Type.Ru)
	case !here(f.Where, f.Since, t.Program.Side, t.Program.Version):
		return nil, Raised(CategoryScript, "Метод объекта не обнаружен (%s)", name)
	case wantsValue && f.Proc:
		return nil, Raised(CategoryScript, "Обращение к процедуре объекта как к функции (%s)", name)
	}
	if err := f.check(t.Program, len(refs)); err != nil {
		return nil, Raised(CategoryUse, "%v", err)
	}
	return f.run(&Call{Thread: t, Name: name, Self: object, Args: values(refs), refs: refs})
}
