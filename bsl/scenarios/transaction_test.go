package scenarios

import (
	"strings"
	"testing"

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
// time where the settings cannot be read keeps the events, up to a number, and
// sends them under the identifiers it gave.
func TestBrokenTransaction_first(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		answer := s.call(session, "ПробаТранзакции", "ОтправитьВИспорченнойТранзакции", value.Int(25))
		ids := strings.Fields(answer)
		if len(ids) != 20 {
			t.Errorf("%d identifiers, want 20: the rest is refused", len(ids))
		}
		s.quiet()
		ids = append(ids, s.call(session, "Сентри", "ЗаписатьСообщение", text("После")))
		var came []string
		for _, e := range s.events(session) {
			came = append(came, e.Text("event_id"))
		}
		s.want("events", strings.Join(sorted(came), " "), strings.Join(sorted(ids), " "))
	})
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
		if err := client.RunCommand("СентриПоказатьСостояние"); err != nil {
			t.Fatal(err)
		}
		s.wantPart("the state", client.Shown[0], "Журнал регистрации выгружен до", "Отправка работает")
	})
}
