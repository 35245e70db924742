package scenarios

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestForgotten: the platform may drop what functions with reuse returned between
// any two calls. The next call attaches anew, and knows all that events carry.
func TestForgotten(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		client := s.open(platform.ThinClient)
		for range 3 {
			id := s.call(client, "ПробаКлиент", "ОтправитьОшибку")
			client.ForgetCached()
			id2 := s.call(client, "Проба", "ОтправитьОшибку", text("ой"))
			client.ForgetCached()
			for _, id := range []string{id, id2} {
				s.want("infobase", s.event(client, id).Text("contexts", "infobase", "name"), "trade")
			}
		}
	})
}

// TestScopes: what one session sets does not show in the events of another, and
// what is set inside of a scope ends with it.
func TestScopes(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		first, second := s.open(platform.HTTPService), s.open(platform.HTTPService)
		set := func(value string) {
			s.call(first, "Сентри", "УстановитьТег", text("узел"), text(value))
		}
		send := func(session *platform.Session) string {
			id := s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
			for key, tag := range s.event(session, id)["tags"].(map[string]any) {
				if strings.HasPrefix(key, "uz") {
					return tag.(string)
				}
			}
			return ""
		}
		set("А")
		s.call(first, "Сентри", "ОткрытьОбласть")
		set("Б")
		s.want("inside", send(first), "Б")
		s.want("elsewhere", send(second), "")
		s.call(first, "Сентри", "ЗакрытьОбласть")
		s.want("after", send(first), "А")
	})
}

// TestConnections: programs without a client of ours send as well.
func TestConnections(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		for _, application := range []platform.Application{platform.COMConnection, platform.HTTPService, platform.ThickClient} {
			session := s.open(application)
			id := s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
			s.want("application", s.event(session, id).Text("tags", "application"), string(application))
		}
	})
}

// TestEnglishConfiguration: the event of the application module has the other
// name there, and one error is still one event.
func TestEnglishConfiguration(t *testing.T) {
	s := newStage(t, newest)
	s.base.English = true
	s.configure()
	client := s.open(platform.ThinClient)
	if err := client.Act("ПробаКлиент", "НажатаКнопка"); err != nil {
		t.Fatal(err)
	}
	s.want("source", s.one(client).Text("tags", "source"), "interface")
}

// TestBrokenTransaction_attached: where the settings cannot be read again, those
// read before hold, however long ago that was.
func TestBrokenTransaction_attached(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), "Да")
		s.later += time.Hour
		ids := strings.Fields(s.call(session, "ПробаТранзакции", "ОтправитьВИспорченнойТранзакции", value.Int(25)))
		if n := len(s.events(session)); n != 25 || len(ids) != 25 {
			t.Errorf("%d events of %d came, want 25", n, len(ids))
		}
		// After an hour the platform has forgotten what was attached.
		if n := len(s.addIns.Attached); n != 2 {
			t.Errorf("attached %d times, want 2", n)
		}
	})
}

// TestHostDies_brokenTransaction: where the process ends and the settings cannot
// be read to attach it again, those that the component keeps serve.
func TestHostDies_brokenTransaction(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.HTTPService)
	s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), "Да")
	s.addIns.Dying, s.addIns.DyingMethod = 1, "ЗаписатьСообщение"
	ids := strings.Fields(s.call(session, "ПробаТранзакции", "ОтправитьВИспорченнойТранзакции", value.Int(3)))
	ids = append(ids, s.call(session, "Сентри", "ЗаписатьСообщение", text("После")))
	if len(ids) != 4 {
		t.Errorf("%d identifiers, want 4: %q", len(ids), ids)
	}
	for _, id := range ids {
		s.event(session, id)
	}
	if n := len(s.addIns.Attached); n != 2 {
		t.Errorf("attached %d times, want 2", n)
	}
}

// TestServerAway: nobody answers at the address; the administrator reads that the
// event is kept, and nothing raises.
func TestServerAway(t *testing.T) {
	t.Parallel() // waits most of the time
	s := newStage(t, newest)
	s.configure()
	s.sentry.Close()
	client := s.open(platform.ThinClient)
	s.wantPart("shown", s.test(client), "записано и будет отправлено, когда сервер Sentry ответит")
}
