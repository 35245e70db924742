package scenarios

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/built"
	"sentry1c/build/kit/infobase"
)

// press clicks on a button of the form and gives what the form says of it.
func (s *stage) press(f *platform.Form, button string) string {
	s.t.Helper()
	if err := f.Click(button); err != nil {
		s.t.Fatal(err)
	}
	return shows(f, "Итог")
}

// enter fills in fields of the form.
func (s *stage) enter(f *platform.Form, pairs ...any) {
	s.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if err := f.Enter(pairs[i].(string), pairs[i+1].(value.Value)); err != nil {
			s.t.Fatal(err)
		}
	}
}

// settings are those that the storage keeps.
func (s *stage) settings() map[string]any {
	s.t.Helper()
	return decode(s.t, []byte(s.kept("Настройки")))
}

// job is our scheduled job.
func (s *stage) job() *platform.ScheduledJob {
	s.t.Helper()
	for _, j := range s.base.Scheduled {
		if strings.HasSuffix(j.Object.FullName, ".СентриОбслуживание") {
			return j
		}
	}
	s.t.Fatal("there is no job of ours")
	return nil
}

// TestForm: an administrator enters a DSN, presses two buttons, and it works: the
// test event is at the server before anything is saved, the job is off until the
// settings are.
func TestForm(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		if s.job().Use {
			t.Error("the job is on in a base where nobody entered anything")
		}
		f := s.form(s.open(platform.ThinClient), "СентриНастройки")
		s.wantPart("without a DSN", s.press(f, "Проверить"), "не указан DSN")
		s.enter(f, "DSN", text(" "+s.sentry.DSN()+" "), "Среда", text("test"))
		s.wantPart("the test", s.press(f, "Проверить"), "отправлено за ", "Последний ответ сервера: 200")
		if s.kept("Настройки") != "" || s.job().Use {
			t.Error("the test saved the settings")
		}
		s.want("environment", s.sentry.Events()[0].Text("environment"), "test")

		s.want("saving", s.press(f, "Записать"), "Настройки записаны. Отправка работает.")
		if !s.job().Use || s.job().RepeatPeriod != 300 {
			t.Errorf("the job: %+v", s.job())
		}
		s.want("a user", s.works(), "Да")

		s.enter(f, "ПериодЗаданияМинут", value.Int(15))
		s.press(f, "Записать")
		if s.job().RepeatPeriod != 900 {
			t.Errorf("the period of the job is %d s", s.job().RepeatPeriod)
		}
		s.enter(f, "ОтправкаПриостановлена", value.Bool(true))
		s.wantPart("paused", s.press(f, "Записать"), "Настройки записаны.", "«Отправка приостановлена»")
		if s.job().Use {
			t.Error("the job runs while sending is paused")
		}
		s.want("a user, paused", s.works(), "Нет")
	})
}

// TestForm_open: a command does what it says while the form of another one is open, and
// does it each time; the settings that somebody is changing are not opened twice.
func TestForm_open(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	client := s.open(platform.ThinClient)
	settings := s.form(client, "СентриНастройки")
	s.enter(settings, "Среда", text("не записана"))
	for n, command := range []string{"СентриТестовоеСобытие", "СентриПоказатьСостояние", "СентриТестовоеСобытие"} {
		if err := client.RunCommand(command); err != nil {
			t.Fatal(err)
		}
		if len(client.Forms) != n+2 {
			t.Fatalf("%s: %d forms are open, want %d", command, len(client.Forms), n+2)
		}
		want := map[bool]string{true: "Событие ", false: "Отправка работает"}[command == "СентриТестовоеСобытие"]
		s.wantPart(command, shows(client.Forms[n+1], "Итог"), want)
	}
	if err := client.RunCommand("СентриНастройки"); err != nil {
		t.Fatal(err)
	}
	if len(client.Forms) != 4 || client.Forms[3] != settings || shows(settings, "Среда") != "не записана" {
		t.Errorf("%d forms are open; the one with the settings did not come to the front as it was", len(client.Forms))
	}
	if n := len(s.events(client)); n != 2 {
		t.Errorf("%d test events came, want 2", n)
	}
}

