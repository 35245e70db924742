package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/receiver"
)

// note adds a record of what a session did some seconds ago.
func (s *stage) note(session *platform.Session, event, metadata string, ago int) *platform.LogRow {
	row := session.Row("Информация", event, "договор № 17")
	row.Date -= value.Date(ago)
	row.Metadata, row.DataPresentation = metadata, "Договор Иванова"
	s.base.Log = append(s.base.Log, row)
	return row
}

// crumbs are the breadcrumbs of an event, as «category message».
func crumbs(e receiver.Event) []string {
	var list []string
	values, _ := e.At("breadcrumbs", "values").([]any)
	if values == nil {
		values, _ = e.At("breadcrumbs").([]any)
	}
	for _, v := range values {
		crumb, _ := v.(map[string]any)
		list = append(list, fmt.Sprint(crumb["category"], " ", crumb["message"]))
	}
	return list
}

// TestLogTrail: an error of the log has what its session did before it, oldest first, and
// nothing of others, of transactions, of what was long before, nothing personal.
func TestLogTrail(t *testing.T) {
	for _, english := range []bool{false, true} {
		s := newStage(t, newest)
		s.base.English = english
		session := s.exporting()
		other := s.open(platform.ThinClient)
		s.later += 15 * time.Minute
		s.export(1)
		s.later += 2 * time.Minute
		s.note(session, "_$Data$_.New", "Документ.Старый", 700)
		s.note(session, "_$Data$_.Post", "Документ.Продажа", 20)
		s.note(session, "_$Data$_.Update", "Документ.Продажа", 30)
		s.note(session, "_$Transaction$_.Begin", "", 25)
		s.note(other, "_$Data$_.New", "Документ.Чужой", 24)
		s.note(session, "Цены.Загрузка", "", 10)
		s.write(session, "Обмен.Ошибка", "Не отвечает узел")
		spent := s.spent(func() { s.export(1) })
		e := s.one(session)
		got := strings.Join(crumbs(e), " | ")
		for i, part := range []string{"data.update", "data.post", "Цены.Загрузка"} {
			if list := crumbs(e); len(list) != 3 || !strings.Contains(list[i], part) {
				t.Fatalf("the trail: %s", got)
			}
		}
		s.wantPart("the trail", got, "Документ.Продажа")
		if strings.Contains(got, "Иванов") || strings.Contains(got, "№ 17") {
			t.Errorf("personal data in the trail: %s", got)
		}
		if russian := strings.Contains(got, "Данные"); russian == english {
			t.Errorf("the trail is in the other language: %s", got)
		}
		if n := spent["ВыгрузитьЖурналРегистрации"]; n != 3 {
			t.Errorf("the log was read %d times, want 3: errors, sessions, the trail", n)
		}
		s.wantPart("the state", s.state(s.open(platform.ThinClient)), "Действия перед ошибками: чтений журнала 1 за ")
	}
}

// TestLogTrail_off: the setting leaves what preceded errors alone.
func TestLogTrail_off(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting("НеЧитатьДействия", value.Bool(true), "НеСчитатьСеансы", value.Bool(true))
	s.note(session, "_$Data$_.Update", "Документ.Продажа", 30)
	s.write(session, "Обмен.Ошибка", "Не отвечает узел")
	spent := s.spent(func() { s.export(1) })
	s.want("the trail", strings.Join(crumbs(s.one(session)), ""), "")
	if n := spent["ВыгрузитьЖурналРегистрации"]; n != 1 || spent["ПолучитьСеансыИнформационнойБазы"] != 0 {
		t.Errorf("spent %v, want one reading of the log", spent)
	}
}

// TestLogTrail_personal: with the setting comments and presentations go, but never those of
// an authentication: its data is the user of the operating system.
func TestLogTrail_personal(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting("ОтправлятьЛичныеДанные", value.Bool(true))
	s.note(session, "_$Session$_.Authentication", "", 31).DataPresentation = `DOMAIN\ivanov`
	s.note(session, "_$Data$_.Update", "Документ.Продажа", 30)
	s.write(session, "Обмен.Ошибка", "Не отвечает узел")
	s.export(1)
	e := s.one(session)
	s.wantPart("the trail", fmt.Sprint(e["breadcrumbs"]), "договор № 17", "Договор Иванова")
	if strings.Contains(fmt.Sprint(e["breadcrumbs"]), "ivanov") || len(crumbs(e)) != 2 {
		t.Errorf("the trail: %v", e["breadcrumbs"])
	}
}

