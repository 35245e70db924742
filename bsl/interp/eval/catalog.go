package eval

import (
	"fmt"

	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// Catalog is what a program may name.
type Catalog struct {
	functions  map[string]*Function
	properties map[string]*Property
	classes    map[string]*Class
	byType     map[*value.Type]*Class
	form       *Class
	values     map[*value.Type][]Entry
}

// NewCatalog makes an empty one.
func NewCatalog() *Catalog {
	return &Catalog{functions: map[string]*Function{}, properties: map[string]*Property{}, classes: map[string]*Class{}, byType: map[*value.Type]*Class{},
		values: map[*value.Type][]Entry{}}
}

// Function is a method: of the global context or of a class.
type Function struct {
	Ru, En string
	// Min and Max bound the number of arguments. Longer is the form of newer
	// platforms, if they take more.
	Min, Max int
	Longer   *Longer
	// Proc is a procedure: it has no value.
	Proc  bool
	Where Side    // 0 is everywhere
	Since Version // zero is always
	Do    func(*Call) (value.Value, error)
}

// Longer is a form with more arguments that came later.
type Longer struct {
	Max   int
	Since Version
	// Compatibility is the mode from which on the form is there, too.
	Compatibility Version
}

// Property is a property of the global context.
type Property struct {
	Ru, En string
	Where  Side
	Since  Version
	Get    func(*Thread) (value.Value, error)
}

// Class is a type with members.
type Class struct {
	Type *value.Type
	// New makes one by Новый; nil if that cannot be. Min and Max bound its
	// arguments.
	New      func(*Call) (value.Value, error)
	Min, Max int
	Where    Side
	Since    Version

	methods map[string]*Function
	members map[string]*Member

	// Items lists what Для Каждого walks; nil if it cannot.
	Items func(*Thread, value.Value) ([]value.Value, error)
	// At reads and Put writes an element by an index; nil if there are none.
	At  func(*Call) (value.Value, error)
	Put func(*Call) (value.Value, error)
}

// Member is a property of a class.
type Member struct {
	Ru, En string
	Where  Side // 0 is everywhere
	Since  Version
	Get    func(*Call) (value.Value, error)
	Set    func(*Call) (value.Value, error) // the value is argument 0; nil if it cannot be written
}

// Define adds methods of the global context.
func (c *Catalog) Define(list ...*Function) {
	for _, f := range list {
		addBoth(c.functions, f.Ru, f.En, f)
	}
}

// DefineProperty adds properties of the global context.
func (c *Catalog) DefineProperty(list ...*Property) {
	for _, p := range list {
		addBoth(c.properties, p.Ru, p.En, p)
	}
}

// DefineClass adds a class with its methods and properties.
func (c *Catalog) DefineClass(class *Class, methods []*Function, members []*Member) *Class {
	class.methods, class.members = map[string]*Function{}, map[string]*Member{}
	for _, m := range methods {
		addBoth(class.methods, m.Ru, m.En, m)
	}
	for _, m := range members {
		addBoth(class.members, m.Ru, m.En, m)
	}
	addBoth(c.classes, class.Type.Ru, class.Type.En, class)
	c.byType[class.Type] = class
	return class
}

// DefineForm says which class is that of forms: in the module of a form its
// members stand without an object.
func (c *Catalog) DefineForm(class *Class) { c.form = class }

// DefineValues says which values an enumeration has.
func (c *Catalog) DefineValues(of *value.Type, values []Entry) { c.values[of] = values }

// addBoth files a thing under its two names. Two things of one name are a
// mistake of the catalogue.
func addBoth[T comparable](to map[string]T, ru, en string, thing T) {
	for _, name := range [...]string{ru, en} {
		key := syntax.Fold(name)
		if other, ok := to[key]; ok && other != thing {
			panic(fmt.Sprintf("eval: two things are named %s", name))
		}
		to[key] = thing
	}
}

// Function finds a method of the global context, whatever its side and version.
func (c *Catalog) Function(name string) *Function { return c.functions[syntax.Fold(name)] }

// Property finds a property of the global context.
func (c *Catalog) Property(name string) *Property { return c.properties[syntax.Fold(name)] }

// ClassNamed finds a class by a name of its type.
func (c *Catalog) ClassNamed(name string) *Class { return c.classes[syntax.Fold(name)] }

// ClassOf finds the class of a value; nil if its type has no members.
func (c *Catalog) ClassOf(v value.Value) *Class { return c.byType[v.Type()] }

// here tells whether a thing of the catalogue is on a side in a version.
func here(where Side, since Version, side Side, version Version) bool {
	return (where == 0 || where&side != 0) && version.AtLeast(since)
}
