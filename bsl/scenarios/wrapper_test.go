package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// records are the comments of what was written into the log, by events.
func (s *stage) records() map[string]*platform.LogRow {
	rows := map[string]*platform.LogRow{}
	for _, row := range s.base.Log {
		rows[row.Event] = row
	}
	return rows
}

// TestWrapper: the wrapper writes what the platform would write, adds the event's
// id to what it sent, and sends the levels that are exported.
func TestWrapper(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.base.AddObject("Документ.ЗаказПокупателя", "Заказ покупателя")
		s.configure("ОтправлятьЛичныеДанные", value.Bool(true))
		session := s.open(platform.HTTPService)
		s.ready(session)
		s.call(session, "ПробаНеобычное", "ЗаписатьВЖурнал")
		rows := s.records()
		for event, want := range map[string]string{"Обмен.Начало": "Примечание ", "Обмен.Конец": "Информация Загружено 5"} {
			s.want(event, rows[event].Level.Ru+" "+rows[event].Comment, want)
		}
		node := rows["Обмен.Узел"]
		s.want("level", node.Level.Ru, "Ошибка")
		s.want("metadata", node.Metadata, "Документ.ЗаказПокупателя")
		s.want("data", node.DataPresentation, "ЗП-1")
		s.want("status", rows["Обмен.Транзакция"].Status.Ru, "Отменена")

		events := s.events(session)
		if len(events) != 3 {
			t.Fatalf("%d events came, want 3: %v", len(events), events)
		}
		for _, e := range events {
			name := e.Text("logger")
			lines := strings.Split(rows[name].Comment, "\n")
			s.want("mark of "+name, lines[len(lines)-1], "[Sentry "+e.Text("event_id")+"]")
			if name == "Обмен.Узел" {
				s.want("comment", lines[0], "Узел не отвечает")
				s.want("error", e.Text("exception", "values", 0, "value"), "Узел не отвечает")
				s.want("metadata", e.Text("contexts", "event_log", "metadata"), "Документ.ЗаказПокупателя")
				s.want("data", e.Text("contexts", "event_log", "data"), "ЗП-1")
			}
		}
	})
}

// TestWrapper_off: where nothing is sent, the log is written as ever.
func TestWrapper_off(t *testing.T) {
	s := newStage(t, newest)
	s.base.AddObject("Документ.ЗаказПокупателя", "Заказ покупателя")
	s.call(s.open(platform.HTTPService), "ПробаНеобычное", "ЗаписатьВЖурнал")
	rows := s.records()
	s.want("records", sortedKeys(rows), "Обмен.Без комментария, Обмен.Конец, Обмен.Начало, Обмен.Транзакция, Обмен.Узел")
	s.want("comment", rows["Обмен.Узел"].Comment, "Узел не отвечает")
}

func sortedKeys(rows map[string]*platform.LogRow) string {
	var keys []string
	for key := range rows {
		keys = append(keys, key)
	}
	return strings.Join(sorted(keys), ", ")
}

// TestWrapper_raises: where people develop, the setting makes a refused record an
// exception of the code that wrote it, whether sending is on or not; what the log
// takes is written as ever.
func TestWrapper_raises(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.base.AddObject("Документ.ЗаказПокупателя", "Заказ покупателя")
		for _, dsn := range []string{s.sentry.DSN(), ""} {
			s.configure("DSN", value.String(dsn), "ВызыватьИсключения", value.Bool(true))
			session := s.open(platform.HTTPService)
			_, err := session.Call("ПробаНеобычное", "ЗаписатьНеТо")
			if err == nil || !strings.Contains(err.Error(), "параметр номер '1'") {
				t.Errorf("DSN %q: the refusal of the record is %v", dsn, err)
			}
			s.call(session, "ПробаНеобычное", "ЗаписатьВЖурнал")
			if dsn != "" {
				s.wantPart("what came", fmt.Sprint(s.events(session)), "параметр номер '1'")
			}
			s.later += time.Hour
		}
	})
}

// TestWrapper_refused: what the platform refuses to write does not raise in the
// code that called; the refusal is told instead.
func TestWrapper_refused(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		s.ready(session)
		s.call(session, "ПробаНеобычное", "ЗаписатьНеТо")
		var texts []string
		for _, text := range s.texts(session) {
			texts = append(texts, text)
		}
		s.wantPart("texts", strings.Join(texts, " | "), "имя события", "параметр номер '1'", "параметр номер '2'", "параметр номер '3'", "параметр номер '6'")
	})
}