// TestLogTrail_burst: a hundred errors of ten sessions, each session with more before it
// than fits, cost one reading for all; nothing longer than an isolated process takes is
// handed over, and the newest stay.
func TestLogTrail_burst(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting("ПоложениеКомпоненты", text("Изолированно"))
	s.later += 3 * time.Minute
	attached := len(s.addIns.Attached)
	for range 10 {
		worker := s.open(platform.HTTPService)
		for n := range 120 {
			s.note(worker, "_$Data$_.Update", "Документ.Продажа"+strings.Repeat("Ж", 200)+fmt.Sprint(n), 130-n)
		}
		for n := range 10 {
			s.write(worker, "Обмен.Ошибка", fmt.Sprintf("Не отвечает узел %d", n))
		}
	}
	spent := s.spent(func() { s.export(1) })
	events := s.events(session)
	if len(events) != 100 {
		t.Fatalf("%d events came, want 100", len(events))
	}
	for _, e := range events {
		list := strings.Join(crumbs(e), " | ")
		if !strings.Contains(list, "119") || strings.Contains(list, "Ж0 ") {
			t.Fatalf("the trail is not the newest: %s", list)
		}
	}
	if n := spent["ВыгрузитьЖурналРегистрации"]; n != 3 || spent["ПолучитьЗначенияОтбораЖурналаРегистрации"] != 1 {
		t.Errorf("spent %v, want three readings of the log", spent)
	}
	if n := spent["компонента"]; n > 30 {
		t.Errorf("%d calls of the component", n)
	}
	if n := len(s.addIns.Attached) - attached; n > 2 {
		t.Errorf("attached %d times: the process died", n)
	}
}

// inTransaction makes a record one of a transaction.
func inTransaction(row *platform.LogRow, number int, status string) *platform.LogRow {
	row.Transaction, row.Status = fmt.Sprintf("01.03.2026 10:00:00 (%d)", number), platform.LogStatus(status)
	return row
}

// TestLogTrail_rollback: actions of the transaction that failed are marked, those of others
// are not; the record's context says where it ran.
func TestLogTrail_rollback(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	inTransaction(s.note(session, "_$Data$_.Update", "Документ.Первый", 40), 4, "Зафиксирована")
	inTransaction(s.note(session, "_$Data$_.Update", "Документ.Второй", 30), 5, "Отменена")
	row := inTransaction(s.write(session, "_$PerformError$_", "{ОбщийМодуль.Обмен.Модуль(7)}: Деление на 0"), 5, "Отменена")
	row.Connection, row.Port, row.Server = 77, 1562, "APP-2"
	s.export(1)
	e := s.one(session)
	var marked []string
	values, _ := e.At("breadcrumbs", "values").([]any)
	for _, v := range values {
		crumb, _ := v.(map[string]any)
		data, _ := crumb["data"].(map[string]any)
		marked = append(marked, fmt.Sprint(crumb["message"], " ", data["transaction"]))
	}
	s.want("marks", strings.Join(marked, " | "), "Данные. Изменение: Документ.Первый <nil> | Данные. Изменение: Документ.Второй rolledBack")
	s.want("the status", e.Text("contexts", "event_log", "status"), "rolledBack")
	s.want("the place", fmt.Sprint(e.At("contexts", "session", "connection"), " ", e.At("contexts", "session", "server"), " ", e.At("contexts", "session", "port")), "77 APP-2 1562")
}

const lockConflict = "{ОбщийМодуль.Обмен.Модуль(7)}: Ошибка при вызове метода контекста (Записать)\nпо причине:\nКонфликт блокировок при выполнении транзакции:\n" +
	"Превышено максимальное время ожидания предоставления блокировки"

