package scenarios

import (
	"errors"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestCannotAttach: whatever keeps the add-in away, the calls answer quietly and
// the reason is one sentence that says what to do.
func TestCannotAttach(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*stage)
		want  []string
	}{
		{"refused without a reason", func(s *stage) { s.addIns.Refused = true }, []string{"не загрузилась", "профиль безопасности", "контрольной суммой", "_lin64.so"}},
		{"another platform", func(s *stage) { s.addIns.Refused, s.base.PlatformType = true, "Windows_x86" }, []string{"нет библиотеки для платформы Windows_x86"}},
		{"a broken bundle", func(s *stage) { s.base.Templates["сентрикомпонента"] = []byte("не архив") }, []string{"не загрузилась", "_lin64.so"}},
		{"the safe mode", func(s *stage) { s.base.SafeExtension = true }, []string{"безопасн"}},
		{"a security profile", func(s *stage) {
			s.addIns.Failed = errors.New("Внешняя компонента не разрешена в профиле безопасности")
		}, []string{"профиль безопасности", "контрольной суммой"}},
		{"missing rights", func(s *stage) { s.addIns.Failed = errors.New("Недостаточно прав") }, []string{"не дают права"}},
		{"something else", func(s *stage) { s.addIns.Failed = errors.New("Нечто") }, []string{"Компонента не подключилась: ", "Нечто"}},
		{"an old library", func(s *stage) { s.addIns.Version = "0.9.0" }, []string{"версии 0.9.0 вместо", "перезапустите"}},
		{"a bad DSN", func(s *stage) { s.configure("DSN", text("не адрес")) }, []string{"Компонента не приняла настройки", "DSN"}},
		{"a bad option", func(s *stage) {
			s.configure("ПараметрыКомпоненты", text(`{"httpTimeoutMs": "долго"}`))
		}, []string{"Компонента не приняла настройки", "httpTimeoutMs"}},
		{"options that are no JSON", func(s *stage) { s.configure("ПараметрыКомпоненты", text(`{`)) }, []string{"«Параметры компоненты»", "объектом JSON"}},
		{"options that are a list", func(s *stage) { s.configure("ПараметрыКомпоненты", text(`[1]`)) }, []string{"«Параметры компоненты»", "объектом JSON"}},
		{"an unknown place", func(s *stage) {
			s.configure("ПоложениеКомпоненты", text(`Изолированно) + (1`))
		}, []string{"«Подключение компоненты»", "Изолированно) + (1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			everyVersion(t, func(t *testing.T, s *stage) {
				s.configure()
				c.spoil(s)
				client := s.open(platform.ThinClient)
				s.want("calls refused", s.call(client, "Проба", "ВсеВызовы"), "33 из 33")
				s.want("calls of the client", s.call(client, "ПробаКлиент", "ВсеВызовы"), "")
				if err := client.Act("ПробаКлиент", "НажатаКнопка"); err != nil {
					t.Fatal(err)
				}
				attached := len(s.addIns.Attached)
				if attached > 1 {
					t.Errorf("attached %d times without a pause", attached)
				}
				shown := s.state(client)
				s.wantPart("the state", shown, c.want...)
				sentence, _, _ := strings.Cut(shown, "\n")
				if !strings.HasSuffix(sentence, ".") || strings.HasSuffix(sentence, "..") {
					t.Errorf("the reason is no sentence: %q", sentence)
				}
				s.quiet()
			})
		})
	}
}

// TestCannotAttach_later: what was refused is tried again after a pause, and the
// session needs no restart.
func TestCannotAttach_later(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	s.addIns.Refused = true
	session := s.open(platform.HTTPService)
	for range 5 {
		s.later += time.Minute
		s.want("event", s.call(session, "Проба", "ОтправитьОшибку", text("рано")), "")
	}
	if n := len(s.addIns.Attached); n != 1 {
		t.Errorf("attached %d times in five minutes, want 1", n)
	}
	s.addIns.Refused = false
	s.later += 10 * time.Minute
	s.call(session, "Проба", "ОтправитьОшибку", text("пора"))
	s.one(session)
}

// TestSettingsChange: new settings are taken within a minute, without a new
// session; so is the switch that stops all.
func TestSettingsChange(t *testing.T) {
	s := newStage(t, newest)
	s.configure("Среда", text("первая"))
	session := s.open(platform.HTTPService)
	s.call(session, "Проба", "ОтправитьОшибку", text("раз"))
	s.want("environment", s.one(session).Text("environment"), "первая")
	s.configure("Среда", text("вторая"))
	s.later += 61 * time.Second
	s.call(session, "Проба", "ОтправитьОшибку", text("два"))
	s.want("environment", s.events(session)[1].Text("environment"), "вторая")
	s.configure("ОтправкаПриостановлена", value.Bool(true))
	s.later += 61 * time.Second
	s.want("stopped", s.call(session, "Проба", "ОтправитьОшибку", text("три")), "")
	s.wantPart("why", s.call(session, "Сентри", "ПочемуНеРаботает"), "«Отправка приостановлена»")
}

// TestPlace: what the settings say about the process of the add-in is done where
// the platform can do it; elsewhere it sends as the platform likes.
func TestPlace(t *testing.T) {
	for _, c := range []struct {
		version, compatibility eval.Version
		setting                string
		isolated               bool
	}{
		{oldest, oldest, "НеИзолированно", false},
		{oldest, oldest, "Изолированно", false},
		{newest, newest, "", true},
		{newest, newest, "изолированно", true},
		{newest, newest, "НеИзолированно", false},
		// The fourth parameter is missing in an older mode of compatibility.
		{newest, oldest, "Изолированно", true},
		{newest, oldest, "НеИзолированно", true},
	} {
		s := newStageIn(t, c.version, c.compatibility)
		s.configure("ПоложениеКомпоненты", text(c.setting))
		session := s.open(platform.HTTPService)
		s.call(session, "Проба", "ОтправитьДлинное", value.Int(70000))
		s.one(session)
		if n := len(s.addIns.Attached); n != 1 || s.addIns.Attached[0].Isolated != c.isolated {
			t.Errorf("%s in the mode %s with %q: attached as %+v", c.version, c.compatibility, c.setting, s.addIns.Attached)
		}
	}
}
