package platform

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// notification is ОписаниеОповещения.
type notification struct {
	procedure string
	module    value.Value
	extra     value.Value
}

var notificationType = &value.Type{Ru: "ОписаниеОповещения", En: "NotifyDescription"}

func (*notification) Type() *value.Type { return notificationType }

func defineDialogs(c *eval.Catalog) {
	c.DefineClass(&eval.Class{Type: notificationType, Where: eval.Clients, Max: 5, New: func(c *eval.Call) (value.Value, error) {
		n := &notification{procedure: c.OnlyText(0), module: c.Arg(1), extra: c.Arg(2)}
		code, _, err := n.target(c.Thread)
		if err != nil {
			return nil, err
		}
		// A procedure that is not exported is not called, in a form either: all 774
		// procedures that forms of 1c-syntax/ssl_3_1@81134face name so are exported.
		if r := code.Routine(n.procedure); r == nil || !r.Export {
			return nil, eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1')")
		}
		return n, nil
	}}, nil, nil)
	c.Define(on(eval.Clients,
		proc("ПоказатьПредупреждение", "ShowMessageBox", 0, 4, func(c *eval.Call) error {
			if !c.Has(1) {
				return eval.Raised(eval.CategoryUse, "Недостаточно фактических параметров (ПоказатьПредупреждение)")
			}
			session(c).Shown = append(session(c).Shown, c.Text(1))
			if n, ok := eval.Optional[*notification](c, 0); ok {
				return n.run(c.Thread)
			}
			return nil
		}),
		proc("ПоказатьВопрос", "ShowQueryBox", 3, 7, func(c *eval.Call) error {
			s := session(c)
			n := eval.As[*notification](c, 0)
			s.Questions = append(s.Questions, c.Text(1))
			if c.Bad() {
				return nil
			}
			answer := "Нет"
			if len(s.Answers) > 0 {
				answer, s.Answers = s.Answers[0], s.Answers[1:]
			}
			return n.run(c.Thread, dialogCode.member(answer))
		}),
	)...)
}

// run calls the procedure that waits for the end of a dialog.
func (n *notification) run(t *eval.Thread, results ...value.Value) error {
	var refs []*eval.Ref
	for _, v := range append(results, n.extra) {
		refs = append(refs, &eval.Ref{V: v})
	}
	_, instance, err := n.target(t)
	if err == nil {
		_, err = t.CallNamed(instance, n.procedure, refs...)
	}
	return err
}

// target is the module whose procedure is called: a common one, or that of a form.
func (n *notification) target(t *eval.Thread) (*eval.Code, *eval.Instance, error) {
	switch module := n.module.(type) {
	case eval.ModuleValue:
		return module.Code, t.Program.Instance(module.Code, nil), nil
	case *Form:
		return module.client.Code, module.client, nil
	}
	return nil, nil, eval.Faultf("ОписаниеОповещения is modelled for common modules and forms only")
}
