package check

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/names"
	"sentry1c/bsl/interp/syntax"
)

const formClass = "ФормаКлиентскогоПриложения"

// here reports whether a name is there on this side and on the oldest platform.
func (b *body) here(n *names.Name) bool { return n.Where&b.side != 0 && !n.Newer(b.Oldest) }

// away says why a name is not here; false if it is.
func (b *body) away(pos syntax.Pos, n *names.Name) bool {
	switch {
	case n.Where&b.side == 0:
		b.fail(pos, "there is no %s here: it is on %s", n, n.Where)
	case n.Newer(b.Oldest):
		b.fail(pos, "%s came with %s, the oldest platform is %s", n, n.Since, b.Oldest)
	default:
		return false
	}
	return true
}

// formMember finds a property of the form whose module this is.
func (b *body) formMember(name string) *names.Name {
	if b.text.Kind != eval.OfForm || b.placement.alone {
		return nil
	}
	return b.Table.Find(eval.KindField, formClass, name)
}

func (b *body) applicationVariable(key string) bool {
	if b.application == nil || !b.application.vars[key] {
		return false
	}
	for _, v := range b.application.tree.Vars {
		if syntax.Fold(v.Name) == key {
			return v.Export || b.application == b.text
		}
	}
	return false
}

func isThis(key string) bool {
	return key == "этотобъект" || key == "thisobject"
}

// hasThis reports whether ЭтотОбъект stands here.
func (b *body) hasThis() bool {
	return b.text.Kind == eval.OfObject || b.text.Kind == eval.OfForm && !b.placement.alone
}

func (b *body) name(e *syntax.Name) {
	key := syntax.Fold(e.Name)
	if _, local := b.locals[key]; local || b.text.vars[key] || b.text.Foreign[key] || b.applicationVariable(key) || isThis(key) && b.hasThis() {
		return
	}
	if m := b.formMember(e.Name); m != nil {
		b.away(e.Pos, m)
		return
	}
	if m := b.modules[key]; m != nil {
		if m.absent {
			b.fail(e.Pos, "the module %s cannot be reached from here: it is on %s, and is not for calls of the server", m.Name, m.Sides)
		}
		return
	}
	if p := b.Table.Find(eval.KindProperty, "", e.Name); p != nil {
		b.away(e.Pos, p)
		return
	}
	b.fail(e.Pos, "%s is no variable, no module and no property of the platform that the table of names has", e.Name)
}

// classOf is the class of a value, if it is known before the run.
func (b *body) classOf(e syntax.Expression) string {
	switch e := e.(type) {
	case *syntax.New:
		if n := b.Table.Find(eval.KindClass, "", e.Type); n != nil {
			return n.Ru
		}
	case *syntax.Name:
		return b.classOfName(syntax.Fold(e.Name), e.Name)
	case *syntax.Call:
		switch syntax.Fold(e.Name) {
		case "информацияобошибке", "errorinfo":
			return "ИнформацияОбОшибке"
		}
	}
	return unknown
}

func (b *body) classOfName(key, name string) string {
	if class, local := b.locals[key]; local {
		return class
	}
	switch {
	case b.text.vars[key], b.text.Foreign[key]:
		return unknown
	case isThis(key) && b.text.Kind == eval.OfForm:
		return formClass
	}
	if p := b.Table.Find(eval.KindProperty, "", name); p != nil {
		return p.Type
	}
	return unknown
}

// dynamic are classes whose properties depend on their contents.
var dynamic = map[string]bool{"Структура": true, "ФиксированнаяСтруктура": true, "Соответствие": true, formClass: true}

// member checks a property that is read or written: a value of an enumeration, a
// property of a class that is known.
func (b *body) member(e *syntax.Member) {
	object, isName := e.Object.(*syntax.Name)
	if isName {
		if m := b.module(object); m != nil {
			// An example of the component calls its object by the name of the module.
			if !b.text.Foreign[syntax.Fold(object.Name)] || !b.Properties[syntax.Fold(e.Name)] {
				b.fail(e.Pos, "%s: a common module has methods only", e.Name)
			}
			return
		}
		if owner := b.enumeration(object); owner != "" {
			if v := b.Table.Find(eval.KindValue, owner, e.Name); v == nil {
				b.fail(e.Pos, "%s has no value %s in the table of names", owner, e.Name)
			} else {
				b.away(e.Pos, v)
			}
			return
		}
	}
	class := b.classOf(e.Object)
	if class == unknown || dynamic[class] || !b.hasMembers(eval.KindField, class) {
		return
	}
	if f := b.Table.Find(eval.KindField, class, e.Name); f == nil {
		b.fail(e.Pos, "%s has no property %s in the table of names", class, e.Name)
	} else {
		b.away(e.Pos, f)
	}
}

// module finds the common module that a name means.
func (b *body) module(e *syntax.Name) *text {
	key := syntax.Fold(e.Name)
	if _, local := b.locals[key]; local || b.text.vars[key] {
		return nil
	}
	return b.modules[key]
}

// enumeration is the enumeration that a name means; empty if it means none.
func (b *body) enumeration(e *syntax.Name) string {
	key := syntax.Fold(e.Name)
	if _, local := b.locals[key]; local || b.text.vars[key] || b.text.Foreign[key] {
		return ""
	}
	p := b.Table.Find(eval.KindProperty, "", e.Name)
	if p == nil || !b.hasMembers(eval.KindValue, p.Ru) {
		return ""
	}
	return p.Ru
}

// hasMembers reports whether the table has members of a kind for a class.
func (b *body) hasMembers(kind eval.EntryKind, owner string) bool {
	for i := range b.Table.List {
		if n := &b.Table.List[i]; n.Kind == kind && n.Owner == owner {
			return true
		}
	}
	return false
}
