package objects

import (
	"slices"

	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/designer"
	"sentry1c/build/cfe/mdclass"
)

// Properties of the base that a root names in its header. The first four stand
// in every extension; which of controlledRunMode and controlledPurposes is
// which is not known.
const (
	ownCommandInterface = commandInterface
	ownMainSection      = "9dfcabbf-6a7a-48aa-8721-df5e78b367c6" // believed to be that
	controlledRunMode   = "da648ef9-2f12-418f-8e2f-8956bc10a66f"
	controlledPurposes  = "c6c6cdec-9de1-431f-b17a-e442eebf86c1"

	controlledLanguage  = "15e3462b-bc9b-40cd-9d9f-dc0922f84560"
	controlledInterface = "cbd1f1ed-72d3-4da3-bd02-c643d9595b7d"
	ownApplication      = "d22e852a-cf8a-4f77-8ccb-3548e7792bea" // managed application module
	ownSession          = "9b7bbbae-9771-46f2-9e4d-2489e0ffc702" // session module
)

// notYet are the classes whose lists the root got after 8.3.17.
var notYet = []string{"Bot", "WebSocketClient"}

// rootVersion is the version of the root's list, that of platform 8.3.17.
const rootVersion = 59

// root writes the root object and its modules. It is proven for extensions
// without own modules and for those with a session or application module.
func (e *encoder) root() {
	conf := e.ext.Configuration
	items := []brackets.Value{
		brackets.N(2), brackets.L(id(conf.UUID)), brackets.N(int64(len(mdclass.Groups))),
	}
	for _, g := range mdclass.Groups {
		items = append(items, brackets.L(id(g.ID), e.group(g)))
	}
	items = append(items, brackets.L(brackets.L(zero, brackets.S(""), brackets.S(""))))
	e.list(conf.UUID, brackets.L(items...))

	modules := conf.Contained[mdclass.GeneralGroup]
	e.module(modules, mdclass.SuffixApplicationModule, conf.ApplicationModule)
	e.module(modules, mdclass.SuffixSessionModule, conf.SessionModule)
}

// group is the body of one group: the contained object it belongs to, in a form
// that differs from group to group, and the lists of the objects of each class,
// empty ones too.
func (e *encoder) group(g mdclass.Group) brackets.Value {
	contained := self(e.ext.Configuration.Contained[g.ID])
	var lists []brackets.Value
	for _, c := range g.Classes {
		if !slices.Contains(notYet, c.Name) {
			lists = append(lists, collection(c.List, e.uuids(c.Name)...))
		}
	}
	count := brackets.N(int64(len(lists)))
	body := func(head brackets.Value) brackets.Value {
		return brackets.L(append([]brackets.Value{one, head, count}, lists...)...)
	}
	switch g.ID {
	case mdclass.GeneralGroup:
		return body(e.properties(contained))
	case mdclass.MainGroup:
		return brackets.L(brackets.N(6), body(brackets.L(contained, none)))
	case mdclass.AccountingGroup, mdclass.ProcessGroup:
		return body(brackets.L(zero, contained))
	}
	return body(brackets.L(contained))
}

// uuids are the identifiers of the extension's objects of a class.
func (e *encoder) uuids(class string) []brackets.Value {
	x := e.ext
	switch class {
	case "Language":
		return ids(x.Languages, func(o *designer.Language) string { return o.UUID })
	case "Subsystem":
		return ids(x.Subsystems, func(o *designer.Subsystem) string { return o.UUID })
	case "SessionParameter":
		return ids(x.SessionParameters, func(o *designer.SessionParameter) string { return o.UUID })
	case "Role":
		return ids(x.Roles, func(o *designer.Role) string { return o.UUID })
	case "CommonTemplate":
		return ids(x.CommonTemplates, func(o *designer.CommonTemplate) string { return o.UUID })
	case "CommonModule":
		return ids(x.CommonModules, func(o *designer.CommonModule) string { return o.UUID })
	case "ScheduledJob":
		return ids(x.ScheduledJobs, func(o *designer.ScheduledJob) string { return o.UUID })
	case "CommonCommand":
		return ids(x.CommonCommands, func(o *designer.CommonCommand) string { return o.UUID })
	case "CommonForm":
		return ids(x.CommonForms, func(o *designer.CommonForm) string { return o.UUID })
	case "Constant":
		return ids(x.Constants, func(o *designer.Constant) string { return o.UUID })
	case "InformationRegister":
		return ids(x.InformationRegisters, func(o *designer.InformationRegister) string { return o.UUID })
	}
	return nil
}

func ids[T any](list []*T, uuid func(*T) string) []brackets.Value {
	var found []brackets.Value
	for _, o := range list {
		found = append(found, id(uuid(o)))
	}
	return found
}
