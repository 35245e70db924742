package eval

import (
	"sentry1c/bsl/interp/syntax"
)

func (r *resolver) expressions(list []syntax.Expression) {
	for _, e := range list {
		r.expression(e)
	}
}

func (r *resolver) expression(e syntax.Expression) {
	switch e := e.(type) {
	case nil:
	case *syntax.Name:
		r.name(e)
	case *syntax.Member:
		r.expression(e.Object)
		r.member(e)
	case *syntax.Index:
		r.expression(e.Object)
		r.expression(e.Index)
	case *syntax.Call, *syntax.MemberCall:
		r.call(e, true)
	case *syntax.New:
		r.creation(e)
	case *syntax.Unary:
		r.expression(e.Operand)
	case *syntax.Binary:
		r.expression(e.Left)
		r.expression(e.Right)
	case *syntax.Ternary:
		r.expressions([]syntax.Expression{e.Condition, e.Then, e.Else})
	}
}

func (r *resolver) name(e *syntax.Name) {
	b := r.lookup(e.Name)
	if b.kind == unbound {
		r.fail(e.Pos, "Переменная не определена (%s)%s", e.Name, r.why(r.p.Catalog.Property(e.Name)))
		return
	}
	r.code.names[e] = b
}

// why says where a thing is that is not here.
func (r *resolver) why(p *Property) string {
	if p == nil {
		return ""
	}
	return ": it is there on " + sides(p.Where) + " since " + p.Since.String()
}

func sides(s Side) string {
	if s == 0 {
		s = Everywhere
	}
	return s.String()
}

// member checks what can be known before the run: values of enumerations.
func (r *resolver) member(e *syntax.Member) {
	name, ok := e.Object.(*syntax.Name)
	if !ok {
		return
	}
	b := r.code.names[name]
	switch {
	case b.kind == commonModule:
		r.fail(e.Pos, "a common module has methods only (%s)", e.Name)
	case b.kind == property && b.prop.Get == nil:
		r.fail(e.Pos, "the property %s is not modelled", name.Name)
	}
}

// call binds a call; a procedure has no value.
func (r *resolver) call(e syntax.Expression, wantsValue bool) {
	switch e := e.(type) {
	case *syntax.Call:
		r.expressions(e.Args)
		r.plainCall(e, wantsValue)
	case *syntax.MemberCall:
		r.expression(e.Object)
		r.expressions(e.Args)
		if name, ok := e.Object.(*syntax.Name); ok {
			if b := r.code.names[name]; b.kind == commonModule {
				r.moduleCall(e, b.code, wantsValue)
			}
		}
	}
}

func (r *resolver) plainCall(e *syntax.Call, wantsValue bool) {
	if own := r.code.Routine(e.Name); own != nil {
		r.usable(e.Pos, own, e.Args, wantsValue)
		switch {
		case own.away && r.p.Side&Clients == 0:
			r.fail(e.Pos, "Процедура или функция с указанным именем не определена (%s): it is the client's", e.Name)
		case r.routine.alone && !own.alone:
			r.fail(e.Pos, "Процедура или функция с указанным именем не определена (%s): it needs the form, which is not here", e.Name)
		}
		r.code.calls[e] = target{routine: own}
		return
	}
	if class := r.context(); class != nil {
		if f := class.methods[syntax.Fold(e.Name)]; f != nil && here(f.Where, f.Since, r.p.Side, r.p.Version) {
			r.platformCall(e, target{function: f, context: true}, wantsValue)
			return
		}
	}
	if app := r.p.application; app != nil && app != r.code {
		if routine := app.Routine(e.Name); routine != nil && routine.Export {
			r.usable(e.Pos, routine, e.Args, wantsValue)
			r.code.calls[e] = target{routine: routine, application: true}
			return
		}
	}
	f := r.p.Catalog.Function(e.Name)
	if f == nil || !here(f.Where, f.Since, r.p.Side, r.p.Version) {
		why := ""
		if f != nil {
			why = ": it is there on " + sides(f.Where) + " since " + f.Since.String()
		}
		r.fail(e.Pos, "Процедура или функция с указанным именем не определена (%s)%s", e.Name, why)
		return
	}
	r.platformCall(e, target{function: f}, wantsValue)
}

// platformCall binds a call of something of the platform.
func (r *resolver) platformCall(e *syntax.Call, to target, wantsValue bool) {
	if err := to.function.check(r.p, len(e.Args)); err != nil {
		r.fail(e.Pos, "%v", err)
	}
	if wantsValue && to.function.Proc {
		r.fail(e.Pos, "Обращение к процедуре как к функции (%s)", e.Name)
	}
	r.code.calls[e] = to
}

func (r *resolver) moduleCall(e *syntax.MemberCall, code *Code, wantsValue bool) {
	routine := code.Routine(e.Name)
	if routine == nil || !routine.Export {
		r.fail(e.Pos, "Метод объекта не обнаружен (%s.%s)", code.Module.Name, e.Name)
		return
	}
	r.usable(e.Pos, routine, e.Args, wantsValue)
	if code.Module.Reuse && !routine.Function {
		r.fail(e.Pos, "a module that keeps values exports functions only (%s)", e.Name)
	}
}

func (r *resolver) usable(pos syntax.Pos, routine *Routine, args []syntax.Expression, wantsValue bool) {
	if err := routine.check(args); err != nil {
		r.fail(pos, "%v", err)
	}
	if wantsValue && !routine.Function {
		r.fail(pos, "Обращение к процедуре как к функции (%s)", routine.Name)
	}
}

func (r *resolver) creation(e *syntax.New) {
	r.expressions(e.Args)
	if e.Dynamic {
		return
	}
	class := r.p.Catalog.ClassNamed(e.Type)
	if class == nil || class.New == nil || !here(class.Where, class.Since, r.p.Side, r.p.Version) {
		r.fail(e.Pos, "Тип не определен (%s)", e.Type)
		return
	}
	if n := len(e.Args); n < class.Min || n > class.Max {
		r.fail(e.Pos, "Конструктор не найден (%s) for %d arguments", e.Type, n)
	}
}
