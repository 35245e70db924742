package platform

import (
	"fmt"
	"slices"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/value"
)

// Application is the name of the program a session belongs to, as the platform
// names it.
type Application string

// Applications.
const (
	ThinClient    Application = "1CV8C"
	WebClient     Application = "WebClient"
	ThickClient   Application = "1CV8"
	BackgroundJob Application = "BackgroundJob"
	HTTPService   Application = "HTTPServiceConnection"
	COMConnection Application = "COMConnection"
)

// Session is one connection to the infobase.
type Session struct {
	Base        *Infobase
	Number      int
	Application Application
	User        *User
	Language    value.Language
	Started     value.Date

	// Messages, Shown and Questions are what the user saw; Answers are taken for
	// questions in turn, Нет when there are none left.
	Messages, Shown, Questions []string
	Answers                    []string
	// Inputs are taken in turn for texts that are asked for; when there are none
	// left the user closes the window. Notices are the notifications shown.
	Inputs  []string
	Notices []*Notice
	// Uploads are the files that the user chooses, in turn.
	Uploads []Upload
	// Forms are the forms that are open, the active one last.
	Forms []*Form
	// Clipboard is the text that was put there last.
	Clipboard string

	server, client *eval.Thread
	cache          map[eval.Side]map[string]kept
	parameters     map[string]value.Value
	attached       map[string]*attachment
	transaction    transaction
	job            *Job
	idle           []*idleHandler
}

