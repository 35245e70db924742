package scenarios

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/infobase"
)

// TestFirstStart: after the installation nobody has entered anything. Nothing is
// attached, nothing raises, and the commands say what to do.
func TestFirstStart(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		client := s.open(platform.ThinClient)
		s.want("calls refused", s.call(client, "Проба", "ВсеВызовы"), "33 из 33")
		s.wantPart("the test event", s.test(client), "Отправка выключена", "не указан DSN")
		s.wantPart("the state", s.state(client), "не указан DSN", "Платформа: "+s.base.Version.String(), "ещё не выгружался", "SentryAddIn_")
		for _, job := range []string{"СентриОбслуживание"} {
			s.runScheduled(job)
		}
		if n := len(s.addIns.Attached); n != 0 {
			t.Errorf("the add-in is attached %d times without settings", n)
		}
	})
}

// runScheduled runs a scheduled job, which must not fail.
func (s *stage) runScheduled(name string) {
	s.t.Helper()
	job, err := s.base.RunScheduled(name)
	if err != nil {
		s.t.Fatal(err)
	}
	if job.State != "Завершено" {
		s.t.Errorf("%s ended as %s: %v", name, job.State, platform.Brief(job.Error))
	}
}

// TestTestEvent: the administrator enters a DSN and presses the button; the event
// is at the server before the answer is shown.
func TestTestEvent(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.base.Configuration = platform.Configuration{Name: "УправлениеТорговлей", Version: "11.5.12.34", Synonym: "Управление торговлей"}
		s.configure("Среда", text("test"))
		client := s.open(platform.ThinClient)
		shown := s.test(client)
		events := s.sentry.Events()
		if len(events) != 1 {
			t.Fatalf("%d events came; shown: %q", len(events), shown)
		}
		e := events[0]
		s.wantPart("shown", shown, "Событие "+e.Text("event_id")+" отправлено за ", " мс", "Последний ответ сервера: 200")
		s.want("message", message(e), "Тестовое событие расширения «Сентри»")
		s.want("release", e.Text("release"), "УправлениеТорговлей@11.5.12.34")
		s.want("environment", e.Text("environment"), "test")
		s.want("user", e.Text("user", "id"), s.admin.ID.String())
		s.want("name of the user", e.Text("user", "username"), "")
		s.want("infobase", e.Text("contexts", "infobase", "name"), "trade")
		s.want("language", e.Text("contexts", "culture", "locale"), "ru_RU")
		if zone := e.Text("contexts", "culture", "timezone"); !strings.HasPrefix(zone, "GMT") {
			t.Errorf("the time zone is %q", zone)
		}
		s.want("platform", e.Text("contexts", "runtime", "version"), s.base.Version.String())
		s.want("application", e.Text("tags", "application"), "1CV8C")
		if n := len(s.addIns.Attached); n != 2 || s.addIns.Attached[0].Isolated != (s.base.Version == newest) {
			t.Errorf("attached as %d", n)
		}
	})
}

// TestExtensionsTag: a patch is an extension, and the release does not change with
// it: a tag does.
func TestExtensionsTag(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	tag := func() string {
		session := s.open(platform.HTTPService)
		return s.event(session, s.call(session, "Проба", "ОтправитьОшибку", text("ой"))).Text("tags", "extensions")
	}
	before := tag()
	if before == "" || before != tag() {
		t.Errorf("the tag is %q", before)
	}
	s.base.Extensions = append(s.base.Extensions, platform.Extension{Name: "EF_00_00468", Version: "1.1"})
	patched := tag()
	s.base.Extensions[len(s.base.Extensions)-1].Version = "1.2"
	if again := tag(); patched == before || again == patched {
		t.Errorf("the tag is %q, with a patch %q, with the next one %q", before, patched, again)
	}
}

// TestPersonalData: names go only with permission.
func TestPersonalData(t *testing.T) {
	s := newStage(t, newest)
	s.configure("ОтправлятьЛичныеДанные", value.Bool(true))
	session := s.open(platform.HTTPService)
	s.call(session, "Проба", "ОтправитьОшибку", text("ой"))
	e := s.one(session)
	s.want("name of the user", e.Text("user", "username"), "Администратор")
	s.want("computer", e.Text("contexts", "session", "computer"), "SRV1C")
}

