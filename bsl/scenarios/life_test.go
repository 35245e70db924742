package scenarios

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestLongJob: a job sets tags, a user and a transaction and works for 45 minutes;
// the platform forgets its cached objects three times; it fails inside of a
// transaction that has failed, and ends. The event has all of it.
func TestLongJob(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("ПроцентОпераций", value.Int(100))
		s.ready(s.open(platform.HTTPService))
		// Each step of the job takes a quarter of an hour.
		s.base.Clock = func() time.Time {
			return time.Now().Add(time.Duration(s.addIns.Called["ДобавитьСобытиеИстории"]) * 15 * time.Minute)
		}
		attached := len(s.addIns.Attached)
		session := s.open(platform.HTTPService)
		s.call(session, "ПробаДолгая", "Запустить")
		s.runJobs()
		job := s.base.Jobs[len(s.base.Jobs)-1]
		s.want("the job", job.State, "ЗавершеноАварийно")
		if n := len(s.addIns.Attached) - attached; n != 4 {
			t.Errorf("attached %d times, want 4: the cache did not die", n)
		}
		e := s.one(session)
		s.want("tag", e.Text("tags", "shop"), "17")
		s.want("user", e.Text("user", "id"), "exchange")
		s.want("context", e.Text("contexts", "закрытие", "месяц"), "ноябрь")
		s.want("transaction", e.Text("transaction"), "Закрытие месяца")
		s.want("infobase", e.Text("contexts", "infobase", "name"), "trade")
		var steps []string
		crumbs, _ := e.At("breadcrumbs", "values").([]any)
		for _, crumb := range crumbs {
			steps = append(steps, crumb.(map[string]any)["message"].(string))
		}
		s.want("steps", strings.Join(steps, ", "), "Шаг 1, Шаг 2, Шаг 3")
		if traced := e.Text("contexts", "trace", "op"); traced != "job" {
			t.Errorf("the event belongs to the transaction %q: %v", traced, e.At("contexts", "trace"))
		}
	})
}

// TestScope_twoSessions: sessions with one number, one after the other, do not
// share what they set.
func TestScope_twoSessions(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	first := s.open(platform.HTTPService)
	s.call(first, "Сентри", "УстановитьТег", text("shop"), text("17"))
	s.want("the first", s.event(first, s.call(first, "Проба", "ОтправитьОшибку", text("раз"))).Text("tags", "shop"), "17")
	s.later += time.Minute
	second := s.open(platform.HTTPService)
	second.Number = first.Number
	s.want("the second", s.event(second, s.call(second, "Проба", "ОтправитьОшибку", text("два"))).Text("tags", "shop"), "")
}

// TestScope_lookedFirst: a session that has only asked for the state, and of which the
// platform then forgot the object, tells with its first error whose it is.
func TestScope_lookedFirst(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.ThinClient)
	s.wantPart("the state", s.state(session), "Отправка работает")
	s.later += 21 * time.Minute
	session.ForgetCached()
	e := s.event(session, s.call(session, "Проба", "ОтправитьОшибку", text("раз")))
	s.want("infobase", e.Text("contexts", "infobase", "name"), "trade")
	s.want("tag", e.Text("tags", "infobase"), "trade")
}

// TestTransaction_noLocks: inside of a transaction that is well the settings are not
// read either: the lock would stay until its end.
func TestTransaction_noLocks(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	s.ready(s.open(platform.HTTPService))
	session := s.open(platform.HTTPService)
	before := s.base.Spent["ХранилищеОбщихНастроек"]
	ids := strings.Fields(s.call(session, "ПробаДолгая", "ОтправитьВТранзакции"))
	if n := s.base.Spent["ХранилищеОбщихНастроек"] - before; n != 0 {
		t.Errorf("the storage was asked %d times", n)
	}
	s.wantPart("the storage itself", s.call(session, "ПробаДолгая", "ХранилищеВТранзакции"), "внутри транзакции")
	for _, id := range ids {
		s.event(session, id)
	}
	if len(ids) != 2 {
		t.Errorf("ids: %q", ids)
	}
}

// TestTrailOfClient: what the client remembers lives as long as the application,
// whatever the platform forgets, and goes with each error in one call.
func TestTrailOfClient(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		client := s.open(platform.ThinClient)
		s.call(client, "СентриКлиент", "ДобавитьСобытиеИстории", text("Утром"))
		for range 3 {
			s.later += 21 * time.Minute
			client.ForgetCached()
		}
		calls := s.addIns.Called["ЗаписатьИсключение"]
		e := s.event(client, s.call(client, "ПробаКлиент", "ОтправитьОшибку"))
		s.want("the step", e.Text("breadcrumbs", "values", 0, "message"), "Утром")
		if n := s.addIns.Called["ЗаписатьИсключение"] - calls; n != 1 {
			t.Errorf("%d calls of the component, want 1", n)
		}
		for _, method := range []string{"ДобавитьСобытиеИстории", "ОткрытьОбласть", "ЗакрытьОбласть"} {
			if n := s.addIns.Called[method]; n != 0 {
				t.Errorf("%s was called %d times: the trail goes inside of the error", method, n)
			}
		}
	})
}
