package scenarios

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestBad_hugeText: an error whose text has five megabytes is one event, from the
// server and from a client, with its beginning and its end.
func TestBad_hugeText(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		huge := "начало " + strings.Repeat("очень длинно ", 5<<20/26) + "конец"
		client := s.open(platform.ThinClient)
		s.want("what crosses", s.call(client, "ПробаДолгая", "ДлинаТекста", text(huge)), "120\u00a0000")
		s.call(client, "Сентри", "ЗаписатьИсключение", text(huge))
		s.call(client, "СентриКлиент", "ЗаписатьИсключение", text(huge))
		s.shown(client, failure("ПрочаяОшибка", huge, 1), false, russianHandler)
		events := s.events(client)
		if len(events) != 3 {
			t.Fatalf("%d events came, want 3", len(events))
		}
		for _, e := range events {
			got := e.Text("exception", "values", 0, "value")
			s.wantPart("text", got[:40], "начало")
			if len(got) > 1<<20 {
				t.Errorf("the event carries %d bytes of text", len(got))
			}
		}
	})
}

// TestBad_noPlace: an error that has neither module nor text is an event all the
// same.
func TestBad_noPlace(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		client := s.open(platform.ThinClient)
		s.shown(client, &eval.ErrorInfo{Description: "Ошибка без места", Category: "ПрочаяОшибка"}, false, russianHandler)
		s.shown(client, &eval.ErrorInfo{Category: "ПрочаяОшибка"}, false, russianHandler)
		var texts []string // requests overtake each other
		for _, e := range s.events(client) {
			texts = append(texts, e.Text("exception", "values", 0, "value"))
		}
		slices.Sort(texts)
		if want := []string{"(no text)", "Ошибка без места"}; !slices.Equal(texts, want) {
			t.Errorf("%q came, want %q", texts, want)
		}
	})
}

// TestBad_causes: a chain of fifty causes, each with a long line, arrives, and so
// does one that has no end in sight.
func TestBad_causes(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("ПоложениеКомпоненты", text("Изолированно"))
		client := s.open(platform.ThinClient)
		for _, depth := range []int{50, 300} {
			info := failure("ПрочаяОшибка", "самая глубокая", 0)
			for n := 1; n < depth; n++ {
				outer := failure("ПрочаяОшибка", fmt.Sprint("причина ", n, strings.Repeat(" длинно", 100)), 1000*depth+n)
				outer.Cause = info
				info = outer
			}
			s.shown(client, info, false, russianHandler)
		}
		events := s.events(client)
		if len(events) != 2 {
			t.Fatalf("%d events came, want 2", len(events))
		}
		values, _ := events[0].At("exception", "values").([]any)
		if len(values) < 10 {
			t.Errorf("%d exceptions came of 50", len(values))
		}
		if n := len(s.addIns.Attached); n > 1 {
			t.Errorf("attached %d times: the process ended", n)
		}
	})
}

// TestBad_nobody: a session of a base without users, in a base without a version
// and with an odd connection string.
func TestBad_nobody(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.base.Configuration = platform.Configuration{Name: "Пустая"}
		s.configure()
		for n, connection := range []string{s.base.Connection, "", ";;", `Srvr="`, `ws="http://host/base";`} {
			s.base.Connection = connection
			session := s.openFor(platform.HTTPService, nil)
			if s.call(session, "Сентри", "ОтправкаРаботает") != "Да" {
				t.Fatalf("%q: %s", connection, s.call(session, "Сентри", "ПочемуНеРаботает"))
			}
			id := s.call(session, "Проба", "ОтправитьОшибку", text(fmt.Sprint("ой ", n)))
			e := s.event(session, id)
			s.want("release", e.Text("release"), "Пустая")
			s.want("user", e.Text("user", "id"), "")
			// Who decides knows one place only: the job of this connection would call it a
			// copy of the first, which is right.
			s.keep("База", "")
		}
	})
}

// TestBad_state: whatever of the state is damaged by hand is found anew; nothing is
// sent twice under another id, nothing raises.
func TestBad_state(t *testing.T) {
	for _, damaged := range []string{"{", "[]", `{"places": 5, "reason": 7, "seen": "x", "failures": []}`, `"текст"`, "\x00"} {
		s := newStage(t, newest)
		session := s.exporting()
		s.call(session, "Проба", "ЗапуститьЗадание", text("упало"))
		s.runJobs()
		s.export(1)
		for _, key := range []string{"База", "Регламент", "Задания", "Узел.SRV1C.Работа", "Узел.SRV1C.Отказ"} {
			s.keep(key, damaged)
		}
		s.export(2)
		s.wantPart("the state", s.state(s.open(platform.ThinClient)), "Отправка работает")
		ids := map[string]bool{}
		for _, e := range s.events(session) {
			ids[e.Text("event_id")] = true
		}
		if len(ids) != 1 {
			t.Errorf("%q: %d events of one failed job", damaged, len(ids))
		}
	}
}

// TestBad_parameters: values that cannot cross to the component, or would end its
// process, cost their part of the event: what was left out is named.
func TestBad_parameters(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.HTTPService)
	s.call(session, "Проба", "ОтправитьДлинныеПараметры", value.Int(120000))
	e := s.one(session)
	s.want("message", message(e), "с параметрами")
	s.want("left out", e.Text("extra", "dropped"), "extra")
	s.want("level", e.Text("level"), "error")
}
