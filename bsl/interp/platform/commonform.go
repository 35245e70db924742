package platform

import (
	"slices"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// FormSource is a common form before it is opened.
type FormSource struct {
	Name   string
	Module *eval.Module
	// Events are the handlers that the body of the form names, by the Russian name
	// of the event.
	Events map[string]string
}

// FullName is the name of the form among the metadata.
func (f *FormSource) FullName() string { return "ОбщаяФорма." + f.Name }

// Form is a form that is open. Its data are those of both sides: the platform
// carries what changed across the border with each call of the server.
type Form struct {
	session    *Session
	source     *FormSource
	client     *eval.Instance
	attributes []*formAttribute
	items      *formItems
	commands   *formCommands
	parameters *value.Structure
	properties map[string]value.Value
	closed     *notification // who waits for the end
	open       bool
	another    bool // opened with a key of its own: nobody else finds it
}

// formAttribute is a value of the form.
type formAttribute struct {
	name  string
	kind  *typeDescription
	title string
	value value.Value
}

var (
	formType          = &value.Type{Ru: "ФормаКлиентскогоПриложения", En: "ClientApplicationForm"}
	formAttributeType = &value.Type{Ru: "РеквизитФормы", En: "FormAttribute"}
)

// Type tells the type.
func (*Form) Type() *value.Type { return formType }

// Type tells the type.
func (*formAttribute) Type() *value.Type { return formAttributeType }

func (f *Form) attribute(name string) *formAttribute {
	for _, a := range f.attributes {
		if equalFold(a.name, name) {
			return a
		}
	}
	return nil
}

// CallMember has nothing of its own.
func (*Form) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// GetMember reads an attribute. Those that code made have no name in the text of
// the module: they are read by ЭтотОбъект["Имя"] only (ssl_3_1
// ПредупрежденияПриЗавершенииРаботы:65), which the binding of names sees to.
func (f *Form) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	if a := f.attribute(name); a != nil {
		return a.value, true, nil
	}
	if f.properties[foldName(name)] != nil {
		return f.properties[foldName(name)], true, nil
	}
	return nil, false, nil
}

// SetMember writes an attribute or a property.
func (f *Form) SetMember(_ *eval.Thread, name string, v value.Value) (bool, error) {
	if a := f.attribute(name); a != nil {
		a.value = a.kind.adjust(v)
		return true, nil
	}
	for _, p := range formProperties {
		if equalFold(name, p.ru, p.en) {
			f.properties[foldName(p.ru)] = v
			return true, nil
		}
	}
	return false, nil
}

// formProperties are the properties of a form that may be written.
var formProperties = []struct {
	ru, en string
	begin  value.Value
}{
	{"Заголовок", "Title", value.String("")}, {"АвтоЗаголовок", "AutoTitle", value.Bool(true)},
	{"Модифицированность", "Modified", value.Bool(false)}, {"ТолькоПросмотр", "ReadOnly", value.Bool(false)},
	{"КлючНазначенияИспользования", "PurposeUseKey", value.String("")},
	{"Ширина", "Width", value.Int(0)}, {"Высота", "Height", value.Int(0)},
}

