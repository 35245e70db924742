package check

import (
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

// Owners of names that code writes as texts.
const (
	ofType   = "тип"
	ofRight  = "право"
	ofEvent  = "событие журнала"
	ofSymbol = "препроцессор"
)

// systemEvent begins the names of the platform's own events of the log.
const systemEvent = "_$"

// written checks a text that stands as it is: an event of the platform, or the beginning
// of its name, is one that the table has.
func (b *body) written(e *syntax.String) {
	if !strings.HasPrefix(e.Value, systemEvent) {
		return
	}
	for i := range b.Table.List {
		if n := &b.Table.List[i]; n.Kind == eval.KindText && n.Owner == ofEvent && strings.HasPrefix(n.Ru, e.Value) {
			return
		}
	}
	b.fail(e.Pos, "%s is no event of the log that the table of names has", e.Value)
}

// named checks the name that a function of the platform takes as a text: of a type, of a
// right.
func (b *body) named(function string, args []syntax.Expression) {
	name, pos, ok := literal(args, 0)
	switch {
	case !ok:
	case function == "Тип":
		if b.Table.Find(eval.KindText, ofType, name) == nil && b.Table.Find(eval.KindClass, "", name) == nil {
			b.fail(pos, "%s is no type that the table of names has", name)
		}
	case function == "ПравоДоступа":
		if b.Table.Find(eval.KindText, ofRight, name) == nil {
			b.fail(pos, "%s is no right that the table of names has", name)
		}
	}
}
