package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// measuring makes a base with БСП's register of measurements, and gives how to add one
// that was written now: its operation, how long it took by the clock, and whether it is
// a long one, whose steps have their time per unit.
func (s *stage) measuring() func(name string, seconds float64, long bool) {
	register, recorded := "ЗамерыВремени", "Замеры.ДатаЗаписи"
	if s.base.English { // ssl_3_1_eng InformationRegisters/TimeMeasurements.xml
		register, recorded = "TimeMeasurements", "Замеры.RecordDate"
	}
	s.base.AddObject("РегистрСведений."+register, "Замеры времени")
	columns := []string{"Имя", "ЦелевоеВремя", "Длительная", "ДатаНачалаЗамера", "ДатаОкончания", "ВремяВыполнения", "НомерСеанса", "ДатаЗаписи", "Пользователь", "Комментарий"}
	var rows [][]value.Value
	s.base.Query = func(text string, parameters map[string]value.Value) *value.Table {
		table := &value.Table{Columns: columns}
		if !strings.Contains(text, "РегистрСведений."+register+" КАК Замеры") || strings.Count(text, recorded) != 4 || s.base.English == strings.Contains(text, "Замеры.КлючеваяОперация") {
			s.t.Errorf("the query does not read the register of this base:\n%s", text)
		}
		for _, row := range rows {
			if at := row[7].(value.Date); at >= parameters["Начало"].(value.Date) && at < parameters["Конец"].(value.Date) && table.Len() < 1000 {
				line := table.Add()
				for i, column := range columns {
					line.Set(column, row[i])
				}
			}
		}
		return table
	}
	return func(name string, seconds float64, long bool) {
		now := s.base.Clock().UTC()
		written, _ := value.DateOf(now)
		begin := int64(written)*1000 - int64(seconds*1000)
		took := value.Int(int64(seconds))
		if long {
			took = value.Int(1)
		}
		rows = append(rows, []value.Value{text(name), value.Int(2), value.Bool(long), value.Int(begin), value.Int(int64(written) * 1000), took, value.Int(int64(len(rows))),
			written, text("Иванов"), text("{\"ДопИнф\": \"Петров\"}")})
	}
}

// operations are the transactions that came, as «name seconds».
func (s *stage) operations() (list []string, all string) {
	for _, envelope := range s.sentry.Envelopes() {
		for _, item := range envelope.Items {
			if item.Type() == "transaction" {
				tx := decode(s.t, item.Payload)
				moment := func(key string) time.Time {
					at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(tx[key]))
					if err != nil {
						s.t.Error(err)
					}
					return at
				}
				list = append(list, fmt.Sprintf("%v %.0f", tx["transaction"], moment("timestamp").Sub(moment("start_timestamp")).Seconds()))
				all += string(item.Payload)
			}
		}
	}
	return sorted(list), all
}

// TestMeasured: measurements of БСП become transactions once, without names of people;
// what was before the first run is no business of ours, shares per unit neither.
func TestMeasured(t *testing.T) {
	for _, english := range []bool{false, true} {
		s := newStage(t, newest)
		s.base.English = english
		s.measured(t)
	}
}

func (s *stage) measured(t *testing.T) {
	measure := s.measuring()
	measure("До установки", 1, false)
	session := s.exporting("ПроцентОпераций", value.Int(100))
	s.later += time.Minute
	measure("Проведение", 3, false)
	measure("Закрытие.Шаг", 40, true)
	measure("Закрытие.Удельный", 1, true)
	measure("Closing.Specific", 1, true)
	measure("Часы назад", -5, false)
	measure("Очень долго", 200_000, false)
	s.export(1)
	running, instant := s.base.Clock, s.base.Clock()
	s.base.Clock = func() time.Time { return instant } // all of them within one second
	for range 1200 {
		measure("Много", 1, false)
	}
	s.base.Clock = running
	spent := s.spent(func() { s.export(1) })
	s.export(2)
	s.events(session)
	list, all := s.operations()
	joined := strings.Join(list, " | ")
	if n := strings.Count(joined, "Много 1"); n != 1000 {
		t.Errorf("%d measurements of one second came, a page of them has 1000", n)
	}
	s.wantPart("operations", joined, "Проведение 3", "Закрытие.Шаг 40", "Часы назад 0", "Очень долго 86400")
	s.wantPart("a user without a name", all, `"user":{"id":"`)
	for _, never := range []string{"До установки", "Удельный", "Specific", "Иванов", "Петров"} {
		if strings.Contains(all, never) {
			t.Errorf("%s was sent", never)
		}
	}
	if !strings.Contains(all, "key_operation") || !strings.Contains(all, `"target"`) {
		t.Error("the operation or its target is not told")
	}
	if spent["Запрос"] > 3 {
		t.Errorf("spent %v", spent)
	}
}

// TestMeasured_personal: with the setting the user's name and the comment go.
func TestMeasured_personal(t *testing.T) {
	s := newStage(t, newest)
	measure := s.measuring()
	session := s.exporting("ПроцентОпераций", value.Int(100), "ОтправлятьЛичныеДанные", value.Bool(true))
	measure("Проведение", 3, false)
	s.export(1)
	s.events(session)
	_, all := s.operations()
	s.wantPart("the operation", all, "Иванов", "Петров")
}

// TestMeasured_share: the share of transactions holds for operations that were measured.
func TestMeasured_share(t *testing.T) {
	s := newStage(t, newest)
	measure := s.measuring()
	session := s.exporting("ПроцентОпераций", value.Int(30))
	for n := range 300 {
		measure(fmt.Sprint("Операция ", n), 1, false)
	}
	s.export(1)
	s.events(session)
	if list, _ := s.operations(); len(list) < 30 || len(list) > 170 {
		t.Errorf("%d of 300 operations were sent, the share is 30%%", len(list))
	}
}

// TestMeasured_absent: a base without the register, or without a share of transactions,
// asks the database nothing.
func TestMeasured_absent(t *testing.T) {
	for _, percent := range []int64{0, 100} {
		s := newStage(t, newest)
		if percent == 0 {
			s.measuring()
		}
		s.exporting("ПроцентОпераций", value.Int(percent))
		if spent := s.spent(func() { s.export(1) }); spent["Запрос"] != 0 {
			t.Errorf("spent %v", spent)
		}
		s.wantPart("the state", s.state(s.open(platform.ThinClient)), "Отправка работает")
	}
}
