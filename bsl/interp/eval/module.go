package eval

import (
	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// Module is a module before it is compiled.
type Module struct {
	// Name is that of a common module; other modules cannot be named in a text.
	Name string
	// Path is the module as the platform prints it in errors.
	Path string
	// Source is its text.
	Source string
	// Sides are where it is compiled.
	Sides Side
	// ServerCall lets clients call what it exports.
	ServerCall bool
	Privileged bool
	// Reuse keeps what its functions return, for a session.
	Reuse bool
	Kind  Kind
}

// Kind is the sort of a module.
type Kind uint8

// The sorts.
const (
	Common      Kind = iota
	Application      // of the managed application: its exported variables are global on the client
	OfObject         // it has ЭтотОбъект
	OfCommand        // methods carry &НаКлиенте and &НаСервере
	OfForm           // likewise, and the members of the form stand without an object
)

// directed reports whether the methods of such a module carry directives.
func (k Kind) directed() bool { return k == OfCommand || k == OfForm }

// Code is a compiled module on one side.
type Code struct {
	Module *Module
	Tree   *syntax.Module
	// Remote is set if the module lies across the border and its methods run there.
	Remote   bool
	routines map[string]*Routine
	vars     map[string]int
	names    map[*syntax.Name]binding
	calls    map[*syntax.Call]target
}

// Routine is a compiled method.
type Routine struct {
	*syntax.Method
	code  *Code
	slots map[string]int
	body  []syntax.Statement
	away  bool // by its directive it runs on the other side
	alone bool // &НаСервереБезКонтекста: it has no form
}

// Routine finds a method by its name.
func (c *Code) Routine(name string) *Routine { return c.routines[syntax.Fold(name)] }

// Instance is a module with values in its variables.
type Instance struct {
	Code *Code
	vars []*Ref
	This value.Value // ЭтотОбъект
}

// Program is all modules as one side sees them.
type Program struct {
	Side          Side
	Version       Version
	Compatibility Version
	Catalog       *Catalog
	modules       map[string]*Code
	common        map[*Code]*Instance
	application   *Code
	others        map[*Module]*Code
}

// Code finds a common module.
func (p *Program) Code(name string) *Code { return p.modules[syntax.Fold(name)] }

// Instance makes the variables of a module anew. Common modules have none and
// one instance.
func (p *Program) Instance(code *Code, this value.Value) *Instance {
	if i := p.common[code]; i != nil {
		return i
	}
	i := &Instance{Code: code, vars: make([]*Ref, len(code.vars)), This: this}
	for n := range i.vars {
		i.vars[n] = &Ref{value.Undefined}
	}
	return i
}

// binding is what a name means.
type binding struct {
	kind  bindingKind
	index int // of a local or of a variable of the module
	code  *Code
	prop  *Property
	name  string // of a member of the context
}

type bindingKind uint8

const (
	unbound bindingKind = iota
	local
	moduleVar
	applicationVar
	property
	commonModule
	thisObject
	contextMember // of the form whose module this is
)

// target is what a call without an object means.
type target struct {
	routine  *Routine
	function *Function
	// application: the routine is exported by the application module. context: the
	// function is a method of the form whose module this is.
	application, context bool
}

// ModuleValue is a common module as a value: what Вычислить("Модуль") gives and
// ОписаниеОповещения takes.
type ModuleValue struct{ Code *Code }

var moduleType = &value.Type{Ru: "ОбщийМодуль", En: "CommonModule"}

// Type tells the type.
func (ModuleValue) Type() *value.Type { return moduleType }

// check counts the arguments of a call of a method.
func (r *Routine) check(args []syntax.Expression) error {
	if len(args) > len(r.Params) {
		return Raised(CategoryUse, "Слишком много фактических параметров (%s)", r.Name)
	}
	for i, param := range r.Params {
		if param.Default == nil && (i >= len(args) || args[i] == nil) {
			return Raised(CategoryUse, "Недостаточно фактических параметров (%s, %s)", r.Name, param.Name)
		}
	}
	return nil
}

// check counts the arguments of a call of something of the platform.
func (f *Function) check(p *Program, count int) error {
	most := f.Max
	if l := f.Longer; l != nil && p.Version.AtLeast(l.Since) && p.Compatibility.AtLeast(l.Compatibility) {
		most = l.Max
	}
	switch {
	case count < f.Min:
		return Raised(CategoryUse, "Недостаточно фактических параметров (%s)", f.Ru)
	case count > most:
		return Raised(CategoryUse, "Слишком много фактических параметров (%s)", f.Ru)
	}
	return nil
}

// Module is the module of the method.
func (r *Routine) Module() *Module { return r.code.Module }

// Application is the module of the managed application; nil if there is none.
func (p *Program) Application() *Code { return p.application }

// Other finds a module that has no name.
func (p *Program) Other(m *Module) *Code { return p.others[m] }

// Away reports whether the method runs on the other side by its directive.
func (r *Routine) Away() bool { return r.away }
