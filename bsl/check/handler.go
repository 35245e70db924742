package check

import (
	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/syntax"
)

// Names of methods stand in texts, too, where the compiler does not see them: as
// handlers of events, commands, idle time and dialogs.

// literal reads a text that stands as it is.
func literal(args []syntax.Expression, i int) (string, syntax.Pos, bool) {
	if i >= len(args) {
		return "", syntax.Pos{}, false
	}
	s, ok := args[i].(*syntax.String)
	if !ok {
		return "", syntax.Pos{}, false
	}
	return s.Value, s.Pos, true
}

// action is Команда.Действие = "Имя" in the module of a form.
func (b *body) action(s *syntax.Assign) {
	target, ok := s.Target.(*syntax.Member)
	if !ok || b.text.Kind != eval.OfForm || syntax.Fold(target.Name) != "действие" && syntax.Fold(target.Name) != "action" {
		return
	}
	if name, pos, ok := literal([]syntax.Expression{s.Value}, 0); ok {
		b.clientHandler(pos, name, 1)
	}
}

// notification is Элемент.УстановитьДействие("Событие", "Имя").
func (b *body) notification(e *syntax.MemberCall) {
	switch syntax.Fold(e.Name) {
	case "установитьдействие", "setaction":
		if name, pos, ok := literal(e.Args, 1); ok && b.text.Kind == eval.OfForm {
			b.clientHandler(pos, name, 1)
		}
	}
}

// clientHandler wants a method of the client in the module of the form, with at
// least so many parameters.
func (b *body) clientHandler(pos syntax.Pos, name string, params int) {
	m := b.text.own[syntax.Fold(name)]
	switch {
	case m == nil:
		b.fail(pos, "the module has no handler %s", name)
	case !place(m).client:
		b.fail(pos, "the handler %s does not run on the client", name)
	case len(m.Params) < params:
		b.fail(pos, "the handler %s takes %d parameters, %d come", name, len(m.Params), params)
	}
}

// idle is ПодключитьОбработчикОжидания("Имя", …): in a form a method of its module,
// outside an exported procedure without parameters of the application module.
func (b *body) idle(e *syntax.Call, in *text) {
	switch syntax.Fold(e.Name) {
	case "подключитьобработчикожидания", "attachidlehandler":
	default:
		return
	}
	name, pos, ok := literal(e.Args, 0)
	if !ok {
		return
	}
	if in == nil {
		b.fail(pos, "there is no application module for the idle handler %s", name)
		return
	}
	m := in.own[syntax.Fold(name)]
	switch {
	case m == nil || m.Function || in.Kind == eval.Application && !m.Export:
		b.fail(pos, "the idle handler %s is no exported procedure of the application module, nor one of the form", name)
	case len(m.Params) > 0:
		b.fail(pos, "the idle handler %s has parameters, none come", name)
	case in.Kind == eval.OfForm && !place(m).client:
		b.fail(pos, "the idle handler %s does not run on the client", name)
	}
}

// described is Новый ОписаниеОповещения("Имя", Модуль): the procedure is exported.
func (b *body) described(e *syntax.New) {
	switch syntax.Fold(e.Type) {
	case "описаниеоповещения", "notifydescription":
	default:
		return
	}
	name, pos, ok := literal(e.Args, 0)
	if !ok || len(e.Args) < 2 {
		return
	}
	module, ok := e.Args[1].(*syntax.Name)
	if !ok {
		return
	}
	in := b.module(module)
	if isThis(syntax.Fold(module.Name)) {
		in = b.text
	}
	if in == nil {
		return
	}
	m := in.own[syntax.Fold(name)]
	if m == nil || !m.Export || in.Kind == eval.OfForm && !place(m).client {
		b.fail(pos, "%s is no exported procedure of the client there", name)
	}
}
