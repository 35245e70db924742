package platform

import (
	"slices"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// OpenForm opens a common form as a click on its command does: an error is shown,
// a refusal gives no form.
func (s *Session) OpenForm(name string) (*Form, error) {
	if s.client == nil {
		return nil, errNoClient
	}
	f, err := s.openForm("ОбщаяФорма."+name, &value.Structure{}, false)
	return f, s.show(s.Base.fault(err))
}

func (s *Session) openForm(name string, parameters *value.Structure, another bool) (*Form, error) {
	full := name
	if first, rest, ok := cutName(name); ok && equalFold(first, "CommonForm") {
		full = "ОбщаяФорма." + rest
	}
	source := s.Base.Forms[foldName(full)]
	if source == nil {
		return nil, eval.Raised(eval.CategoryScript, "Форма не обнаружена (%s)", name)
	}
	for _, f := range s.Forms {
		if f.source == source && !f.another && !another {
			f.activate()
			return f, nil
		}
	}
	if err := s.demand(s.server, source.FullName(), "Просмотр"); err != nil {
		return nil, err
	}
	f := &Form{session: s, source: source, parameters: parameters, another: another, properties: map[string]value.Value{}}
	f.items, f.commands = &formItems{form: f}, &formCommands{form: f}
	clientCode, serverCode := s.client.Program.Other(source.Module), s.server.Program.Other(source.Module)
	if clientCode == nil || serverCode == nil {
		return nil, eval.Faultf("the module of the form %s is not compiled", source.Name)
	}
	f.client = s.client.Program.Instance(clientCode, f)
	if err := f.bound(clientCode, serverCode); err != nil {
		return nil, err
	}
	if handler := source.Events["ПриСозданииНаСервере"]; handler != "" {
		refusal := &eval.Ref{V: value.Bool(false)}
		if _, err := s.Run(s.server, s.server.Program.Instance(serverCode, f), handler, refusal, &eval.Ref{V: value.Bool(true)}); err != nil || isTrue(refusal) {
			return nil, err
		}
	}
	f.open = true
	s.Forms = append(s.Forms, f)
	refused, err := f.ask("ПриОткрытии")
	if err != nil || refused {
		f.leave()
		return nil, err
	}
	return f, nil
}

// bound checks that each handler named in the body is in the module, on its side:
// Designer's check of a configuration ends with «Отсутствует обработчик».
func (f *Form) bound(client, server *eval.Code) error {
	for event, handler := range f.source.Events {
		code := client
		if event == "ПриСозданииНаСервере" {
			code = server
		}
		r := code.Routine(handler)
		if r == nil || r.Away() {
			return eval.Faultf("the form %s: the event %s has no handler %s on its side", f.source.Name, event, handler)
		}
	}
	return nil
}

// ask runs a handler of the client that may refuse.
func (f *Form) ask(event string, more ...*eval.Ref) (refused bool, err error) {
	handler := f.source.Events[event]
	if handler == "" {
		return false, nil
	}
	refusal := &eval.Ref{V: value.Bool(false)}
	_, err = f.session.Run(f.session.client, f.client, handler, append([]*eval.Ref{refusal}, more...)...)
	return isTrue(refusal), err
}

func isTrue(ref *eval.Ref) bool {
	b, ok := ref.V.(value.Bool)
	return ok && bool(b)
}

func (f *Form) activate() {
	s := f.session
	s.Forms = append(slices.DeleteFunc(s.Forms, func(other *Form) bool { return other == f }), f)
}

func (f *Form) leave() {
	s := f.session
	f.open = false
	s.Forms = slices.DeleteFunc(s.Forms, func(other *Form) bool { return other == f })
	s.idle = slices.DeleteFunc(s.idle, func(h *idleHandler) bool { return h.form == f })
}

func (f *Form) close(t *eval.Thread, result value.Value) error {
	if !f.open {
		return nil
	}
	// ПередЗакрытием(Отказ, ЗавершениеРаботы, ТекстПредупреждения, СтандартнаяОбработка)
	refused, err := f.ask("ПередЗакрытием", &eval.Ref{V: value.Bool(false)}, &eval.Ref{V: str("")}, &eval.Ref{V: value.Bool(true)})
	if err != nil || refused {
		return err
	}
	f.leave()
	if f.closed != nil {
		return f.closed.run(t, result)
	}
	return nil
}

// Close closes the form as the cross in its corner does.
func (f *Form) Close() error {
	return f.session.fromOutside(func(t *eval.Thread, _ ...value.Value) error { return f.close(t, value.Undefined) })
}

// Value reads an attribute; nil if there is none.
func (f *Form) Value(name string) value.Value {
	if a := f.attribute(name); a != nil {
		return a.value
	}
	return nil
}

// Property reads a property of an item, such as Видимость; nil if it was not set.
func (f *Form) Property(item, name string) value.Value {
	if i := f.items.find(item); i != nil {
		return i.properties[foldName(name)]
	}
	return nil
}

// Items lists the names of the items.
func (f *Form) Items() []string {
	var list []string
	for _, i := range f.items.list {
		list = append(list, i.name)
	}
	return list
}

// Enter does what a user does in a field: only one that can be seen and changed
// takes a value. Its handler ПриИзменении runs.
func (f *Form) Enter(item string, v value.Value) error {
	i := f.items.find(item)
	if i == nil || i.kind != formFieldType || !i.usable() {
		return f.session.Base.fault(eval.Faultf("the form %s has no field %s that a user can change", f.source.Name, item))
	}
	a := f.attribute(i.path())
	if a == nil {
		return f.session.Base.fault(eval.Faultf("the field %s shows nothing", item))
	}
	a.value = a.kind.adjust(v)
	f.properties["модифицированность"] = value.Bool(true)
	return f.fire(i.actions["приизменении"], i)
}

// Click clicks on a button.
func (f *Form) Click(item string) error {
	i := f.items.find(item)
	if i == nil || i.kind != formButtonType || !i.usable() {
		return f.session.Base.fault(eval.Faultf("the form %s has no button %s that a user can click", f.source.Name, item))
	}
	name, _ := i.properties["имякоманды"].(value.String)
	command := f.commands.find(string(name))
	if command == nil {
		return f.session.Base.fault(eval.Faultf("the button %s has no command", item))
	}
	action, _ := command.properties["действие"].(value.String)
	if action == "" {
		return f.session.Base.fault(eval.Faultf("the command %s does nothing", name))
	}
	return f.fire(string(action), command)
}

// fire runs a handler of the client. One that the module does not have is an error
// that the user sees.
func (f *Form) fire(handler string, sender value.Value) error {
	if handler == "" {
		return nil
	}
	return f.session.fromOutside(func(t *eval.Thread, _ ...value.Value) error {
		if r := f.client.Code.Routine(handler); r == nil || r.Away() {
			return eval.Faultf("the module of the form %s has no handler %s on the client", f.source.Name, handler)
		}
		_, err := f.session.Run(t, f.client, handler, &eval.Ref{V: sender})
		return err
	})
}
