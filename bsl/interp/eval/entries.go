package eval

import (
	"cmp"
	"slices"

	"sentry1c/bsl/interp/syntax"
)

// Entry is one name that a program may use.
type Entry struct {
	Kind   EntryKind
	Owner  string // the class of a method or a field, the enumeration of a value
	Ru, En string
	// Min and Max bound the arguments of a function, a method or Новый.
	Min, Max int
	Where    Side
	Since    Version
}

// EntryKind is the sort of a name.
type EntryKind string

// The sorts of names.
const (
	KindFunction EntryKind = "function" // of the global context
	KindProperty EntryKind = "property" // of the global context
	KindClass    EntryKind = "class"    // what Новый makes
	KindMethod   EntryKind = "method"
	KindField    EntryKind = "field"
	KindValue    EntryKind = "value" // of an enumeration
	KindText     EntryKind = "text"  // a name that code writes as a text; the owner is what reads it
)

// Entries lists what the catalogue has.
// Classes that Новый does not make are left out, their members are there.
func (c *Catalog) Entries() []Entry {
	var list []Entry
	for key, f := range c.functions {
		if key == syntax.Fold(f.Ru) {
			list = append(list, f.entry(KindFunction, ""))
		}
	}
	for key, p := range c.properties {
		if key == syntax.Fold(p.Ru) {
			list = append(list, Entry{Kind: KindProperty, Ru: p.Ru, En: p.En, Where: everywhere(p.Where), Since: p.Since})
		}
	}
	for _, class := range c.byType {
		if class.New != nil {
			list = append(list, Entry{Kind: KindClass, Ru: class.Type.Ru, En: class.Type.En, Min: class.Min, Max: class.Max,
				Where: everywhere(class.Where), Since: class.Since})
		}
		for key, f := range class.methods {
			if key == syntax.Fold(f.Ru) {
				list = append(list, f.entry(KindMethod, class.Type.Ru))
			}
		}
		for key, m := range class.members {
			if key == syntax.Fold(m.Ru) {
				list = append(list, Entry{Kind: KindField, Owner: class.Type.Ru, Ru: m.Ru, En: m.En, Where: everywhere(m.Where), Since: m.Since})
			}
		}
	}
	for _, values := range c.values {
		list = append(list, values...)
	}
	SortEntries(list)
	return list
}

// SortEntries puts entries in order.
func SortEntries(list []Entry) {
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Ru, b.Ru))
	})
}

func (f *Function) entry(kind EntryKind, owner string) Entry {
	most, since := f.Max, f.Since
	if f.Longer != nil {
		most = f.Longer.Max
	}
	return Entry{Kind: kind, Owner: owner, Ru: f.Ru, En: f.En, Min: f.Min, Max: most, Where: everywhere(f.Where), Since: since}
}

func everywhere(s Side) Side {
	if s == 0 {
		return Everywhere
	}
	return s
}

// Confine says where an entry of the catalogue is, and since when; an entry that
// the catalogue does not have is left alone.
func (c *Catalog) Confine(e Entry) {
	key := syntax.Fold(e.Ru)
	switch e.Kind {
	case KindFunction:
		if f := c.functions[key]; f != nil {
			f.Where, f.Since = e.Where, e.Since
		}
	case KindProperty:
		if p := c.properties[key]; p != nil {
			p.Where, p.Since = e.Where, e.Since
		}
	case KindClass:
		if class := c.classes[key]; class != nil {
			class.Where, class.Since = e.Where, e.Since
		}
	case KindMethod, KindField:
		class := c.classes[syntax.Fold(e.Owner)]
		if class == nil {
			return
		}
		if f := class.methods[key]; f != nil && e.Kind == KindMethod {
			f.Where, f.Since = e.Where, e.Since
		}
		if m := class.members[key]; m != nil && e.Kind == KindField {
			m.Where, m.Since = e.Where, e.Since
		}
	}
}
