package objects

import (
	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// Fixed identifiers that occur inside values.
const (
	referenceType  = "157fa490-4ce9-11d4-9415-008048da11f9" // a reference to an object
	usePurposeType = "1708fdaa-cbce-4289-b373-07a5a74bee91"
	permissionType = "e4c53f94-e5f7-4a34-8c10-218bd811cae1" // permissions of the mobile platform
	commandType    = "078a6af8-d22c-4248-9c33-7e90075a3d2c"
)

// Content that the name header of an object of the extension's own lists.
const (
	formContent      = "32e087ab-1491-49b6-aba7-43571b41ac2b"
	templateContent  = "8eb4fad1-1fa6-403e-970f-2c12dbb43e23"
	rightsContent    = "3245b9fe-57f9-43dc-9c11-030f0617ce16"
	commandInterface = "7f676314-716a-4d54-8335-a71a3857b21c"
)

// Modes in which the name header lists a property of the base.
const (
	controlled = 2 // it must be the same in the base
	extended   = 3 // the extension adds content of its own
)

var (
	none      = brackets.T(mdclass.Nil)
	zero      = brackets.N(0)
	one       = brackets.N(1)
	noPicture = brackets.L(brackets.N(4), zero, brackets.L(zero), brackets.S(""), brackets.N(-1), brackets.N(-1), one, zero, brackets.S(""))
	undefined = brackets.L(brackets.S("U"))
)

// id is the token of an identifier.
func id(uuid string) brackets.Value { return brackets.T(uuid) }

// self is how a list names the object it belongs to.
func self(uuid string) brackets.Value { return brackets.L(one, zero, id(uuid)) }

// phrases is a text in several languages.
func phrases(p designer.Phrases) brackets.Value {
	items := []brackets.Value{brackets.N(int64(len(p)))}
	for _, s := range p {
		items = append(items, brackets.S(s.Language), brackets.S(s.Text))
	}
	return brackets.L(items...)
}

// property is a line of the name header: what the extension does with a
// property of the base.
type property struct {
	uuid string
	mode int64
}

// header is the name header in the version of 8.3.17.
type header struct {
	designer.Object
	adopted    bool
	properties []property
	extended   string // the object in the base, if it is found by identifier
}

func (h header) value() brackets.Value {
	const version = 2
	items := []brackets.Value{
		brackets.N(version), self(h.UUID), brackets.S(h.Name), phrases(h.Synonym), brackets.S(h.Comment),
		brackets.B(h.adopted), brackets.N(int64(len(h.properties))),
	}
	for _, p := range h.properties {
		items = append(items, id(p.uuid), brackets.N(p.mode))
	}
	if h.extended == "" {
		return brackets.L(append(items, none)...)
	}
	return brackets.L(append(items, id(h.extended))...)
}

// own is the name header of an object of the extension's own. The header of
// 8.3.17 names the content of an object that has some besides properties and
// modules, as if the object were adopted and its content extended; later
// headers do not.
func own(o designer.Object, content ...string) brackets.Value {
	h := header{Object: o}
	for _, uuid := range content {
		h.properties = append(h.properties, property{uuid, extended})
	}
	return h.value()
}

// references is a list of objects.
func references(uuids []string) brackets.Value {
	items := []brackets.Value{zero, brackets.N(int64(len(uuids)))}
	for _, u := range uuids {
		items = append(items, brackets.L(brackets.S("#"), id(referenceType), brackets.L(one, id(u))))
	}
	return brackets.L(items...)
}

// collection is a list of identifiers or objects under the identifier of the
// list.
func collection(list string, items ...brackets.Value) brackets.Value {
	return brackets.L(append([]brackets.Value{id(list), brackets.N(int64(len(items)))}, items...)...)
}

// object wraps the list of an object that holds nothing below it.
func object(items ...brackets.Value) brackets.Value {
	return brackets.L(one, brackets.L(items...), zero)
}

// pattern is the type of a value.
func pattern(t designer.Type) brackets.Value {
	return brackets.L(brackets.S("Pattern"), typeValue(t))
}

func typeValue(t designer.Type) brackets.Value {
	number := func(n int) brackets.Value { return brackets.N(int64(n)) }
	switch {
	case t.Name == "xs:boolean":
		return brackets.L(brackets.S("B"))
	case t.Name == "xs:string" && t.Length == 0:
		return brackets.L(brackets.S("S"))
	case t.Name == "xs:string":
		return brackets.L(brackets.S("S"), number(t.Length), brackets.B(!t.Fixed))
	case t.Name == "xs:decimal":
		return brackets.L(brackets.S("N"), number(t.Digits), number(t.Fraction), brackets.B(t.NonNegative))
	case t.Name == "xs:dateTime" && t.Date == "DateTime":
		return brackets.L(brackets.S("D"))
	case t.Name == "xs:dateTime":
		return brackets.L(brackets.S("D"), brackets.S(t.Date[:1]))
	}
	return brackets.L(brackets.S("#"), id(mdclass.TypeID[t.Name]))
}

// fillValue is a value written in a description.
func fillValue(v designer.Value) brackets.Value {
	switch v.Kind {
	case designer.StringValue:
		return brackets.L(brackets.S("S"), brackets.S(v.Text))
	case designer.NumberValue:
		return brackets.L(brackets.S("N"), brackets.T(v.Text))
	}
	return undefined
}
