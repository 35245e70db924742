package check

import (
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/names"
	"sentry1c/bsl/interp/syntax"
)

func (b *body) call(e *syntax.Call) {
	key := syntax.Fold(e.Name)
	if own := b.text.own[key]; own != nil {
		b.ownCall(e, own)
		return
	}
	if b.text.Foreign[key] {
		return
	}
	if b.text.Kind == eval.OfForm && !b.placement.alone {
		if m := b.Table.Find(eval.KindMethod, formClass, e.Name); m != nil {
			if !b.away(e.Pos, m) {
				b.count(e.Pos, m, len(e.Args))
				b.idle(e, b.text)
			}
			return
		}
	}
	if b.application != nil && b.application != b.text {
		if m := b.application.own[key]; m != nil && m.Export {
			b.arguments(e.Pos, m, e.Args)
			return
		}
	}
	f := b.Table.Find(eval.KindFunction, "", e.Name)
	switch {
	case f == nil:
		b.fail(e.Pos, "%s is no method of the module and none of the platform that the table of names has", e.Name)
	case !b.away(e.Pos, f):
		b.count(e.Pos, f, len(e.Args))
		b.idle(e, b.application)
		b.named(f.Ru, e.Args)
		if f.Ru == "Вычислить" && len(e.Args) > 0 {
			b.dynamicCode(e.Args[0])
		}
	}
}

// ownCall is a call of a method of the same module: the server cannot call its
// client, and a method without the form none that has it.
func (b *body) ownCall(e *syntax.Call, own *syntax.Method) {
	b.arguments(e.Pos, own, e.Args)
	if !directed(b.text.Kind) {
		return
	}
	switch to := place(own); {
	case to.client && b.side&eval.Clients == 0:
		b.fail(e.Pos, "%s runs on the client, the server cannot call it", e.Name)
	case b.placement.alone && !to.alone:
		b.fail(e.Pos, "%s needs the form, which is not here", e.Name)
	}
}

// arguments counts those of a method of a module.
func (b *body) arguments(pos syntax.Pos, m *syntax.Method, args []syntax.Expression) {
	if len(args) > len(m.Params) {
		b.fail(pos, "%s takes %d arguments, not %d", m.Name, len(m.Params), len(args))
		return
	}
	for i, p := range m.Params {
		if p.Default == nil && (i >= len(args) || args[i] == nil) {
			b.fail(pos, "%s: the argument %s is missing", m.Name, p.Name)
			return
		}
	}
}

// count counts those of a method of the platform.
func (b *body) count(pos syntax.Pos, n *names.Name, args int) {
	most := n.Max
	if later, ok := longer[n.Ru]; ok && !b.Oldest.AtLeast(later.since) {
		most = later.before
	}
	if args < n.Min || args > most {
		b.fail(pos, "%s takes %d to %d arguments, not %d", n, n.Min, most, args)
	}
}

// longer are methods that took fewer arguments before a release (the same forms as
// eval.Longer of the interpreter).
var longer = map[string]struct {
	before int
	since  eval.Version
}{"ПодключитьВнешнююКомпоненту": {3, eval.Release(8, 3, 21)}}

func (b *body) memberCall(e *syntax.MemberCall) {
	if name, ok := e.Object.(*syntax.Name); ok {
		if m := b.module(name); m != nil {
			b.expression(e.Object)
			b.expressions(e.Args...)
			b.moduleCall(e, m)
			return
		}
	}
	b.expression(e.Object)
	b.expressions(e.Args...)
	b.notification(e)
	class := b.classOf(e.Object)
	if class != unknown && b.hasMembers(eval.KindMethod, class) {
		if m := b.Table.Find(eval.KindMethod, class, e.Name); m == nil {
			b.fail(e.Pos, "%s has no method %s in the table of names", class, e.Name)
		} else if !b.away(e.Pos, m) {
			b.count(e.Pos, m, len(e.Args))
		}
		return
	}
	b.anyMethod(e)
}

func (b *body) moduleCall(e *syntax.MemberCall, m *text) {
	method := m.own[syntax.Fold(e.Name)]
	component, known := b.Methods[syntax.Fold(e.Name)]
	switch {
	case b.text.Foreign[syntax.Fold(m.Name)] && known && len(e.Args) >= component.Min && len(e.Args) <= component.Max:
		// An example of the component calls its object by the name of the module.
	case method != nil && method.Export:
		b.arguments(e.Pos, method, e.Args)
	default:
		b.fail(e.Pos, "the module %s exports no %s", m.Name, e.Name)
	}
}

// anyMethod checks a call on an object of unknown class: some class, the component
// or a module has such a method with so many arguments.
func (b *body) anyMethod(e *syntax.MemberCall) {
	// What Вычислить gives is late bound: it may be newer than the oldest platform.
	object, late := e.Object.(*syntax.Call)
	late = late && (syntax.Fold(object.Name) == "вычислить" || syntax.Fold(object.Name) == "eval")
	known := false
	for i := range b.Table.List {
		n := &b.Table.List[i]
		if n.Kind != eval.KindMethod || syntax.Fold(n.Ru) != syntax.Fold(e.Name) && syntax.Fold(n.En) != syntax.Fold(e.Name) {
			continue
		}
		known = true
		if (late || !n.Newer(b.Oldest)) && len(e.Args) >= n.Min && len(e.Args) <= n.Max {
			return
		}
	}
	if c, ok := b.Methods[syntax.Fold(e.Name)]; ok {
		if known = true; len(e.Args) >= c.Min && len(e.Args) <= c.Max {
			return
		}
	}
	for _, m := range b.exported[syntax.Fold(e.Name)] {
		if known = true; len(e.Args) <= len(m.Params) {
			return
		}
	}
	if b.text.Foreign["."+syntax.Fold(e.Name)] {
		return
	}
	if known {
		b.fail(e.Pos, "nothing has a method %s with %d arguments on the oldest platform", e.Name, len(e.Args))
		return
	}
	b.fail(e.Pos, "%s is no method of a class in the table of names, of the component or of a module", e.Name)
}

func (b *body) creation(e *syntax.New) {
	if e.Dynamic {
		return
	}
	if strings.HasPrefix(syntax.Fold(e.Type), "addin.") || b.text.Foreign[syntax.Fold(e.Type)] {
		return
	}
	n := b.Table.Find(eval.KindClass, "", e.Type)
	switch {
	case n == nil:
		b.fail(e.Pos, "%s is no class that the table of names has", e.Type)
	case b.away(e.Pos, n):
	case len(e.Args) < n.Min || len(e.Args) > n.Max:
		b.fail(e.Pos, "Новый %s takes %d to %d arguments, not %d", n, n.Min, n.Max, len(e.Args))
	}
	b.described(e)
}
