package objects

import (
	"strings"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// unset is what the platform writes where a switch of a role's rights is off.
const unset = 4294967295

// role writes a role and its rights. The list is proven. Its first number is 1
// in every role with rights; what it means is not known, and roles without
// rights were seen with either value.
func (e *encoder) role(r *designer.Role) {
	const version = 6
	independent := r.Rights != nil && r.Rights.IndependentRightsOfChildObject
	e.list(r.UUID, object(brackets.N(version), own(r.Object, rightsContent), one, zero, brackets.B(independent)))
	if r.Rights != nil {
		e.list(part(r.UUID, mdclass.SuffixRights), e.rights(r.Rights))
	}
}

// rights are written as the sources name them. The platform lists, for each
// object, every right it knows itself; lists of older platforms are shorter and
// are read all the same, so rights that are not named are left out and with
// that not granted.
func (e *encoder) rights(r *designer.Rights) brackets.Value {
	const version = 10
	objects := []brackets.Value{brackets.N(int64(len(r.Objects)))}
	for _, o := range r.Objects {
		objects = append(objects, e.objectRights(o))
	}
	forNew := int64(unset)
	if r.SetForNewObjects {
		forNew = 1
	}
	return brackets.L(brackets.N(version), brackets.L(objects...),
		brackets.L(zero), // templates of restrictions
		brackets.N(forNew), one, brackets.B(r.IndependentRightsOfChildObject), brackets.N(unset))
}

func (e *encoder) objectRights(o designer.ObjectRights) brackets.Value {
	const rootObject, topObject = 3, 0
	class, _, _ := strings.Cut(o.Object.Name, ".")
	kind := int64(topObject)
	if class == mdclass.Configuration.Name {
		kind = rootObject
	}
	rights := []brackets.Value{zero}
	for _, r := range o.Rights {
		right, _, ok := mdclass.Right(class, r.Name)
		if !ok {
			panic("BUG: objects: right " + r.Name + " passed the reader of sources")
		}
		granted := int64(-1)
		if r.Granted {
			granted = 1
		}
		rights = append(rights, id(right), brackets.N(granted))
	}
	target := brackets.L(one, id(e.ext.UUID(o.Object.Name)), zero, brackets.N(kind))
	return brackets.L(target, brackets.L(rights...))
}