// TestRights: errors of users without any right to the settings are sent as well;
// the form does not open for them, and does for who has the role or administers.
func TestRights(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		client := s.openFor(platform.ThinClient, &platform.User{Name: "Кассир", ID: value.NewUUID()})
		id := s.call(client, "Проба", "ОтправитьОшибку", text("ой"))
		s.want("event", s.one(client).Text("event_id"), id)
		for _, command := range []string{"СентриНастройки", "СентриТестовоеСобытие", "СентриПоказатьСостояние"} {
			if err := client.RunCommand(command); err != nil {
				t.Fatal(err)
			}
			if len(client.Forms) != 0 {
				t.Errorf("%s opened the form", command)
			}
		}
		for _, method := range []string{"Описание", "ПодтвердитьБазу"} {
			if _, err := client.Run(client.Server(), client.Server().Program.Instance(client.Server().Program.Code("СентриСостояние"), nil), method); err != nil {
				t.Error(err)
			}
		}
		role := s.openFor(platform.ThinClient, &platform.User{Name: "Настройщик", ID: value.NewUUID(), Rights: map[string]bool{"ОбщаяФорма.Сентри.Просмотр": true}})
		s.wantPart("with the role", s.state(role), "Отправка работает")
	})
}

// TestRights_ofRole: in a base without БСП an administrator sees the form after the
// code that README shows, in either language, and before it does not; a user without
// the right to administer gains nothing by it.
func TestRights_ofRole(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(built.Root(t), "bsl", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	snippets := regexp.MustCompile("(?s)```bsl\n([^`]*СентриПолныеПрава[^`]*)```").FindAllStringSubmatch(string(content), -1)
	if len(snippets) != 2 {
		t.Fatalf("README has %d texts that add the role, want one a language", len(snippets))
	}
	for _, snippet := range snippets {
		source := "Процедура Назначить() Экспорт\n" + snippet[1] + "\nКонецПроцедуры"
		base, err := infobase.NewWithExtension(newest, newest, t.TempDir(), scriptNamed(t, "Проба", eval.Servers),
			&eval.Module{Name: "Назначение", Path: "ОбщийМодуль.Назначение.Модуль", Sides: eval.Servers, Source: source})
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOf(t, base, newSentry(t))
		s.configure()
		for name, administers := range map[string]bool{"Администратор": true, "Кассир": false} {
			user := &platform.User{Name: name, ID: value.NewUUID(), Rights: map[string]bool{"Конфигурация.Администрирование": administers}}
			client := s.openFor(platform.ThinClient, user)
			opens := func() bool {
				if err := client.RunCommand("СентриПоказатьСостояние"); err != nil {
					t.Fatal(err)
				}
				return len(client.Forms) > 0
			}
			if opens() {
				t.Errorf("%s: the form opens without the role", name)
			}
			if _, err := client.Call("Назначение", "Назначить"); (err == nil) != administers {
				t.Errorf("%s adds the role: %v", name, err)
			}
			if opens() != administers {
				t.Errorf("%s: the form opens: %v", name, !administers)
			}
		}
	}
}

// TestEvent: what a caught error looks like at the server.
func TestEvent(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		id := s.call(session, "Проба", "ОтправитьОшибку", text("Обмен не выполнен"))
		e := s.one(session)
		s.want("event", e.Text("event_id"), id)
		s.want("transaction", e.Text("transaction"), "Проба")
		values, _ := e.At("exception", "values").([]any)
		if len(values) != 2 {
			t.Fatalf("%d exceptions, want 2: %v", len(values), values)
		}
		s.want("cause", e.Text("exception", "values", 0, "value"), "Индекс находится за границами массива")
		s.want("error", e.Text("exception", "values", 1, "value"), "Обмен не выполнен")
		frames, _ := e.At("exception", "values", 1, "stacktrace", "frames").([]any)
		if len(frames) != 2 {
			t.Fatalf("%d frames, want 2: %v", len(frames), frames)
		}
		s.want("frame", e.Text("exception", "values", 1, "stacktrace", "frames", 1, "module"), "ОбщийМодуль.Проба.Модуль")
		if problems := e.At("contexts", "sdk_problems"); problems != nil {
			t.Errorf("the component had problems: %v", problems)
		}
	})
}