func defineForms(c *eval.Catalog) {
	attach, detach := idleFunctions(func(c *eval.Call) *Form { return self[*Form](c) })
	members := []*eval.Member{
		prop("Элементы", "Items", func(c *eval.Call) value.Value { return self[*Form](c).items }),
		prop("Команды", "Commands", func(c *eval.Call) value.Value { return self[*Form](c).commands }),
		prop("Параметры", "Parameters", func(c *eval.Call) value.Value { return self[*Form](c).parameters }),
		prop("ИмяФормы", "FormName", func(c *eval.Call) value.Value { return str(self[*Form](c).source.FullName()) }),
		prop("УникальныйИдентификатор", "UUID", func(*eval.Call) value.Value { return value.NewUUID() }),
	}
	for _, p := range formProperties {
		members = append(members, &eval.Member{Ru: p.ru, En: p.en, Get: func(c *eval.Call) (value.Value, error) {
			if v := self[*Form](c).properties[foldName(p.ru)]; v != nil {
				return v, nil
			}
			return p.begin, nil
		}})
	}
	class := c.DefineClass(&eval.Class{Type: formType}, append(append(
		on(eval.Servers|eval.ThickClient, proc("ИзменитьРеквизиты", "ChangeAttributes", 0, 2, changeAttributes)),
		on(eval.Clients,
			proc("Закрыть", "Close", 0, 1, func(c *eval.Call) error { return self[*Form](c).close(c.Thread, c.Arg(0)) }),
			fn("Открыта", "IsOpen", 0, 0, func(c *eval.Call) (value.Value, error) { return value.Bool(self[*Form](c).open), nil }),
			proc("Активизировать", "Activate", 0, 0, func(c *eval.Call) error {
				self[*Form](c).activate()
				return nil
			}),
			proc("ОбновитьОтображениеДанных", "RefreshDataRepresentation", 0, 1, func(*eval.Call) error { return nil }),
		)...), attach, detach), members)
	c.DefineForm(class)
	c.DefineClass(&eval.Class{Type: formAttributeType, Where: eval.Servers | eval.ThickClient, Min: 2, Max: 5, New: newAttribute}, nil, nil)
	c.Define(on(eval.Clients, fn("ОткрытьФорму", "OpenForm", 1, 8, openForm))...)
	defineFormItems(c)
}

// newAttribute is Новый РеквизитФормы(Имя, Тип, Путь, Заголовок, Сохраняемые):
// ssl_3_1 calls it with two to five arguments.
func newAttribute(c *eval.Call) (value.Value, error) {
	a := &formAttribute{name: c.OnlyText(0), kind: eval.As[*typeDescription](c, 1), title: c.Text(3)}
	switch {
	case c.Bad():
		return nil, nil
	case c.Text(2) != "":
		return nil, eval.Faultf("attributes inside of others are not modelled (%s)", c.Text(2))
	case !nameRule.MatchString(a.name):
		return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1')")
	}
	return a, nil
}

// changeAttributes adds attributes and removes others by their names.
func changeAttributes(c *eval.Call) error {
	f := self[*Form](c)
	added, _ := eval.Optional[*value.Array](c, 0)
	removed, _ := eval.Optional[*value.Array](c, 1)
	if c.Bad() {
		return nil
	}
	if removed != nil {
		for _, item := range removed.Items {
			name, ok := item.(value.String)
			if !ok || f.attribute(string(name)) == nil {
				return eval.Mismatch(1)
			}
			f.attributes = slices.DeleteFunc(f.attributes, func(a *formAttribute) bool { return equalFold(a.name, string(name)) })
		}
	}
	if added == nil {
		return nil
	}
	for _, item := range added.Items {
		a, ok := item.(*formAttribute)
		if !ok {
			return eval.Mismatch(0)
		}
		if f.attribute(a.name) != nil {
			return eval.Raised(eval.CategoryUse, "Реквизит с таким именем уже существует (%s)", a.name)
		}
		a.value = a.kind.adjust(value.Undefined)
		f.attributes = append(f.attributes, a)
	}
	return nil
}

// openForm is ОткрытьФорму: one that is open already comes to the front, whatever the
// parameters are, unless the caller wants one of its own (Уникальность is Истина).
func openForm(c *eval.Call) (value.Value, error) {
	parameters := &value.Structure{}
	if given, ok := eval.Optional[*value.Structure](c, 1); ok && given != nil {
		parameters = given
	}
	another, _ := eval.Optional[value.Bool](c, 3)
	end, _ := eval.Optional[*notification](c, 6)
	name := c.OnlyText(0)
	if c.Bad() {
		return nil, nil
	}
	f, err := session(c).openForm(name, parameters, bool(another))
	if f == nil || err != nil {
		return value.Undefined, err
	}
	if end != nil {
		f.closed = end
	}
	return f, nil
}
