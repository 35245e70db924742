package platform

import (
	"slices"
	"time"

	"sentry1c/bsl/interp/eval"
)

// idleHandler is what ПодключитьОбработчикОжидания attached: outside of forms an
// exported procedure without parameters of the application module (or of a global
// client module, of which there are none here), as the syntax help has it and as
// ssl_3_1 does, ОбщегоНазначенияКлиент:708 with ОбщегоНазначенияГлобальный:21; in
// a form a procedure of its module.
type idleHandler struct {
	form   *Form // nil outside of forms
	method string
	due    time.Time
	every  time.Duration // 0 runs once
}

func defineIdle(c *eval.Catalog) {
	attach, detach := idleFunctions(func(*eval.Call) *Form { return nil })
	c.Define(on(eval.Clients, attach, detach)...)
}

// idleFunctions are the two methods for an owner of handlers.
func idleFunctions(owner func(*eval.Call) *Form) (attach, detach *eval.Function) {
	attach = proc("ПодключитьОбработчикОжидания", "AttachIdleHandler", 2, 3, func(c *eval.Call) error {
		s, form := session(c), owner(c)
		method, pause := c.OnlyText(0), c.Number(1)
		once := c.Has(2) && c.Truth(2)
		if c.Bad() {
			return nil
		}
		instance := s.client.Application
		if form != nil {
			instance = form.client
		}
		if instance == nil {
			return eval.Faultf("there is no application module for the idle handler %s", method)
		}
		r := instance.Code.Routine(method)
		if r == nil || len(r.Params) > 0 || r.Function || form == nil && !r.Export {
			return eval.Raised(eval.CategoryUse, "Недопустимое значение параметра (параметр номер '1'): %s", method)
		}
		h := &idleHandler{form: form, method: method}
		span := time.Duration(pause.Float() * float64(time.Second))
		h.due = s.Base.Clock().Add(span)
		if !once {
			h.every = max(span, time.Second)
		}
		s.detachIdle(form, method)
		s.idle = append(s.idle, h)
		return nil
	})
	detach = proc("ОтключитьОбработчикОжидания", "DetachIdleHandler", 1, 1, func(c *eval.Call) error {
		session(c).detachIdle(owner(c), c.OnlyText(0))
		return nil
	})
	return on(eval.Clients, attach)[0], on(eval.Clients, detach)[0]
}

func (s *Session) detachIdle(form *Form, method string) {
	s.idle = slices.DeleteFunc(s.idle, func(h *idleHandler) bool { return h.form == form && equalFold(h.method, method) })
}

// Idle runs the idle handlers that are due by the clock of the infobase, as a
// client does when the user and the code do nothing. An error of one is shown.
func (s *Session) Idle() error {
	now := s.Base.Clock()
	for _, h := range slices.Clone(s.idle) {
		if h.due.After(now) || !slices.Contains(s.idle, h) {
			continue
		}
		if h.every == 0 {
			s.idle = slices.DeleteFunc(s.idle, func(other *idleHandler) bool { return other == h })
		} else {
			h.due = now.Add(h.every)
		}
		instance := s.client.Application
		if h.form != nil {
			instance = h.form.client
		}
		if _, err := s.Run(s.client, instance, h.method); s.show(err) != nil {
			return err
		}
	}
	return nil
}

// Waiting lists the idle handlers that are attached.
func (s *Session) Waiting() []string {
	var list []string
	for _, h := range s.idle {
		list = append(list, h.method)
	}
	return list
}