// Open begins a session.
func (b *Infobase) Open(application Application, user *User, language value.Language) (*Session, error) {
	b.sessions++
	s := &Session{Base: b, Number: b.sessions, Application: application, User: user, Language: language,
		cache: map[eval.Side]map[string]kept{}, parameters: map[string]value.Value{}, attached: map[string]*attachment{}}
	s.Started = s.now()
	b.open = append(b.open, s)
	serverSide := eval.Server
	if application == COMConnection {
		serverSide = eval.ExternalConnection
	}
	var err error
	if s.server, err = s.thread(serverSide); err != nil {
		return nil, err
	}
	clientSide := map[Application]eval.Side{ThinClient: eval.ThinClient, WebClient: eval.WebClient, ThickClient: eval.ThickClient}[application]
	if clientSide != 0 {
		if s.client, err = s.thread(clientSide); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Session) thread(side eval.Side) (*eval.Thread, error) {
	program := s.Base.Programs[side]
	if program == nil {
		return nil, fmt.Errorf("platform: the modules are not compiled for the %s", side)
	}
	t := &eval.Thread{Program: program, Runtime: s, Language: s.Language, Steps: eval.DefaultSteps}
	if code := program.Application(); code != nil {
		t.Application = program.Instance(code, nil)
	}
	return t, nil
}

// Server is the server's part of the session.
func (s *Session) Server() *eval.Thread { return s.server }

// Client is the client's part; nil if there is none.
func (s *Session) Client() *eval.Thread { return s.client }

// now is the time on the clock of the session.
func (s *Session) now() value.Date {
	d, _ := value.DateOf(s.Base.Clock())
	return d
}

// Call calls a method of a common module on the client, if the session has one
// and the module is there, else on the server. Arguments are plain values.
func (s *Session) Call(module, method string, args ...value.Value) (value.Value, error) {
	refs := make([]*eval.Ref, len(args))
	for i, v := range args {
		if v != nil {
			refs[i] = &eval.Ref{V: v}
		}
	}
	for _, t := range []*eval.Thread{s.client, s.server} {
		if t == nil {
			continue
		}
		if code := t.Program.Code(module); code != nil && !code.Remote {
			return s.Run(t, t.Program.Instance(code, nil), method, refs...)
		}
	}
	return nil, s.Base.fault(eval.Faultf("there is no module %s here", module))
}

// Run calls a method from outside, as the platform calls a handler: each call
// from outside begins with the modes of the session.
func (s *Session) Run(t *eval.Thread, instance *eval.Instance, method string, args ...*eval.Ref) (value.Value, error) {
	if t.Depth() == 0 {
		t.Flags = eval.Flags{}
		if s.Base.SafeExtension && t == s.server {
			t.Flags = eval.Flags{Safe: true, Profile: s.Base.SafeProfile}
		}
	}
	v, err := t.CallNamed(instance, method, args...)
	if t.Depth() == 0 {
		s.endTransaction()
	}
	return v, s.Base.fault(err)
}

// Close ends the session: what it attached is let go.
func (s *Session) Close() error {
	s.Base.open = slices.DeleteFunc(s.Base.open, func(other *Session) bool { return other == s })
	var first error
	for _, a := range s.attached {
		for _, o := range a.objects {
			if err := o.component.Close(); err != nil && first == nil {
				first = err
			}
		}
		a.objects = nil
	}
	return first
}

// ServerCall runs a method of a module that clients may call, or of the server's
// part of a command. Values cross the border as copies.
func (s *Session) ServerCall(t *eval.Thread, this value.Value, r *eval.Routine, args []*eval.Ref) (value.Value, error) {
	if t == s.server {
		return nil, eval.Faultf("the method %s belongs to the client", r.Name)
	}
	s.count("ВызовСервера")
	if s.Base.Unreachable {
		return nil, eval.Raised(eval.CategoryNetwork, "Ошибка при работе с Интернет: сервер недоступен")
	}
	there, instance, err := s.across(r, this)
	if err != nil {
		return nil, err
	}
	sent := make([]*eval.Ref, len(args))
	for i, ref := range args {
		if ref == nil {
			continue
		}
		v, err := copyAcross(ref.V)
		if err != nil {
			return nil, err
		}
		sent[i] = &eval.Ref{V: v}
	}
	v, err := s.Run(s.server, instance, there.Name, sent...)
	if err != nil {
		return nil, remoteError(r, err)
	}
	for i, ref := range args {
		if ref == nil || i >= len(there.Params) || there.Params[i].ByValue {
			continue
		}
		if ref.V, err = copyAcross(sent[i].V); err != nil {
			return nil, err
		}
	}
	return copyAcross(v)
}

// across finds the server's twin of a method that the client knows.
func (s *Session) across(r *eval.Routine, this value.Value) (*eval.Routine, *eval.Instance, error) {
	module := r.Module()
	code := s.server.Program.Code(module.Name)
	if module.Name == "" {
		code = s.server.Program.Other(module)
	}
	if code == nil || code.Routine(r.Name) == nil {
		return nil, nil, eval.Faultf("the server has no method %s of %s", r.Name, module.Path)
	}
	return code.Routine(r.Name), s.server.Program.Instance(code, this), nil
}

// remoteError is how an error of the server comes to the client: as the cause of
// an error of the call.
func remoteError(r *eval.Routine, err error) error {
	e, ok := err.(*eval.Exception)
	if !ok {
		return err
	}
	return &eval.Exception{Info: &eval.ErrorInfo{
		Description: "Ошибка при вызове метода контекста (" + r.Name + ")",
		Category:    e.Info.Category, Cause: e.Info,
	}}
}

func defineSession(c *eval.Catalog) {
	c.Define(on(eval.ServerCode,
		fn("НомерСеансаИнформационнойБазы", "InfoBaseSessionNumber", 0, 0, func(c *eval.Call) (value.Value, error) {
			return num(session(c).Number), nil
		}),
		fn("ПолучитьТекущийСеансИнформационнойБазы", "GetCurrentInfoBaseSession", 0, 0, func(c *eval.Call) (value.Value, error) {
			return sessionInfo{session(c)}, nil
		}),
		fn("ТекущийКодЛокализации", "CurrentLocaleCode", 0, 0, func(c *eval.Call) (value.Value, error) {
			if session(c).Language == value.Russian {
				return str("ru_RU"), nil
			}
			return str("en_US"), nil
		}),
		fn("ЧасовойПоясСеанса", "SessionTimeZone", 0, 0, func(c *eval.Call) (value.Value, error) {
			_, offset := session(c).Base.Clock().Zone()
			return str(fmt.Sprintf("GMT%+d:%02d", offset/3600, offset/60%60)), nil // as УстановитьЧасовойПоясСеанса takes it
		}),
		fn("ПолучитьСеансыИнформационнойБазы", "GetInfoBaseSessions", 0, 0, func(c *eval.Call) (value.Value, error) {
			s := session(c)
			s.count("ПолучитьСеансыИнформационнойБазы")
			if err := s.demand(c.Thread, "Конфигурация", "АктивныеПользователи"); err != nil {
				return nil, err
			}
			list := &value.Array{}
			for _, open := range s.Base.open {
				list.Items = append(list.Items, sessionInfo{open})
			}
			return list, nil
		}),
	)...)
	c.Define(
		fn("СтрокаСоединенияИнформационнойБазы", "InfoBaseConnectionString", 0, 0, func(c *eval.Call) (value.Value, error) {
			return str(session(c).Base.Connection), nil
		}),
		proc("ОбновитьПовторноИспользуемыеЗначения", "RefreshReusableValues", 0, 0, func(c *eval.Call) error {
			session(c).ForgetCached()
			return nil
		}),
	)
	c.Define(on(eval.Everywhere&^eval.WebClient, fn("ИмяКомпьютера", "ComputerName", 0, 0, func(c *eval.Call) (value.Value, error) {
		return str(session(c).Base.Computer), nil
	}))...)
	c.DefineClass(&eval.Class{Type: sessionInfoType}, nil, []*eval.Member{
		prop("ИмяПриложения", "ApplicationName", func(c *eval.Call) value.Value { return str(string(self[sessionInfo](c).s.Application)) }),
		prop("ИмяКомпьютера", "ComputerName", func(c *eval.Call) value.Value { return str(self[sessionInfo](c).s.Base.Computer) }),
		prop("НомерСеанса", "SessionNumber", func(c *eval.Call) value.Value { return num(self[sessionInfo](c).s.Number) }),
		prop("НачалоСеанса", "SessionStarted", func(c *eval.Call) value.Value { return self[sessionInfo](c).s.Started }),
	})
	c.DefineProperty(&eval.Property{Ru: "ПараметрыСеанса", En: "SessionParameters", Where: eval.ServerCode, Get: func(t *eval.Thread) (value.Value, error) {
		return sessionParameters{t.Runtime.(*Session)}, nil
	}})
	c.DefineClass(&eval.Class{Type: sessionParametersType}, nil, nil)
}

type sessionInfo struct{ s *Session }

var sessionInfoType = &value.Type{Ru: "СеансИнформационнойБазы", En: "InfoBaseSession"}

func (sessionInfo) Type() *value.Type { return sessionInfoType }

// sessionParameters are values that a configuration names; none is set at first.
type sessionParameters struct{ s *Session }

var sessionParametersType = &value.Type{Ru: "ПараметрыСеанса", En: "SessionParametersManager"}

func (sessionParameters) Type() *value.Type { return sessionParametersType }

// CallMember has nothing.
func (sessionParameters) CallMember(*eval.Call) (value.Value, bool, error) { return nil, false, nil }

// GetMember reads a parameter; one that was never set is an error.
func (p sessionParameters) GetMember(_ *eval.Thread, name string) (value.Value, bool, error) {
	v, ok := p.s.parameters[foldName(name)]
	if !ok {
		return nil, true, eval.Raised(eval.CategoryScript, "Значение не является значением объектного типа (%s)", name)
	}
	return v, true, nil
}

// SetMember writes a parameter: only what can be stored outside the session's
// memory.
func (p sessionParameters) SetMember(_ *eval.Thread, name string, v value.Value) (bool, error) {
	copied, err := copyAcross(v)
	if err == nil {
		p.s.parameters[foldName(name)] = copied
	}
	return true, err
}
