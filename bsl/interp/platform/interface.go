package platform

import (
	"errors"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// What a client's part of a session does by itself, without a call of code.

var errNoClient = errors.New("platform: the session has no managed client")

// RunCommand runs a common command as a click does. An error of the code is shown.
func (s *Session) RunCommand(name string) error {
	module := s.Base.Commands[name]
	if s.client == nil || module == nil {
		return s.Base.fault(eval.Faultf("there is no command %s here", name))
	}
	code := s.client.Program.Other(module)
	if code == nil {
		return s.Base.fault(eval.Faultf("the module of the command %s is not compiled", name))
	}
	_, err := s.Run(s.client, s.client.Program.Instance(code, nil), "ОбработкаКоманды", &eval.Ref{V: value.Undefined}, &eval.Ref{V: value.Undefined})
	return s.show(err)
}

// Act calls a method of a common module as a handler of a form does: an error
// that nobody caught is shown to the user.
func (s *Session) Act(module, method string, args ...value.Value) error {
	_, err := s.Call(module, method, args...)
	return s.show(err)
}

// show shows an error: the handlers of the application module come first. It is
// there since 8.3.17, and has no name in the other variant of the language.
func (s *Session) show(err error) error {
	var e *eval.Exception
	if err == nil || !errors.As(err, &e) {
		return err
	}
	if s.client == nil || s.client.Application == nil {
		return errNoClient
	}
	event := "ОбработкаОтображенияОшибки"
	if s.Base.English {
		event = "ErrorDisplayProcessing"
	}
	for _, method := range s.client.Application.Code.Tree.Methods {
		for _, a := range method.Annotations {
			if !equalFold(a.Name, "После", "After") || a.Arg != event {
				continue
			}
			standard := &eval.Ref{V: value.Bool(true)}
			if _, err := s.Run(s.client, s.client.Application, method.Name, &eval.Ref{V: e.Info}, &eval.Ref{V: value.Bool(false)}, standard); err != nil {
				return err
			}
			if standard.V != value.Value(value.Bool(true)) {
				return s.Base.fault(eval.Faultf("%s took the showing of the error away", method.Name))
			}
		}
	}
	// The same error stands in the event log, written by the platform itself.
	s.Base.Log = append(s.Base.Log, s.row("Ошибка", "_$PerformError$_", "Ошибка выполнения", Detail(e.Info, s.Base)))
	s.Shown = append(s.Shown, Brief(e.Info))
	return nil
}
