package eval

import (
	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// raiseVersion is where ВызватьИсключение took more than a text.
var raiseVersion = Release(8, 3, 21)

// raise raises an error. Without an argument it is the one that is handled,
// unchanged; otherwise that one becomes the cause of the new one.
func (t *Thread) raise(s *syntax.Raise) error {
	handled := t.Handled()
	if len(s.Args) == 0 {
		if handled == nil {
			return Faultf("there is no error to raise again")
		}
		return &Exception{handled}
	}
	var args [5]value.Value
	if len(s.Args) > len(args) {
		return Faultf("ВызватьИсключение takes at most %d arguments", len(args))
	}
	for i, e := range s.Args {
		if e == nil {
			continue
		}
		v, err := t.expression(e)
		if err != nil {
			return err
		}
		args[i] = v
	}
	if len(s.Args) > 1 && !t.Program.Version.AtLeast(raiseVersion) {
		return Faultf("this form of ВызватьИсключение needs platform %s", raiseVersion)
	}
	info := &ErrorInfo{Description: value.Text(args[0], t.Language), Category: CategoryRaised, Cause: handled}
	if category, ok := args[1].(*value.Enum); ok {
		info.Category = category.Ru
	}
	info.Code, info.Extra = value.Text(args[2], t.Language), value.Text(args[3], t.Language)
	if cause, ok := args[4].(*ErrorInfo); ok {
		info.Cause = cause
	}
	if given, ok := args[0].(*ErrorInfo); ok {
		info = given
	}
	return t.locate(&Exception{info})
}

// execute is Выполнить: it sees the variables of the method, and those it makes
// are seen by later texts of the same method.
func (t *Thread) execute(s *syntax.Execute) error {
	v, err := t.expression(s.Text)
	if err != nil {
		return err
	}
	text, ok := v.(value.String)
	if !ok {
		return Mismatch(0)
	}
	list, err := syntax.ParseStatements("Выполнить", string(text))
	if err != nil {
		return Raised(CategoryCompile, "%v", err)
	}
	f := t.frame()
	r := f.dynamicResolver(t.Program)
	r.declareAssigned(list)
	r.statements(list)
	if len(r.errs) > 0 {
		return Raised(CategoryCompile, "%v", r.errs[0])
	}
	for len(f.locals) < len(r.routine.slots) {
		f.locals = append(f.locals, &Ref{value.Undefined})
	}
	f.routine = r.routine
	return f.with(r, func() error {
		sig, _, err := t.statements(list)
		if err == nil && sig != done {
			err = Faultf("Возврат inside of Выполнить is not modelled")
		}
		return err
	})
}

// Evaluate is Вычислить in the method that runs.
func (t *Thread) Evaluate(text string) (value.Value, error) {
	e, err := syntax.ParseExpression("Вычислить", text)
	if err != nil {
		return nil, Raised(CategoryCompile, "%v", err)
	}
	f := t.frame()
	r := f.dynamicResolver(t.Program)
	r.expression(e)
	if len(r.errs) > 0 {
		return nil, Raised(CategoryCompile, "%v", r.errs[0])
	}
	var v value.Value
	err = f.with(r, func() error {
		v, err = t.expression(e)
		return err
	})
	return v, err
}

// dynamicResolver binds a text that comes at run time. The variables of the
// method are there; new ones are added to a copy of their table.
func (f *Frame) dynamicResolver(p *Program) *resolver {
	slots := map[string]int{}
	for name, slot := range f.routine.slots {
		slots[name] = slot
	}
	code := *f.routine.code
	code.names, code.calls = map[*syntax.Name]binding{}, map[*syntax.Call]target{}
	routine := *f.routine
	routine.slots = slots
	routine.code = &code
	return &resolver{p: p, code: &code, routine: &routine, handler: 1}
}

// with does something while the names of another text are in force.
func (f *Frame) with(r *resolver, do func() error) error {
	names, calls, line := f.names, f.calls, f.line
	f.names, f.calls = r.code.names, r.code.calls
	defer func() { f.names, f.calls, f.line = names, calls, line }()
	return do()
}

// dynamic is a variable that only texts at run time know.
func (f *Frame) dynamic(name string) *Ref {
	if f.extra == nil {
		f.extra = map[string]*Ref{}
	}
	key := syntax.Fold(name)
	if f.extra[key] == nil {
		f.extra[key] = &Ref{value.Undefined}
	}
	return f.extra[key]
}