// TestForm_settings: each field of the form is a setting that comes back as it was
// entered, and each setting has a field.
func TestForm_settings(t *testing.T) {
	s := newStage(t, newest)
	client := s.open(platform.WebClient)
	f := s.form(client, "СентриНастройки")
	entered := map[string]value.Value{
		"DSN": text(s.sentry.DSN()), "Среда": text("проба"), "Выпуск": text("В@1"), "ОтправлятьЛичныеДанные": value.Bool(true),
		"ПроцентСобытий": value.Int(50), "ПроцентОпераций": value.Int(20), "ПоложениеКомпоненты": text("НеИзолированно"),
		"ОтправлятьОшибкиИнтерфейса": value.Bool(false), "ОтправлятьПрава": value.Bool(false), "ПредупреждатьСеть": value.Bool(true),
		"ПредупреждатьИсключение": value.Bool(false), "СпрашиватьПользователя": value.Bool(true), "ВыгружатьЖурнал": value.Bool(false),
		"УровеньПредупреждение": value.Bool(true), "УровеньИнформация": value.Bool(true), "УровеньПримечание": value.Bool(true),
		"ИсключаемыеСобытия": text("А\nБ*"), "ПерекрытиеЖурналаМинут": value.Int(7),
		"ЧитатьДействия": value.Bool(false), "СчитатьСеансы": value.Bool(false), "ПриложенияСеансов": text("WebClient"), "ФайлСимволов": text("/srv/ут.symbols"), "ОтслеживатьЗадания": value.Bool(false), "Мониторы": text("*"),
		"ПериодЗаданияМинут": value.Int(3), "ВызыватьИсключения": value.Bool(true), "ПараметрыКомпоненты": text(`{"maxBreadcrumbs": 7}`), "ОтправкаПриостановлена": value.Bool(true),
	}
	for name, v := range entered {
		s.enter(f, name, v)
	}
	s.wantPart("saving", s.press(f, "Записать"), "Настройки записаны.")
	again := s.form(client, "СентриНастройки")
	for name, v := range entered {
		if got := again.Value(name); !value.Equal(got, v) {
			t.Errorf("%s: %v came back, %v was entered", name, got, v)
		}
	}
	kept := s.settings()
	for name, want := range map[string]any{
		"УровниЖурнала": "Ошибка, Предупреждение, Информация, Примечание", "КатегорииПредупреждений": "Права, Сеть", "НеОтправляемыеКатегории": "Права",
		"НеЧитатьДействия": true, "НеСчитатьСеансы": true, "НеВыгружатьЖурнал": true, "НеОтслеживатьЗадания": true, "НеОтправлятьОшибкиИнтерфейса": true, "ПроцентСобытий": 50.0,
	} {
		if kept[name] != want {
			t.Errorf("%s is kept as %v, want %v", name, kept[name], want)
		}
	}
}

