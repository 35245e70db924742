package scenarios

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/infobase"
	"sentry1c/build/kit/receiver"
)

var (
	oldest = eval.Version{8, 3, 17, 1851}
	newest = eval.Version{8, 3, 27, 1508}
)

// everyVersion plays a scenario on the oldest platform that the extension
// promises and on the newest one known.
func everyVersion(t *testing.T, scenario func(t *testing.T, s *stage)) {
	for _, version := range []eval.Version{oldest, newest} {
		t.Run(version.String(), func(t *testing.T) { scenario(t, newStage(t, version)) })
	}
}

var stages atomic.Int32

// stage is an infobase with the extension, and a server of Sentry.
type stage struct {
	t      *testing.T
	base   *platform.Infobase
	addIns *infobase.AddIns
	sentry *receiver.Server
	admin  *platform.User
	later  time.Duration // how far the clock is ahead
}

func newStage(t *testing.T, version eval.Version) *stage {
	t.Helper()
	return newStageIn(t, version, eval.Release(8, 3, 17))
}

// newStageIn makes a stage whose configuration is in a mode of compatibility.
func newStageIn(t *testing.T, version, compatibility eval.Version) *stage {
	t.Helper()
	configuration := []*eval.Module{scriptNamed(t, "Проба", eval.Servers), scriptNamed(t, "ПробаТранзакции", eval.Servers), scriptNamed(t, "ПробаНеобычное", eval.Servers), scriptNamed(t, "ПробаДолгая", eval.Servers),
		scriptNamed(t, "ПробаВызовСервера", eval.Server), scriptNamed(t, "ПробаКлиент", eval.ThinClient|eval.WebClient)}
	base, err := infobase.NewWithExtension(version, compatibility, t.TempDir(), configuration...)
	if err != nil {
		t.Fatal(err)
	}
	return newStageOf(t, base, newSentry(t))
}

// newBareStage makes a stage without the extension: the modules given are the
// configuration, which has the bundle as its template SentryAddIn.
func newBareStage(t *testing.T, version eval.Version, sentry *receiver.Server, modules ...*eval.Module) *stage {
	t.Helper()
	base, err := infobase.New(version, eval.Release(8, 3, 17), t.TempDir(), "SentryAddIn")
	if err != nil {
		t.Fatal(err)
	}
	if err := base.Compile(modules); err != nil {
		t.Fatal(err)
	}
	return newStageOf(t, base, sentry)
}

// newSentry starts a server of Sentry, which must not refuse anything.
func newSentry(t *testing.T) *receiver.Server {
	t.Helper()
	sentry, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		sentry.Close()
		for _, refused := range sentry.Refused() {
			t.Errorf("the server refused: %s", refused)
		}
	})
	return sentry
}

// newStageOf makes a stage of an infobase and a server.
func newStageOf(t *testing.T, base *infobase.Base, sentry *receiver.Server) *stage {
	t.Helper()
	s := &stage{t: t, base: base.Infobase, addIns: base.AddIns, sentry: sentry,
		admin: &platform.User{Name: "Администратор", ID: value.NewUUID(), Full: true}}
	s.base.Clock = func() time.Time { return time.Now().Add(s.later) }
	// The component knows an infobase and its sessions by the connection string: each
	// stage has its own port.
	s.base.Connection = fmt.Sprintf(`Srvr="srv1c:%d";Ref="trade";`, 1541+stages.Add(1))
	// Sessions close their objects before this, as they are opened later.
	t.Cleanup(func() {
		for _, fault := range s.addIns.TakeFaults() {
			t.Errorf("a rule of the ABI is broken: %v", fault)
		}
		for _, fault := range s.base.Faults {
			t.Errorf("the interpreter cannot answer for the platform: %v", fault)
		}
	})
	return s
}

// scriptNamed is a module of the configuration that the extension works in.
func scriptNamed(t *testing.T, name string, sides eval.Side) *eval.Module {
	t.Helper()
	module, err := infobase.Script(filepath.Join("testdata", name+".bsl"), sides)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// open begins a session of the administrator.
func (s *stage) open(application platform.Application) *platform.Session {
	s.t.Helper()
	return s.openFor(application, s.admin)
}

func (s *stage) openFor(application platform.Application, user *platform.User) *platform.Session {
	s.t.Helper()
	session, err := s.base.Open(application, user, value.Russian)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		if err := session.Close(); err != nil {
			s.t.Error(err)
		}
	})
	return session
}

