package platform

import (
	"slices"
	"strings"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

var (
	formItemsType      = &value.Type{Ru: "ВсеЭлементыФормы", En: "FormAllItems"}
	formCommandsType   = &value.Type{Ru: "КомандыФормы", En: "FormCommands"}
	formCommandType    = &value.Type{Ru: "КомандаФормы", En: "FormCommand"}
	formFieldType      = &value.Type{Ru: "ПолеФормы", En: "FormField"}
	formGroupType      = &value.Type{Ru: "ГруппаФормы", En: "FormGroup"}
	formButtonType     = &value.Type{Ru: "КнопкаФормы", En: "FormButton"}
	formDecorationType = &value.Type{Ru: "ДекорацияФормы", En: "FormDecoration"}
)

// formItems is Элементы.
type formItems struct {
	form *Form
	list []*formItem
}

// formItem is an item of a form, or a command: a thing with properties that the
// code sets.
type formItem struct {
	form       *Form
	kind       *value.Type
	name       string
	parent     *formItem
	properties map[string]value.Value // by folded Russian names
	actions    map[string]string      // handlers by folded events
}

func (*formItems) Type() *value.Type  { return formItemsType }
func (i *formItem) Type() *value.Type { return i.kind }

func (f *formItems) find(name string) *formItem { return findItem(f.list, name) }

func findItem(list []*formItem, name string) *formItem {
	for _, i := range list {
		if equalFold(i.name, name) {
			return i
		}
	}
	return nil
}

// CallMember has nothing of its own.
func (*formItems) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// SetMember has nothing.
func (*formItems) SetMember(*eval.Thread, string, value.Value) (bool, error) { return false, nil }

// GetMember finds an item by its name.
func (f *formItems) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	if i := f.find(name); i != nil {
		return i, true, nil
	}
	return nil, false, nil
}

// CallMember has nothing of its own.
func (*formItem) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// GetMember reads a property; what was not set is Неопределено, except what every
// item shows by itself.
func (i *formItem) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	switch {
	case equalFold(name, "Имя", "Name"):
		return str(i.name), true, nil
	case equalFold(name, "Родитель", "Parent"):
		if i.parent == nil {
			return i.form, true, nil
		}
		return i.parent, true, nil
	}
	p := itemProperty(i.kind, name)
	if p == nil {
		return nil, true, eval.Faultf("the property %s of %s is not modelled", name, i.kind.Ru)
	}
	if v := i.properties[foldName(p.ru)]; v != nil {
		return v, true, nil
	}
	if p.begin != nil {
		return p.begin, true, nil
	}
	return value.Undefined, true, nil
}

// SetMember writes a property. What a field shows and what a button does must be
// there: the platform refuses a path or a command that it does not find.
func (i *formItem) SetMember(_ *eval.Thread, name string, v value.Value) (bool, error) {
	p := itemProperty(i.kind, name)
	if p == nil {
		return true, eval.Faultf("the property %s of %s is not modelled", name, i.kind.Ru)
	}
	bad := eval.Raised(eval.CategoryUse, "Недопустимое значение свойства (%s): %s", p.ru, value.Text(v, value.Russian))
	text, isText := v.(value.String)
	switch {
	case p.ru == "ПутьКДанным" && (!isText || text != "" && i.form.attribute(string(text)) == nil),
		p.ru == "ИмяКоманды" && (!isText || i.form.commands.find(string(text)) == nil),
		p.kind != nil && v.Type() != p.kind:
		return true, bad
	}
	i.properties[foldName(p.ru)] = v
	return true, nil
}

// path is the attribute that a field shows.
func (i *formItem) path() string {
	path, _ := i.properties["путькданным"].(value.String)
	return string(path)
}

// usable reports whether a user can see and change an item: so can its groups.
func (i *formItem) usable() bool {
	for at := i; at != nil; at = at.parent {
		for _, name := range [...]string{"видимость", "доступность"} {
			if off, ok := at.properties[name].(value.Bool); ok && !bool(off) {
				return false
			}
		}
		if only, ok := at.properties["толькопросмотр"].(value.Bool); ok && bool(only) {
			return false
		}
	}
	return true
}

