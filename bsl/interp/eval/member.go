package eval

import (
	"strings"

	"sentry1c/bsl/interp/syntax"
	"sentry1c/bsl/interp/value"
)

// Dynamic is an object whose members are known at run time only: records of
// registers, add-ins, metadata. What it does not find is looked for in its
// class.
type Dynamic interface {
	value.Value
	CallMember(c *Call) (v value.Value, found bool, err error)
	GetMember(t *Thread, name string) (v value.Value, found bool, err error)
	SetMember(t *Thread, name string, v value.Value) (found bool, err error)
}

func noField(name string) error {
	return Raised(CategoryScript, "Поле объекта не обнаружено (%s)", name)
}

// getProperty reads Object.Name.
func (t *Thread) getProperty(object value.Value, name string) (value.Value, error) {
	switch o := object.(type) {
	case ModuleValue:
		return nil, noField(name)
	case *value.Structure:
		if v, ok := o.Get(name); ok {
			return v, nil
		}
		return nil, noField(name)
	case *value.Row:
		if v, ok := o.Get(name); ok {
			return v, nil
		}
		return nil, noField(name)
	case Dynamic:
		if v, found, err := o.GetMember(t, name); found || err != nil {
			return v, err
		}
	}
	m, err := t.member(object, name)
	if err != nil {
		return nil, err
	}
	return m.Get(&Call{Thread: t, Name: name, Self: object})
}

// member finds a property in the class of an object.
func (t *Thread) member(object value.Value, name string) (*Member, error) {
	class := t.Program.Catalog.ClassOf(object)
	if class == nil {
		return nil, Raised(CategoryScript, "Значение не является значением объектного типа (%s)", name)
	}
	m := class.members[syntax.Fold(name)]
	switch {
	case m == nil && len(class.members) == 0:
		return nil, noField(name)
	case m == nil:
		return nil, Faultf("the property %s of %s is not modelled", name, class.Type.Ru)
	case !here(m.Where, m.Since, t.Program.Side, t.Program.Version):
		return nil, noField(name)
	}
	return m, nil
}

// setProperty writes Object.Name.
func (t *Thread) setProperty(object value.Value, name string, v value.Value) error {
	switch o := object.(type) {
	case *value.Structure:
		if _, ok := o.Get(name); !ok {
			return noField(name)
		}
		if o.Fixed {
			return notWritable(name)
		}
		o.Set(name, v)
		return nil
	case *value.Row:
		if o.Set(name, v) {
			return nil
		}
		return noField(name)
	case Dynamic:
		if found, err := o.SetMember(t, name, v); found || err != nil {
			return err
		}
	}
	m, err := t.member(object, name)
	if err != nil {
		return err
	}
	if m.Set == nil {
		return notWritable(name)
	}
	c := &Call{Thread: t, Name: name, Self: object, Args: []value.Value{v}}
	_, err = m.Set(c)
	if c.bad != nil {
		return c.bad
	}
	return err
}

func notWritable(name string) error {
	return Raised(CategoryScript, "Поле объекта недоступно для записи (%s)", name)
}

// getIndex reads Object[Index].
func (t *Thread) getIndex(object, index value.Value) (value.Value, error) {
	switch object.(type) {
	case *value.Structure, *value.Row, Dynamic:
		if name, ok := index.(value.String); ok {
			return t.getProperty(object, string(name))
		}
	}
	class := t.Program.Catalog.ClassOf(object)
	if class == nil || class.At == nil {
		return nil, Raised(CategoryScript, "Получение элемента по индексу для значения не определено")
	}
	c := &Call{Thread: t, Name: "[]", Self: object, Args: []value.Value{index}}
	v, err := class.At(c)
	if c.bad != nil {
		return nil, c.bad
	}
	return v, err
}

// setIndex writes Object[Index].
func (t *Thread) setIndex(object, index, v value.Value) error {
	switch object.(type) {
	case *value.Structure, *value.Row, Dynamic:
		if name, ok := index.(value.String); ok {
			return t.setProperty(object, string(name), v)
		}
	}
	class := t.Program.Catalog.ClassOf(object)
	if class == nil || class.Put == nil {
		return Raised(CategoryScript, "Изменение элемента по индексу для значения не определено")
	}
	c := &Call{Thread: t, Name: "[]", Self: object, Args: []value.Value{index, v}}
	_, err := class.Put(c)
	if c.bad != nil {
		return c.bad
	}
	return err
}

// Prefix files a class whose types are named at run time, such as AddIn.X.Y.
func (c *Catalog) Prefix(prefix string, class *Class) { c.classes[syntax.Fold(prefix)+"*"] = class }

func (c *Catalog) classWithPrefix(name string) *Class {
	first, _, ok := strings.Cut(name, ".")
	if !ok {
		return nil
	}
	return c.classes[syntax.Fold(first)+".*"]
}