// configure keeps settings as they lie in the storage; only those that are named
// differ from what is usual.
func (s *stage) configure(pairs ...any) {
	s.t.Helper()
	settings := map[string]any{"DSN": s.sentry.DSN()}
	for i := 0; i < len(pairs); i += 2 {
		switch v := pairs[i+1].(type) {
		case value.String:
			settings[pairs[i].(string)] = string(v)
		case value.Number:
			settings[pairs[i].(string)] = v.Float()
		default:
			settings[pairs[i].(string)] = v
		}
	}
	kept, err := json.Marshal(settings)
	if err != nil {
		s.t.Fatal(err)
	}
	s.keep("Настройки", string(kept))
}

// keep writes a value of ours into the storage as it lies there, and kept reads
// one.
func (s *stage) keep(key, text string) {
	for _, saved := range s.base.Storage {
		if saved.User == owner && saved.Key == key {
			saved.Value = value.String(text)
			return
		}
	}
	s.base.Storage = append(s.base.Storage, &platform.SavedSettings{User: owner, Object: owner, Key: key, Value: value.String(text)})
}

func (s *stage) kept(key string) string {
	for _, saved := range s.base.Storage {
		if saved.User == owner && saved.Key == key {
			return value.Text(saved.Value, value.Russian)
		}
	}
	return ""
}

// owner is the user of the storage whose settings are the extension's, and their
// object.
const owner = "Сентри"

// ready attaches the component in a session. The first time costs most, and on a
// busy machine more than the component is given; jobs that cannot attach do
// nothing, which is right and no scenario.
func (s *stage) ready(session *platform.Session) {
	s.t.Helper()
	s.waitFor("the component", func() bool {
		if s.call(session, "Сентри", "ОтправкаРаботает") == "Да" {
			return true
		}
		s.t.Logf("not attached yet: %s", s.call(session, "Сентри", "ПочемуНеРаботает"))
		s.later += 11 * time.Minute // the pause after a refusal
		return false
	})
}

// call calls a method that must not raise and gives its result as a text.
func (s *stage) call(session *platform.Session, module, method string, args ...value.Value) string {
	s.t.Helper()
	v, err := session.Call(module, method, args...)
	if err != nil {
		s.t.Fatalf("%s.%s: %v", module, method, err)
	}
	return value.Text(v, value.Russian)
}

// events waits until all is sent that any session of the infobase recorded, and
// gives what came. The order of what is sent at once is not promised.
func (s *stage) events(session *platform.Session) []receiver.Event {
	s.t.Helper()
	s.waitFor("the end of sending: "+s.call(session, "Сентри", "ПочемуНеРаботает"), func() bool {
		// The component has taken in all earlier calls when it answers this one. On a
		// busy machine it may not answer in its time, or say what was so before.
		text := s.call(session, "Проба", "Статистика")
		if text == "" {
			return false
		}
		statistics := decode(s.t, []byte(text))
		return statistics["busy"] == false && statistics["spooled"] == 0.0
	})
	return s.sentry.Events()
}

// event is the event of an identifier among those that came.
func (s *stage) event(session *platform.Session, id string) receiver.Event {
	s.t.Helper()
	for _, e := range s.events(session) {
		if e.Text("event_id") == id {
			return e
		}
	}
	s.t.Fatalf("the event %q did not come", id)
	return nil
}

// one is the only event that came.
func (s *stage) one(session *platform.Session) receiver.Event {
	s.t.Helper()
	events := s.events(session)
	if len(events) != 1 {
		s.t.Fatalf("%d events came, want 1: %v", len(events), events)
	}
	return events[0]
}

// quiet fails the test if anything came.
func (s *stage) quiet() {
	s.t.Helper()
	if events := s.sentry.Events(); len(events) > 0 {
		s.t.Errorf("%d events came, want none: %v", len(events), events)
	}
}

// want compares texts.
func (s *stage) want(what, got, want string) {
	s.t.Helper()
	if got != want {
		s.t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// wantPart compares a part of a text.
func (s *stage) wantPart(what, got string, parts ...string) {
	s.t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			s.t.Errorf("%s: %q lacks %q", what, got, part)
		}
	}
}

func text(s string) value.Value { return value.String(s) }