// TestForm_unknown: a setting of a later version stays; one that is missing or of
// another type has its default.
func TestForm_unknown(t *testing.T) {
	s := newStage(t, newest)
	s.keep("Настройки", `{"DSN": "`+s.sentry.DSN()+`", "Новая": {"а": [1, "б"]}, "ПроцентСобытий": "сто", "НеВыгружатьЖурнал": 1, "ПериодЗаданияМинут": null}`)
	f := s.form(s.open(platform.ThinClient), "СентриНастройки")
	for name, want := range map[string]value.Value{"ПроцентСобытий": value.Int(0), "ВыгружатьЖурнал": value.Bool(true), "ПериодЗаданияМинут": value.Int(5)} {
		if got := f.Value(name); !value.Equal(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	s.press(f, "Записать")
	later, _ := json.Marshal(s.settings()["Новая"])
	s.want("the unknown setting", string(later), `{"а":[1,"б"]}`)
	s.want("sends", s.works(), "Да")
}

// TestForm_damaged: settings that somebody damaged by hand are one sentence
// everywhere, and the form mends them.
func TestForm_damaged(t *testing.T) {
	for _, damaged := range []string{`{"DSN": "https`, `[1]`, `"текст"`, `7`} {
		s := newStage(t, newest)
		s.keep("Настройки", damaged)
		client := s.open(platform.ThinClient)
		s.want("event", s.call(client, "Проба", "ОтправитьОшибку", text("ой")), "")
		s.want("why", s.call(client, "Сентри", "ПочемуНеРаботает"),
			"Настройки не прочитаны: настройки повреждены: откройте форму «Сентри: настройки» и запишите их заново.")
		s.runScheduled("СентриОбслуживание")
		f := s.form(client, "СентриНастройки")
		s.wantPart("the form", shows(f, "Итог"), "Настройки не прочитаны", "повреждены")
		s.enter(f, "DSN", text(s.sentry.DSN()))
		s.want("saving", s.press(f, "Записать"), "Настройки записаны. Отправка работает.")
	}
}

// TestForm_storageManager: a configuration whose own storage manager keeps nothing
// is told of, in one sentence; the job stays as it was.
func TestForm_storageManager(t *testing.T) {
	s := newStage(t, newest)
	s.base.StorageLoses = true
	f := s.form(s.open(platform.ThinClient), "СентриНастройки")
	s.enter(f, "DSN", text(s.sentry.DSN()))
	s.want("saving", s.press(f, "Записать"), "Настройки не записаны: хранилище общих настроек этой конфигурации их не сохранило.")
	if s.job().Use {
		t.Error("the job is on")
	}
}

// TestForm_mistakes: what is wrong in the settings is named as they are saved or
// tested.
func TestForm_mistakes(t *testing.T) {
	for _, c := range []struct {
		field, entered string
		says           []string
	}{
		{"DSN", "ftp://key@host/1", []string{"Компонента не приняла настройки", `начинается с "ftp"`}},
		{"DSN", "https://sentry.example.com/1", []string{"нет ключа"}},
		{"ПараметрыКомпоненты", "{", []string{"«Параметры компоненты»", "объектом JSON"}},
		{"ПараметрыКомпоненты", `{"httpTimeoutMs": "долго"}`, []string{"httpTimeoutMs"}},
		{"ПараметрыКомпоненты", `{"нетТакого": 1}`, []string{"неизвестный параметр", "нетТакого"}},
		{"ПоложениеКомпоненты", "где-нибудь", []string{"«Подключение компоненты»", "«где-нибудь»"}},
	} {
		s := newStage(t, newest)
		f := s.form(s.open(platform.ThinClient), "СентриНастройки")
		s.enter(f, "DSN", text(s.sentry.DSN()), c.field, text(c.entered))
		for _, button := range []string{"Проверить", "Записать"} {
			said := s.press(f, button)
			s.wantPart(c.entered+": "+button, said, c.says...)
			if strings.Contains(said, "\n") || !strings.HasSuffix(said, ".") {
				t.Errorf("%s: %s: no sentence: %q", c.entered, button, said)
			}
		}
		s.quiet()
	}
}

// TestForm_environment: the word env takes the DSN and the environment of the
// server.
func TestForm_environment(t *testing.T) {
	s := newStage(t, newest)
	f := s.form(s.open(platform.ThinClient), "СентриНастройки")
	s.enter(f, "DSN", text(" ENV "))
	s.wantPart("no variable", s.press(f, "Записать"), "вместо DSN указано env", "SENTRY_DSN")
	s.press(f, "Проверить")
	options := value.Text(s.addIns.Init[1], value.Russian)
	if dsn := value.Text(s.addIns.Init[0], value.Russian); dsn != "" || strings.Contains(options, "environment") || strings.Contains(options, "settingsKey") {
		t.Errorf("the component is to take SENTRY_DSN and SENTRY_ENVIRONMENT, it was given %q and %s", dsn, options)
	}
}

// TestForm_code: the code that pages show for many infobases saves the settings as the
// form does, those that are there stay, and who may not set up is refused.
func TestForm_code(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(built.Root(t), "bsl", "servers.md"))
	if err != nil {
		t.Fatal(err)
	}
	snippets := regexp.MustCompile("(?s)```bsl\n([^`]*)```").FindAllStringSubmatch(string(content), -1)
	if len(snippets) != 2 {
		t.Fatalf("the page has %d texts, want one a language", len(snippets))
	}
	for _, snippet := range snippets {
		sentry := newSentry(t)
		source := "Процедура Настроить() Экспорт\n" + strings.Replace(snippet[1], `"env"`, `"`+sentry.DSN()+`"`, 1) + "\nКонецПроцедуры"
		base, err := infobase.NewWithExtension(newest, newest, t.TempDir(), scriptNamed(t, "Проба", eval.Servers),
			&eval.Module{Name: "ЗаписьНастроек", Path: "ОбщийМодуль.ЗаписьНастроек.Модуль", Sides: eval.Servers, Source: source})
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOf(t, base, sentry)
		s.keep("Настройки", `{"Среда": "test"}`)
		other := s.openFor(platform.HTTPService, &platform.User{Name: "Кассир", ID: value.NewUUID()})
		s.call(other, "ЗаписьНастроек", "Настроить")
		s.wantPart("said to a user", strings.Join(other.Messages, " "), "Недостаточно прав")
		if s.job().Use {
			t.Error("a user saved the settings")
		}
		admin := s.open(platform.COMConnection)
		s.call(admin, "ЗаписьНастроек", "Настроить")
		s.want("said", strings.Join(admin.Messages, " "), "Настройки записаны. Отправка работает.")
		if !s.job().Use || s.settings()["Среда"] != "test" {
			t.Errorf("the job: %v, the settings: %v", s.job().Use, s.settings())
		}
	}
}

// TestForm_english: an English session reads English, in the form, in the reasons
// and in the notification.
func TestForm_english(t *testing.T) {
	s := newStage(t, newest)
	session, err := s.base.Open(platform.ThinClient, s.admin, value.English)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	f := s.form(session, "СентриНастройки")
	for item, want := range map[string]string{"Среда": "Environment", "СтраницаЖурнал": "Event log", "ОтправлятьСеть": "Network errors", "Проверить": ""} {
		if got, _ := f.Property(item, "Заголовок").(value.String); string(got) != want {
			t.Errorf("%s is called %q, want %q", item, got, want)
		}
	}
	for _, item := range f.Items() {
		for _, property := range []string{"Заголовок", "Подсказка"} {
			if got, _ := f.Property(item, property).(value.String); strings.ContainsFunc(strings.NewReplacer("«Изолированно»", "", "«НеИзолированно»", "").Replace(string(got)), cyrillic) {
				t.Errorf("%s of %s is %q", property, item, got)
			}
		}
	}
	s.wantPart("without a DSN", s.press(f, "Проверить"), "Sending is off")
	s.enter(f, "DSN", text(s.sentry.DSN()))
	s.want("saving", s.press(f, "Записать"), "The settings are saved. Sending works.")
	for _, line := range strings.Split(shows(f, "Состояние"), "\n") {
		if strings.ContainsFunc(line, cyrillic) {
			t.Errorf("the state says %q", line)
		}
	}
}

func cyrillic(r rune) bool { return r >= 'А' && r <= 'я' }

// TestForm_state: the state is a text to copy, with the hosts in it, and the copy
// goes by what the platform has.
func TestForm_state(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("Мониторы", text("*"))
		s.base.Computer = "APP1"
		session := s.open(platform.HTTPService)
		s.event(session, s.call(session, "Проба", "ОтправитьОшибку", text("ой")))
		s.base.Computer, s.addIns.Refused = "APP2", true
		s.want("the second host", s.works(), "Нет")
		s.addIns.Refused = false
		s.later += time.Hour
		f := s.form(s.open(platform.ThinClient), "СентриПоказатьСостояние")
		s.wantPart("the state", shows(f, "Состояние"), "APP1: компонента 1.0.0, последнее событие 20", "APP2: отказ 20", "не загрузилась", "Мониторов заданий: ", "_lin64.so: ")
		if strings.Contains(shows(f, "Состояние"), "Мониторов заданий: 1") {
			t.Error("our own job is a monitor")
		}
		client := s.open(platform.WebClient)
		f = s.form(client, "СентриПоказатьСостояние")
		if s.base.Version.AtLeast(eval.Release(8, 3, 24)) {
			s.wantPart("copying", s.press(f, "Скопировать"), "скопировано")
			s.want("the clipboard", client.Clipboard, shows(f, "Состояние"))
		} else {
			s.wantPart("copying", s.press(f, "Скопировать"), "Ctrl+C")
		}
	})
}
