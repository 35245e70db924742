package eval

import (
	"errors"
	"fmt"

	"sentry1c/bsl/interp/syntax"
)

// Compile reads modules as one side sees them and checks them. Common modules of
// other sides that may be called from this one are known by what they export.
func Compile(p *Program, modules []*Module) error {
	p.modules, p.common, p.others = map[string]*Code{}, map[*Code]*Instance{}, map[*Module]*Code{}
	var codes []*Code
	var errs []error
	for _, m := range modules {
		remote := m.Sides&p.Side == 0
		if remote && !(m.ServerCall && p.Side&Clients != 0) {
			continue
		}
		code, err := parseModule(p, m, remote)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		codes = append(codes, code)
		switch {
		case m.Kind == Application:
			p.application = code
		case m.Name != "":
			p.modules[syntax.Fold(m.Name)] = code
			if len(code.vars) > 0 {
				errs = append(errs, fmt.Errorf("%s: a common module has no variables", m.Path))
			}
			p.common[code] = &Instance{Code: code}
		default:
			p.others[m] = code
		}
	}
	for _, code := range codes {
		if !code.Remote {
			errs = append(errs, p.resolve(code)...)
		}
	}
	return errors.Join(errs...)
}

// Add compiles one more module against a program: a scenario, the module of an
// object.
func (p *Program) Add(m *Module) (*Code, error) {
	code, err := parseModule(p, m, false)
	if err != nil {
		return nil, err
	}
	p.others[m] = code
	return code, errors.Join(p.resolve(code)...)
}

func parseModule(p *Program, m *Module, remote bool) (*Code, error) {
	side := p.Side
	if remote {
		side = Server
	}
	tree, err := parse(m.Path, m.Source, side)
	if err != nil {
		return nil, err
	}
	code := &Code{Module: m, Tree: tree, Remote: remote, routines: map[string]*Routine{}, vars: map[string]int{},
		names: map[*syntax.Name]binding{}, calls: map[*syntax.Call]target{}}
	for _, v := range tree.Vars {
		if m.Kind == OfForm && clientVariable(v) != (side&Clients != 0) {
			continue
		}
		key := syntax.Fold(v.Name)
		if _, ok := code.vars[key]; ok {
			return nil, failAt(code, v.Pos, "Переменная с указанным именем уже определена (%s)", v.Name)
		}
		code.vars[key] = len(code.vars)
	}
	for _, method := range tree.Methods {
		if err := code.addMethod(p, method, remote); err != nil {
			return nil, err
		}
	}
	return code, nil
}

func (c *Code) addMethod(p *Program, method *syntax.Method, remote bool) error {
	key := syntax.Fold(method.Name)
	if c.routines[key] != nil {
		return failAt(c, method.Pos, "Процедура или функция с указанным именем уже определена (%s)", method.Name)
	}
	// Whether a module may hide a method of the platform is not documented; no
	// published configuration does it, so it is refused here.
	if p.Catalog.Function(method.Name) != nil {
		return failAt(c, method.Pos, "Процедура или функция с указанным именем уже определена (%s): так называется метод глобального контекста", method.Name)
	}
	r := &Routine{Method: method, code: c, slots: map[string]int{}, body: method.Body}
	for _, a := range method.Annotations {
		known, client, alone := directive(a.Name)
		if !known {
			continue // of extensions: what they intercept is the platform's affair
		}
		if !c.Module.Kind.directed() {
			return failAt(c, a.Pos, "the directive &%s has no place in this module", a.Name)
		}
		r.away, r.alone = client != (p.Side&Clients != 0), alone
	}
	if c.Module.Kind.directed() && len(method.Annotations) == 0 {
		r.away = p.Side&Clients != 0 // without a directive a method runs on the server
	}
	if remote && !method.Export {
		return nil
	}
	c.routines[key] = r
	return nil
}

// directive reads a directive of the compiler; alone is a method of the server
// that does not have its form.
func directive(name string) (known, client, alone bool) {
	switch syntax.Fold(name) {
	case "наклиенте", "atclient":
		return true, true, false
	case "насервере", "atserver":
		return true, false, false
	case "насерверебезконтекста", "atservernocontext":
		return true, false, true
	}
	return false, false, false
}

// clientVariable reports whether a variable of a form's module is the client's;
// without a directive it is the server's.
func clientVariable(v syntax.Var) bool {
	for _, a := range v.Annotations {
		if _, client, _ := directive(a.Name); client {
			return true
		}
	}
	return false
}

func failAt(c *Code, pos syntax.Pos, format string, args ...any) error {
	return &syntax.Error{File: c.Module.Path, Pos: pos, Msg: fmt.Sprintf(format, args...)}
}
