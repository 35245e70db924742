package scenarios

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestNestedTransaction: inside of a transaction that an inner rollback broke,
// data cannot be touched; the record and the event are made all the same, and the
// export of the log does not send the record again.
func TestNestedTransaction(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		s.export(1)
		s.call(session, "Сентри", "ОтправкаРаботает")
		s.call(session, "ПробаТранзакции", "ЗаписатьВТранзакции")
		e := s.one(session)
		s.want("logger", e.Text("logger"), "Проба.Документ")
		s.want("error", e.Text("exception", "values", 1, "value"), "Не записан документ")
		row := s.base.Log[len(s.base.Log)-1]
		s.want("record", row.Event, "Проба.Документ")
		s.wantPart("comment", row.Comment, "Не записан документ", "[Sentry "+e.Text("event_id")+"]")

		s.export(3)
		s.one(session)
	})
}

// TestBrokenTransaction_first: a session that meets the extension for the first
// time where the settings cannot be read goes by those with which the component of
// this machine worked last; nothing waits for the database.
func TestBrokenTransaction_first(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		s.ready(s.open(platform.HTTPService))
		session := s.open(platform.HTTPService)
		spent := s.base.Spent["ХранилищеОбщихНастроек"]
		answer := s.call(session, "ПробаТранзакции", "ОтправитьВИспорченнойТранзакции", value.Int(25))
		ids := strings.Fields(answer)
		if len(ids) != 25 {
			t.Errorf("%d identifiers, want 25", len(ids))
		}
		if now := s.base.Spent["ХранилищеОбщихНастроек"]; now != spent {
			t.Errorf("the storage was asked %d times inside of a transaction", now-spent)
		}
		ids = append(ids, s.call(session, "Сентри", "ЗаписатьСообщение", text("После")))
		var came []string
		for _, e := range s.events(session) {
			came = append(came, e.Text("event_id"))
		}
		s.want("events", strings.Join(sorted(came), " "), strings.Join(sorted(ids), " "))
	})
}

// TestBrokenTransaction_unknown: where nothing is known of the settings yet, or
// sending was switched off, no id is promised.
func TestBrokenTransaction_unknown(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	cold := s.open(platform.HTTPService)
	s.want("a machine that never sent", strings.TrimSpace(s.call(cold, "ПробаТранзакции", "ОтправитьВИспорченнойТранзакции", value.Int(2))), "")
	s.event(cold, s.call(cold, "Сентри", "ЗаписатьСообщение", text("После")))

	s.configure("ОтправкаПриостановлена", value.Bool(true))
	s.later += 2 * time.Minute
	s.want("switched off", s.call(cold, "Сентри", "ЗаписатьСообщение", text("Выключено")), "")
	off := s.open(platform.HTTPService)
	s.want("switched off, in a transaction", strings.TrimSpace(s.call(off, "ПробаТранзакции", "ОтправитьВИспорченнойТранзакции", value.Int(2))), "")
	if n := len(s.sentry.Events()); n != 1 {
		t.Errorf("%d events came, want 1", n)
	}
}

// TestLog: the export sends what nobody sent yet, once, by the levels of the
// settings.
func TestLog(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("УровниЖурнала", text("Ошибка, Предупреждение"), "ИсключаемыеСобытия", text("Проба.Лишнее"))
		session := s.open(platform.HTTPService)
		s.export(1)
		for _, row := range [][3]string{
			{"Ошибка", "Проба.Чужое", "ошибка"}, {"Предупреждение", "Проба.Чужое", "предупреждение"},
			{"Информация", "Проба.Чужое", "информация"}, {"Ошибка", "Проба.Лишнее", "лишнее"},
		} {
			s.base.Log = append(s.base.Log, session.Row(row[0], row[1], row[2]))
		}
		s.export(4)
		events := s.events(session)
		var came []string
		for _, e := range events {
			came = append(came, e.Text("level")+" "+e.Text("contexts", "event_log", "event"))
		}
		s.want("events", strings.Join(sorted(came), ", "), "error Проба.Чужое, warning Проба.Чужое")

		client := s.open(platform.ThinClient)
		s.wantPart("the state", s.state(client), "Журнал регистрации выгружен до", "Отправка работает")
	})
}
