package scenarios

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/receiver"
)

// exporting is a stage whose log has been exported once, so that what is written
// from now on is no history, and a session that writes.
func (s *stage) exporting(pairs ...any) *platform.Session {
	s.t.Helper()
	s.configure(pairs...)
	session := s.open(platform.HTTPService)
	s.ready(session)
	s.export(1)
	s.later += time.Minute
	return session
}

// write adds a record to the log as other code would.
func (s *stage) write(session *platform.Session, event, comment string) *platform.LogRow {
	row := session.Row("Ошибка", event, comment)
	s.base.Log = append(s.base.Log, row)
	return row
}

// texts are what the events that came say, under their ids: an id that came twice
// is one event at a server of Sentry.
func (s *stage) texts(session *platform.Session) map[string]string {
	s.t.Helper()
	texts := map[string]string{}
	for _, e := range s.events(session) {
		// Before a message stands what happened.
		texts[e.Text("event_id")] = strings.TrimPrefix(e.Text("exception", "values", 0, "value")+message(e), "Обмен.Ошибка: ")
	}
	return texts
}

// wantTexts compares the texts of all events.
func (s *stage) wantTexts(session *platform.Session, want ...string) {
	s.t.Helper()
	var got []string
	for _, text := range s.texts(session) {
		got = append(got, text)
	}
	s.want("texts", strings.Join(sorted(got), " | "), strings.Join(sorted(want), " | "))
}

// TestExport_manyRows: more records than are handed over at once, all of one
// second and some of them equal, come each once.
func TestExport_manyRows(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		session := s.exporting()
		first := s.write(session, "Обмен.Ошибка", "Не отвечает узел 0")
		for n := 1; n < 300; n++ {
			s.write(session, "Обмен.Ошибка", fmt.Sprintf("Не отвечает узел %d: %s", n, strings.Repeat("ё", 300))).Date = first.Date
		}
		for range 20 {
			s.write(session, "Обмен.Ошибка", "Не отвечает узел").Date = first.Date
		}
		s.export(4)
		if n := len(s.texts(session)); n != 320 || len(s.sentry.Events()) != 320 {
			t.Errorf("%d events came under %d ids, want 320", len(s.sentry.Events()), n)
		}
	})
}

// TestExport_interrupted: the process of the component ends while it is handed
// records, and the job is ended before it keeps how far it came.
func TestExport_interrupted(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	var want []string
	for n := range 3 {
		want = append(want, fmt.Sprintf("Первая часть %d", n))
		s.write(session, "Обмен.Ошибка", want[n])
	}
	s.addIns.Dying, s.addIns.DyingMethod = 1, "ВыгрузитьЖурнал"
	s.export(3)
	s.wantTexts(session, want...)
	if s.addIns.Dying != 0 {
		t.Error("nothing died")
	}

	before := s.kept("Журнал")
	want = append(want, "Вторая часть")
	s.write(session, "Обмен.Ошибка", "Вторая часть")
	s.export(3)
	s.wantTexts(session, want...)
	s.keep("Журнал", before)
	s.export(3)
	s.wantTexts(session, want...)
}

// TestExport_oddRows: a comment that would end an isolated process, one that JSON
// makes five times as long, and names with Ё.
func TestExport_oddRows(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.base.AddObject("Документ.УчётТоваров", "Учёт товаров")
		session := s.exporting("ПоложениеКомпоненты", text("Изолированно"))
		attached := len(s.addIns.Attached)
		s.write(session, "Обмен.Огромный", "начало "+strings.Repeat("очень длинно\n", 50_000)+" конец")
		s.write(session, "Обмен.Кавычки", strings.Repeat("\"\\\x01", 5000))
		s.write(session, "Учёт.Ошибка", "про ё").Metadata = "Документ.УчётТоваров"
		s.write(session, "Обмен.Пустой", "")
		s.export(3)
		byName := map[string]receiver.Event{}
		for _, e := range s.events(session) {
			byName[e.Text("contexts", "event_log", "event")] = e
		}
		if len(byName) != 4 {
			t.Fatalf("%d events came, want 4", len(byName))
		}
		huge := says(byName["Обмен.Огромный"])
		s.wantPart("the huge comment", huge, "начало", "вырезано знаков", "конец")
		s.wantPart("the quotes", says(byName["Обмен.Кавычки"]), `"\`)
		s.want("metadata", byName["Учёт.Ошибка"].Text("contexts", "event_log", "metadata"), "Документ.УчётТоваров")
		s.want("no comment", says(byName["Обмен.Пустой"]), "Обмен.Пустой")
		if n := len(s.addIns.Attached) - attached; n > 4 {
			t.Errorf("attached %d times by four sessions: the process died", n)
		}
	})
}

// TestExport_unreadable: the log cannot be read. That is told once, stands in the
// state, and is forgotten when the log can be read again.
func TestExport_unreadable(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.base.LogError = errors.New("файл журнала повреждён")
	s.write(session, "Обмен.Ошибка", "позже")
	s.export(3)
	client := s.open(platform.ThinClient)
	state := func() string { return s.state(client) }
	s.wantPart("the state", state(), "Журнал регистрации не выгружается: ", "файл журнала повреждён")
	s.wantPart("the event", message(s.one(session)), "не выгружается", "повреждён")
	s.base.LogError = nil
	s.export(2)
	if n := len(s.events(session)); n != 2 {
		t.Errorf("%d events came, want 2", n)
	}
	s.wantPart("the state", state(), "Журнал регистрации выгружен до")
}

// TestExport_clock: the clock of the server goes back an hour, or had been a year
// ahead; what is written then comes, and nothing comes twice.
func TestExport_clock(t *testing.T) {
	for _, back := range []time.Duration{30 * time.Second, time.Hour, 365 * 24 * time.Hour} {
		s := newStage(t, newest)
		session := s.exporting()
		s.write(session, "Обмен.Ошибка", "до перевода")
		s.export(3)
		s.wantTexts(session, "до перевода")
		s.later -= back
		s.export(1)
		s.later += time.Minute
		s.write(session, "Обмен.Ошибка", "после перевода")
		s.export(4)
		s.wantTexts(session, "до перевода", "после перевода")
	}
}

// TestExport_cleared: an administrator clears the log, or the place to go on from
// is damaged; the export goes on with what is written next.
func TestExport_cleared(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.write(session, "Обмен.Ошибка", "до очистки")
	s.export(2)
	s.base.Log = nil
	s.export(1)
	s.write(session, "Обмен.Ошибка", "после очистки")
	s.export(2)
	s.wantTexts(session, "до очистки", "после очистки")
	s.keep("Журнал", "{порча")
	s.write(session, "Обмен.Ошибка", "после порчи")
	s.export(2)
	s.wantTexts(session, "до очистки", "после очистки", "после порчи")
}

// TestExport_off: the switch leaves the log alone, and what the code sends by
// itself is sent.
func TestExport_off(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting("НеВыгружатьЖурнал", value.Bool(true))
	s.write(session, "Обмен.Ошибка", "в журнале")
	s.export(3)
	s.call(session, "Сентри", "ЗаписатьСообщение", text("само"))
	s.wantTexts(session, "само")
}
