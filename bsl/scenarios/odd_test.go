package scenarios

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestWrongTypes: whatever a caller passes, nothing is raised, each event comes
// under the id that was returned, and what can be sent of it is.
func TestWrongTypes(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.base.AddObject("Документ.ЗаказПокупателя", "Заказ покупателя")
		s.configure()
		session := s.open(platform.HTTPService)
		ids := strings.Fields(s.call(session, "ПробаНеобычное", "НеТеТипы"))
		if len(ids) != 5 {
			t.Fatalf("%d ids, want 5: %q", len(ids), ids)
		}
		for _, id := range ids {
			s.event(session, id)
		}
		last := s.event(session, ids[4])
		s.want("document", last.Text("extra", "документ"), "Заказ покупателя")
		s.want("table", last.Text("extra", "таблица"), "ТаблицаЗначений")
		s.want("date", last.Text("extra", "дата"), "2026-01-31T10:20:30")
		if problem := s.event(session, ids[3]).At("contexts", "sdk_problems"); problem == nil {
			t.Error("nobody is told of the key that is unknown")
		}
	})
}

// TestRing: a structure that holds itself is cut off, not followed.
func TestRing(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		id := s.call(session, "ПробаНеобычное", "Кольцо")
		s.want("its name", s.event(session, id).Text("extra", "Имя"), "кольцо")
	})
}

// TestSafeModeForAWhile: one method in the safe mode stops nothing that follows it,
// in a session where the component is attached and in one where it is not yet.
func TestSafeModeForAWhile(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		for _, attached := range []bool{false, true} {
			session := s.open(platform.HTTPService)
			if attached {
				s.ready(session)
			}
			inside := s.call(session, "ПробаНеобычное", "ВБезопасномРежиме")
			if !attached && inside != "" {
				t.Errorf("an id is promised of an event that nobody has: %q", inside)
			}
			id := s.call(session, "Проба", "ОтправитьОшибку", text("после"))
			s.event(session, id)
			if attached {
				s.event(session, inside)
			}
		}
		if n := len(s.sentry.Events()); n != 3 {
			t.Errorf("%d events came, want 3", n)
		}
	})
}

// TestTrail: the trail of actions is bounded, on its way to the server too.
func TestTrail(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		client := s.open(platform.ThinClient)
		for n := range 60 {
			s.call(client, "СентриКлиент", "ДобавитьСобытиеИстории", text(strings.Repeat("очень длинно ", 200)+value.Text(value.Int(int64(n)), value.Russian)))
		}
		for range 2 { // the trail stays for the next error
			id := s.call(client, "ПробаКлиент", "ОтправитьОшибку")
			crumbs, _ := s.event(client, id).At("breadcrumbs", "values").([]any)
			if len(crumbs) != 50 {
				t.Fatalf("%d actions came, want 50", len(crumbs))
			}
			s.want("the last", crumbs[49].(map[string]any)["message"].(string), "Выбран файл")
		}
		message := s.event(client, s.call(client, "СентриКлиент", "ЗаписатьСообщение", text("Форма открыта"))).Text("breadcrumbs", "values", 0, "message")
		if n := len([]rune(message)); n > 500 || !strings.HasSuffix(message, "12") {
			t.Errorf("an action has %d characters: %.20q…", n, message)
		}
	})
}

// TestSettings: half filled or filled in an odd way, they do what can be meant, and
// errors are sent in any case.
func TestSettings(t *testing.T) {
	for name, fields := range map[string][]any{
		"blanks":          {"Среда", text("  "), "Выпуск", text(" "), "ПоложениеКомпоненты", text("  "), "Мониторы", text("\n \n,;"), "ИсключаемыеСобытия", text("\n\n  \n")},
		"percents":        {"ПроцентСобытий", value.Int(100), "ПроцентОпераций", value.Int(100)},
		"levels":          {"УровниЖурнала", text("чепуха;;, ")},
		"a DSN in blanks": {"DSN", nil},
	} {
		s := newStage(t, newest)
		if name == "a DSN in blanks" {
			fields = []any{"DSN", text("  " + s.sentry.DSN() + " ")}
		}
		session := s.exporting(fields...)
		s.write(session, "Обмен.Ошибка", "в журнале")
		s.export(2)
		id := s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
		e := s.event(session, id)
		s.want(name+": environment", e.Text("environment"), "production")
		s.want(name+": release", e.Text("release"), "УправлениеТорговлей@11.5.12.34")
		if n := len(s.events(session)); n != 2 {
			t.Errorf("%s: %d events came, want 2", name, n)
		}
	}
}

// TestSettings_empty: a record without a DSN, or with a pause, is a switch that is
// off: nothing is attached, and it is said what to fill in.
func TestSettings_empty(t *testing.T) {
	for _, c := range []struct {
		fields []any
		says   string
	}{
		{[]any{"DSN", text("   "), "Среда", text("test")}, "не указан DSN"},
		{[]any{"ОтправкаПриостановлена", value.Bool(true)}, "«Отправка приостановлена»"},
	} {
		s := newStage(t, newest)
		s.configure(c.fields...)
		client := s.open(platform.ThinClient)
		s.want("calls refused", s.call(client, "Проба", "ВсеВызовы"), "33 из 33")
		s.wantPart("the state", s.state(client), c.says)
		if n := len(s.addIns.Attached); n != 0 {
			t.Errorf("attached %d times", n)
		}
	}
}

// TestDSN: a typo is named at once, by the command, with the part that is wrong,
// and so is the way out; when it is mended, the command sends without a pause.
func TestDSN(t *testing.T) {
	s := newStage(t, newest)
	good := s.sentry.DSN()
	client := s.open(platform.ThinClient)
	test := func(dsn string) string {
		s.configure("DSN", text(dsn))
		return s.test(client)
	}
	for dsn, says := range map[string]string{
		strings.Replace(good, "http://", "htp://", 1): `он начинается с "htp"`,
		strings.Replace(good, "http://", "", 1):       "он начинается с",
		"http://" + good[strings.Index(good, "@")+1:]: "нет ключа",
		"https://key@/1":                                "нет сервера",
		good[:strings.LastIndex(good, "/")]:             "нет номера проекта",
		"https://key@sentry.example.com:порт/1":         "не номер порта",
		"https://sentry.example.com/settings/projects/": "нет ключа",
	} {
		shown := test(dsn)
		s.wantPart(dsn, shown, "Компонента не приняла настройки: ", "DSN: ", says, "Client Keys")
		if strings.Count(shown, "\n") > 0 || !strings.HasSuffix(shown, ".") {
			t.Errorf("%s: no sentence: %q", dsn, shown)
		}
	}
	s.quiet()
	s.later += time.Second
	s.wantPart("mended", test(good), "отправлено")
	s.one(client)
}

// TestAllCalls: where sending works, every call of the facade is accepted, the ill
// ones too: their events come without the bad part.
func TestAllCalls(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("ПроцентОпераций", value.Int(100))
		client := s.open(platform.ThinClient)
		s.ready(client)
		s.want("calls refused", s.call(client, "Проба", "ВсеВызовы"), "0 из 33")
		if ids := s.call(client, "ПробаКлиент", "ВсеВызовы"); len(ids) != 3*32 {
			t.Errorf("three calls of the client gave %q", ids)
		}
		s.want("sent", s.call(client, "Сентри", "ДождатьсяОтправки", value.Int(20000)), "Да")
		if n := len(s.addIns.Attached); n != 1 {
			t.Errorf("attached %d times", n)
		}
	})
}
