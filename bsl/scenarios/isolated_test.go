package scenarios

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestHostDies: the process of the add-in ends in the middle of a call. It is
// attached again once, with all that events carry, and the event arrives.
func TestHostDies(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.HTTPService)
	s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), "Да")
	s.addIns.Dying, s.addIns.DyingMethod = 1, "ЗаписатьИсключение"
	id := s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
	e := s.one(session)
	s.want("event", e.Text("event_id"), id)
	s.want("infobase", e.Text("contexts", "infobase", "name"), "trade")
	if n := len(s.addIns.Attached); n != 2 {
		t.Errorf("attached %d times, want 2", n)
	}
}

// TestHostDiesTwice: if it dies again soon, there is a pause in which nothing is
// attached and nothing raises; after it all works.
func TestHostDiesTwice(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.HTTPService)
	s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), "Да")
	s.addIns.Dying, s.addIns.DyingMethod = 2, "ЗаписатьИсключение"
	s.want("event", s.call(session, "Проба", "ОтправитьОшибку", text("ой")), "")
	s.wantPart("why", s.call(session, "Сентри", "ПочемуНеРаботает"), "завершился дважды подряд", "приостановлена на 10 мин")
	for range 5 {
		s.later += time.Minute
		s.want("in the pause", s.call(session, "Проба", "ВсеВызовы"), "33 из 33")
	}
	if n := len(s.addIns.Attached); n != 2 {
		t.Errorf("attached %d times, want 2", n)
	}
	s.later += 6 * time.Minute
	s.call(session, "Проба", "ОтправитьОшибку", text("после паузы"))
	s.one(session)
}

// TestHostDiesAgainSoon: what brings the process down may be in every event; each
// new process would cost a session time, so a second death within the pause is
// the last one, even if the add-in worked in between.
func TestHostDiesAgainSoon(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.HTTPService)
	s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), "Да")
	for _, works := range []string{"Да", "Нет", "Нет"} {
		s.addIns.Dying, s.addIns.DyingMethod = 1, "ЗаписатьИсключение"
		s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
		s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), works)
		s.later += time.Minute
	}
	if n := len(s.addIns.Attached); n != 2 {
		t.Errorf("attached %d times, want 2", n)
	}
	s.addIns.Dying = 0
	s.later += 10 * time.Minute
	s.call(session, "Проба", "ОтправитьОшибку", text("после паузы"))
	if n := len(s.events(session)); n != 2 {
		t.Errorf("%d events came, want 2", n)
	}
}

// TestHostDies_later: a second death long after the first is a first one again.
func TestHostDies_later(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.HTTPService)
	s.want("works", s.call(session, "Сентри", "ОтправкаРаботает"), "Да")
	for n := range 3 {
		s.addIns.Dying, s.addIns.DyingMethod = 1, "ЗаписатьИсключение"
		s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
		if events := s.events(session); len(events) != n+1 {
			t.Errorf("%d events came, want %d", len(events), n+1)
		}
		s.later += time.Hour
	}
}

// TestHostDies_everywhere: it may die in any call, while it is attached too.
func TestHostDies_everywhere(t *testing.T) {
	for _, method := range []string{"Инициализировать", "УстановитьКонтекст", "УстановитьТеги", "ДобавитьСобытиеИстории", "ДождатьсяОтправки", "ОткрытьОбласть", "ЗаголовкиТрассировки"} {
		s := newStage(t, newest)
		s.configure()
		session := s.open(platform.HTTPService)
		s.addIns.Dying, s.addIns.DyingMethod = 1, method
		s.call(session, "Проба", "ВсеВызовы")
		if s.addIns.Dying != 0 {
			t.Errorf("%s was never called", method)
		}
		s.later += 11 * time.Minute
		id := s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
		s.want("infobase after a death in "+method, s.event(session, id).Text("contexts", "infobase", "name"), "trade")
	}
}

// TestLongTexts: nothing long enough to end the process crosses to it, whatever
// it stands in.
func TestLongTexts(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		s.call(session, "Проба", "ОтправитьДлинное", value.Int(120000))
		e := s.one(session)
		got := message(e)
		if !strings.HasPrefix(got, "начало") || !strings.HasSuffix(got, "конец") {
			t.Errorf("the text came as %.20q…", got)
		}
		if cut := strings.Contains(got, "вырезано знаков"); cut != (s.base.Version == newest) {
			t.Errorf("a mark of a cut: %v", cut)
		}
		s.call(session, "Проба", "ОтправитьДлинныеПараметры", value.Int(120000))
		e = s.events(session)[1]
		s.want("message", message(e), "с параметрами")
		s.call(session, "Проба", "ОтправитьОшибку", text(strings.Repeat("очень длинно ", 20000)))
		if n := len(s.events(session)); n != 3 {
			t.Errorf("%d events, want 3", n)
		}
		if n := len(s.addIns.Attached); n != 1 {
			t.Errorf("attached %d times: the process ended", n)
		}
	})
}
