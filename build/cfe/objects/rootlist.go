package objects

import (
	"sentry1c/build/cfe/brackets"
	"sentry1c/build/cfe/mdclass"
)

// properties is the root's own list: what the extension is called, how it takes
// hold of its base, what it says of itself. The places of fields are those of
// version 59.
func (e *encoder) properties(contained brackets.Value) brackets.Value {
	conf := e.ext.Configuration
	var roles []string
	for _, r := range conf.DefaultRoles {
		roles = append(roles, e.ext.UUID(r.Name))
	}
	firstRole := none
	if len(roles) > 0 {
		firstRole = id(roles[0])
	}
	empty := brackets.S("")
	nothing := brackets.L(zero, zero)
	mode := brackets.N(int64(conf.CompatibilityMode))
	return brackets.L(
		brackets.N(rootVersion), brackets.L(zero, e.rootHeader()), empty, one,
		phrases(conf.DetailedInfo), phrases(conf.BriefInformation), phrases(conf.Copyright), phrases(conf.VendorAddress), phrases(conf.InformationAddress),
		none, e.language(), none, firstRole, zero,
		brackets.S(conf.Vendor), brackets.S(conf.Version), empty,
		one, nothing, one, nothing, one,
		none, none, none, none, // storages of settings
		mode, // of the base the extension was made for; it is not compared with it
		nothing, zero, zero,
		none, none, none, // report forms
		brackets.L(one, brackets.L(brackets.S("#"), id(usePurposeType), one)),
		none, none, brackets.N(2), none, e.interfaceMode(),
		references(roles), permissions(), brackets.N(2),
		brackets.S(conf.Prefix), mode, brackets.T(mdclass.ExtensionPurpose[conf.Purpose]), zero,
		none, none, none, brackets.B(conf.KeepMapping), none, functions(), nothing,
	)
}

// rootHeader is the name header of the root. It carries the identifier of the
// first contained object.
func (e *encoder) rootHeader() brackets.Value {
	conf := e.ext.Configuration
	h := header{Object: conf.Object, adopted: true, properties: []property{
		{ownCommandInterface, extended}, {ownMainSection, extended}, {controlledRunMode, controlled}, {controlledPurposes, controlled},
	}}
	h.UUID = conf.Contained[mdclass.GeneralGroup]
	if conf.DefaultLanguage != "" {
		h.properties = append(h.properties, property{controlledLanguage, controlled})
	}
	if conf.InterfaceMode != "" {
		h.properties = append(h.properties, property{controlledInterface, controlled})
	}
	if conf.ApplicationModule != nil {
		h.properties = append(h.properties, property{ownApplication, extended})
	}
	if conf.SessionModule != nil {
		h.properties = append(h.properties, property{ownSession, extended})
	}
	return h.value()
}

// language is the language of the extension: the default one if the sources
// name it, else the only one, else none.
func (e *encoder) language() brackets.Value {
	if name := e.ext.Configuration.DefaultLanguage; name != "" {
		return id(e.ext.UUID(name))
	}
	if len(e.ext.Languages) > 0 {
		return id(e.ext.Languages[0].UUID)
	}
	return none
}

// interfaceMode is the look of the interface. What stands there for an
// extension that leaves the property alone means nothing; the platform writes
// what the base has.
func (e *encoder) interfaceMode() brackets.Value {
	if mode := e.ext.Configuration.InterfaceMode; mode != "" {
		return brackets.T(mdclass.InterfaceCompatibilityMode[mode])
	}
	return brackets.T(mdclass.InterfaceCompatibilityMode["Taxi"])
}

// lastPermission is the one permission of the mobile platform that is granted
// from the start.
const lastPermission = 28

// permissions are those of the mobile platform, in the platform's order.
func permissions() brackets.Value {
	order := []int64{9, 1, 10, 2, 3, 5, 6, 7, 8, 11, 12, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, lastPermission}
	items := []brackets.Value{brackets.N(int64(len(order)))}
	for _, n := range order {
		items = append(items, brackets.L(
			brackets.L(brackets.S("#"), id(permissionType), brackets.N(n)),
			brackets.L(brackets.S("B"), brackets.B(n == lastPermission)),
		))
	}
	return brackets.L(items...)
}

// functions are the functions of the mobile platform that the extension uses.
func functions() brackets.Value {
	used := []int64{1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, lastPermission}
	items := []brackets.Value{one, brackets.N(int64(len(used)))}
	for _, n := range used {
		items = append(items, brackets.L(brackets.N(n), brackets.B(n == lastPermission), zero))
	}
	return brackets.L(items...)
}