func defineFormItems(c *eval.Catalog) {
	for _, e := range formEnums {
		defineEnum(c, e, 0, eval.Version{})
	}
	add := func(c *eval.Call) (value.Value, error) {
		items := self[*formItems](c)
		kind := eval.As[value.TypeValue](c, 1).Of
		var parent *formItem
		switch p := c.Arg(2).(type) {
		case value.UndefinedValue, *Form:
		case *formItem:
			parent = p
		default:
			return nil, eval.Mismatch(2)
		}
		name := c.OnlyText(0)
		switch {
		case c.Bad():
			return nil, nil
		case kind != formFieldType && kind != formGroupType && kind != formButtonType && kind != formDecorationType:
			return nil, eval.Faultf("items of type %s are not modelled", kind.Ru)
		case items.find(name) != nil || !nameRule.MatchString(name):
			return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1'): %s", name)
		}
		i := &formItem{form: items.form, kind: kind, name: name, parent: parent, properties: map[string]value.Value{}, actions: map[string]string{}}
		items.list = append(items.list, i)
		return i, nil
	}
	c.DefineClass(&eval.Class{Type: formItemsType}, []*eval.Function{
		fn("Добавить", "Add", 2, 3, add),
		fn("Найти", "Find", 1, 1, func(c *eval.Call) (value.Value, error) {
			if i := self[*formItems](c).find(c.OnlyText(0)); i != nil {
				return i, nil
			}
			return value.Undefined, nil
		}),
		proc("Удалить", "Delete", 1, 1, func(c *eval.Call) error {
			items, gone := self[*formItems](c), eval.As[*formItem](c, 0)
			items.list = slices.DeleteFunc(items.list, func(i *formItem) bool { return i == gone || i.parent == gone })
			return nil
		}),
	}, nil)
	for _, kind := range []*value.Type{formFieldType, formGroupType, formButtonType, formDecorationType} {
		c.DefineClass(&eval.Class{Type: kind}, []*eval.Function{proc("УстановитьДействие", "SetAction", 2, 2, setAction)}, nil)
	}
	defineFormCommands(c)
}

// setAction binds a handler to an event of an item; the module must have it.
func setAction(c *eval.Call) error {
	i := self[*formItem](c)
	event, handler := c.OnlyText(0), c.OnlyText(1)
	known := false
	for _, e := range itemEvents[i.kind] {
		if equalFold(event, e[0], e[1]) {
			known, event = true, e[0]
		}
	}
	if c.Bad() {
		return nil
	}
	if !known {
		return eval.Faultf("the event %s of %s is not known", event, i.kind.Ru)
	}
	if r := i.form.client.Code.Routine(handler); r == nil {
		return eval.Faultf("the module of the form has no handler %s", handler)
	}
	i.actions[foldName(event)] = handler
	return nil
}

// formCommands is Команды.
type formCommands struct {
	form *Form
	list []*formItem
}

func (*formCommands) Type() *value.Type { return formCommandsType }

func (f *formCommands) find(name string) *formItem { return findItem(f.list, name) }

// CallMember has nothing of its own.
func (*formCommands) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// SetMember has nothing.
func (*formCommands) SetMember(*eval.Thread, string, value.Value) (bool, error) { return false, nil }

// GetMember finds a command by its name.
func (f *formCommands) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	if i := f.find(name); i != nil {
		return i, true, nil
	}
	return nil, false, nil
}

func defineFormCommands(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: formCommandsType}, []*eval.Function{
		fn("Добавить", "Add", 1, 1, func(c *eval.Call) (value.Value, error) {
			commands, name := self[*formCommands](c), c.OnlyText(0)
			if commands.find(name) != nil || !nameRule.MatchString(name) {
				return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1'): %s", name)
			}
			i := &formItem{form: commands.form, kind: formCommandType, name: name, properties: map[string]value.Value{}}
			commands.list = append(commands.list, i)
			return i, nil
		}),
		fn("Найти", "Find", 1, 1, func(c *eval.Call) (value.Value, error) {
			if i := self[*formCommands](c).find(c.OnlyText(0)); i != nil {
				return i, nil
			}
			return value.Undefined, nil
		}),
	}, nil)
	c.DefineClass(&eval.Class{Type: formCommandType}, nil, nil)
}

// cutName takes the first part of a full name off.
func cutName(name string) (first, rest string, ok bool) { return strings.Cut(name, ".") }
