package eval

import (
	"sentry1c/bsl/interp/syntax"
)

// resolver binds the names of one method.
type resolver struct {
	p       *Program
	code    *Code
	routine *Routine
	errs    []error
	loops   int
	handler int
}

// resolve binds the names of a module.
func (p *Program) resolve(code *Code) []error {
	var errs []error
	if len(code.Tree.Body) > 0 {
		errs = append(errs, failAt(code, code.Tree.Body[0].Position(), "statements outside of methods are not supported here"))
	}
	for _, method := range code.Tree.Methods {
		r := code.routines[syntax.Fold(method.Name)]
		if r == nil || r.away {
			continue
		}
		errs = append(errs, p.resolveRoutine(code, r)...)
	}
	return errs
}

func (p *Program) resolveRoutine(code *Code, r *Routine) []error {
	res := &resolver{p: p, code: code, routine: r}
	for _, param := range r.Params {
		res.declare(param.Pos, param.Name)
	}
	for _, v := range r.Vars {
		res.declare(v.Pos, v.Name)
	}
	res.declareAssigned(r.body)
	res.statements(r.body)
	return res.errs
}

func (r *resolver) fail(pos syntax.Pos, format string, args ...any) {
	r.errs = append(r.errs, failAt(r.code, pos, format, args...))
}

func (r *resolver) declare(pos syntax.Pos, name string) {
	key := syntax.Fold(name)
	if _, ok := r.routine.slots[key]; ok {
		r.fail(pos, "Переменная с указанным именем уже определена (%s)", name)
		return
	}
	r.routine.slots[key] = len(r.routine.slots)
}

// assigned makes a variable of a name that is assigned to, unless it is one
// already.
func (r *resolver) assigned(pos syntax.Pos, name string) {
	b := r.lookup(name)
	switch b.kind {
	case unbound:
		r.declare(pos, name)
	case property, commonModule, thisObject:
		r.fail(pos, "Поле объекта недоступно для записи (%s): so is named a property or a module", name)
	}
}

// lookup finds what a name means in this method.
func (r *resolver) lookup(name string) binding {
	key := syntax.Fold(name)
	if slot, ok := r.routine.slots[key]; ok {
		return binding{kind: local, index: slot}
	}
	if index, ok := r.code.vars[key]; ok {
		return binding{kind: moduleVar, index: index}
	}
	if r.hasThis() && (key == "этотобъект" || key == "thisobject") {
		return binding{kind: thisObject}
	}
	if class := r.context(); class != nil {
		if m := class.members[key]; m != nil && here(m.Where, m.Since, r.p.Side, r.p.Version) {
			return binding{kind: contextMember, name: name}
		}
	}
	if app := r.p.application; app != nil && r.p.Side&Clients != 0 {
		for _, v := range app.Tree.Vars {
			if v.Export && syntax.Fold(v.Name) == key {
				return binding{kind: applicationVar, index: app.vars[key]}
			}
		}
	}
	if code := r.p.modules[key]; code != nil {
		return binding{kind: commonModule, code: code}
	}
	if prop := r.p.Catalog.Property(name); prop != nil && here(prop.Where, prop.Since, r.p.Side, r.p.Version) {
		return binding{kind: property, prop: prop}
	}
	return binding{}
}

// hasThis reports whether ЭтотОбъект stands in this method.
func (r *resolver) hasThis() bool {
	return r.code.Module.Kind == OfObject || r.code.Module.Kind == OfForm && !r.routine.alone
}

// context is the class whose members stand here without an object; nil if there
// is none.
func (r *resolver) context() *Class {
	if r.code.Module.Kind != OfForm || r.routine.alone {
		return nil
	}
	return r.p.Catalog.form
}

// declareAssigned declares what the statements assign to.
func (r *resolver) declareAssigned(list []syntax.Statement) {
	syntax.Assigned(list, func(pos syntax.Pos, name string, _ syntax.Expression) { r.assigned(pos, name) })
}

func (r *resolver) statements(list []syntax.Statement) {
	for _, s := range list {
		r.statement(s)
	}
}

// block looks at the statements that another one holds.
func (r *resolver) block(part syntax.Part, list []syntax.Statement) {
	switch part {
	case syntax.LoopBody:
		r.loops++
		defer func() { r.loops-- }()
	case syntax.Handler:
		r.handler++
		defer func() { r.handler-- }()
	}
	r.statements(list)
}

func (r *resolver) statement(s syntax.Statement) {
	switch s := s.(type) {
	case *syntax.CallStatement:
		r.call(s.Call, false)
		return
	case *syntax.Raise:
		if len(s.Args) == 0 && r.handler == 0 {
			r.fail(s.Pos, "ВызватьИсключение without an argument stands outside of Исключение")
		}
	case *syntax.Break:
		r.inLoop(s.Pos)
	case *syntax.Continue:
		r.inLoop(s.Pos)
	}
	syntax.Parts(s, r.expression, r.block)
}

func (r *resolver) inLoop(pos syntax.Pos) {
	if r.loops == 0 {
		r.fail(pos, "this stands outside of a loop")
	}
}