// TestLogTrail_locks: an error about a lock names the sessions whose transactions were open
// then, one that failed at the same time too, for one more reading of the log; a session
// that ended before, and one that began later, it does not name, nor people.
func TestLogTrail_locks(t *testing.T) {
	for _, english := range []bool{false, true} {
		s := newStage(t, newest)
		s.base.English = english
		victim := s.exporting()
		holder, early, late, other := s.open(platform.BackgroundJob), s.open(platform.ThinClient), s.open(platform.ThinClient), s.open(platform.HTTPService)
		s.later += 3 * time.Minute
		inTransaction(s.note(holder, "_$Data$_.Update", "Документ.Закрытие", 90), 1, "Зафиксирована")
		inTransaction(s.note(holder, "_$Data$_.Post", "РегистрНакопления.Остатки", 80), 1, "Зафиксирована")
		inTransaction(s.note(holder, "_$Transaction$_.Commit", "", 50), 1, "Зафиксирована")
		inTransaction(s.note(early, "_$Data$_.Update", "Документ.Ранний", 100), 2, "Отменена")
		inTransaction(s.note(late, "_$Data$_.Update", "Документ.Поздний", 55), 3, "Отменена")
		inTransaction(s.note(victim, "_$Data$_.Update", "Документ.Продажа", 81), 4, "Отменена")
		s.write(victim, "_$PerformError$_", lockConflict).Date -= 60
		s.write(other, "_$PerformError$_", lockConflict).Date -= 59
		spent := s.spent(func() { s.export(1) })
		for _, e := range s.events(victim) {
			named := fmt.Sprint(e.At("contexts", "lock_rivals"))
			if number, _ := e.At("contexts", "session", "number").(float64); int(number) != victim.Number {
				s.wantPart("the other victim", named, fmt.Sprint("session_", victim.Number))
				continue
			}
			s.wantPart("rivals", named, fmt.Sprint("session_", holder.Number), "Документ.Закрытие, РегистрНакопления.Остатки", fmt.Sprint("session_", other.Number))
			for _, never := range []string{fmt.Sprint("session_", early.Number), fmt.Sprint("session_", late.Number), "Администратор", s.admin.ID.String(), "Продажа"} {
				if strings.Contains(named, never) {
					t.Errorf("%s is named: %s", never, named)
				}
			}
		}
		if n := spent["ВыгрузитьЖурналРегистрации"]; n != 5 {
			t.Errorf("the log was read %d times, want 5: errors, marks, sessions, locks, the trail", n)
		}
	}
}

// TestLogTrail_lockStorm: errors about locks all over an hour cost a bounded number of
// readings; all of them come.
func TestLogTrail_lockStorm(t *testing.T) {
	s := newStage(t, newest)
	victim := s.exporting()
	s.later += 40 * time.Minute
	for n := range 30 {
		s.write(victim, "Обмен.Ошибка", fmt.Sprint("Lock conflict during transaction: ", n)).Date -= value.Date(60 * (n + 1))
	}
	spent := s.spent(func() { s.export(1) })
	if n := len(s.events(victim)); n != 30 {
		t.Errorf("%d of 30 errors came", n)
	}
	if n := spent["ВыгрузитьЖурналРегистрации"]; n > 3+5 {
		t.Errorf("the log was read %d times", n)
	}
}

// TestLogTrail_bounded: errors in window after window cost no more than twenty readings of
// what preceded them, and none of them is lost.
func TestLogTrail_bounded(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.export(1)
	const hours = 30
	for n := range hours {
		s.note(session, "_$Data$_.Update", "Документ.Продажа", 20).Date += value.Date(n * 3600)
		s.write(session, "Обмен.Ошибка", fmt.Sprint("час ", n)).Date += value.Date(n * 3600)
	}
	s.later += hours * time.Hour
	spent := s.spent(func() { s.export(1) })
	with := 0
	events := s.events(session)
	for _, e := range events {
		if len(crumbs(e)) > 0 {
			with++
		}
	}
	if len(events) != hours || with != 20 {
		t.Errorf("%d errors came, %d of them with what preceded them; want %d and 20", len(events), with, hours)
	}
	if n := spent["ВыгрузитьЖурналРегистрации"]; n > 2*(hours+2)+20 {
		t.Errorf("the log was read %d times", n)
	}
	s.wantPart("the state", s.state(s.open(platform.ThinClient)), "чтений журнала 20 за ")
}

// TestExport_dataArea: in a base whose data are divided, a record says whose it is; where
// the column is refused, records come without it.
func TestExport_dataArea(t *testing.T) {
	for name, want := range map[string]string{"Организация": "Организация=12345", "ОбластьДанныхОсновныеДанные": "", "": ""} {
		s := newStage(t, newest)
		if name != "" {
			s.base.AddObject("ОбщийРеквизит."+name, name).Separates = true
		}
		s.base.AddObject("ОбщийРеквизит.Ответственный", "Ответственный")
		session := s.exporting()
		row := s.write(session, "Обмен.Ошибка", "Не отвечает узел")
		row.Separation = value.StructureOf("Организация", value.Int(12345))
		spent := s.spent(func() { s.export(1) })
		s.want("the area", s.one(session).Text("contexts", "session", "data_area"), want)
		if n := spent["ВыгрузитьЖурналРегистрации"]; n != 3 {
			t.Errorf("%q: the log was read %d times", name, n)
		}
	}
	s := newStage(t, newest)
	separator := s.base.AddObject("ОбщийРеквизит.Организация", "")
	separator.Separates, s.base.InArea = true, true
	session := s.exporting()
	s.write(session, "Обмен.Ошибка", "Не отвечает узел")
	s.export(1)
	s.want("the area", s.one(session).Text("contexts", "session", "data_area"), "")
}
