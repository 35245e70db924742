package scenarios

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// symbolsFile is the option that the component was given last.
func (s *stage) symbolsFile() string {
	name, _ := decode(s.t, []byte(value.Text(s.addIns.Init[1], value.Russian)))["symbolsFile"].(string)
	return name
}

// TestSymbols: the form takes a file; each server writes it for itself under a name that
// stays, also when it is gone or damaged there, and the state says which is in use. A
// path in the settings goes before it.
func TestSymbols(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		content := bytes.Repeat([]byte("символы"), 1000)
		client := s.open(platform.ThinClient)
		f := s.form(client, "СентриНастройки")
		s.enter(f, "DSN", text(s.sentry.DSN()))
		s.press(f, "Записать")
		s.want("nothing chosen", s.press(f, "ЗагрузитьСимволы"), "Настройки записаны. Отправка работает.")
		client.Uploads = []platform.Upload{{Name: `C:\сборка\ут.symbols`, Bytes: content}}
		s.want("loading", s.press(f, "ЗагрузитьСимволы"), "Файл символов загружен.")
		s.wantPart("the state", shows(f, "Состояние"), "Файл символов: ут.symbols, загружен 20", "в версии 11.5.12.34.")
		const frames = "Кадры стека за сутки: точных 0, сдвинутых 0, устаревших 0, не найдено"
		for range 50 { // while the worker is busy with the file its figures are older
			if strings.Contains(shows(f, "Состояние"), frames) {
				break
			}
			time.Sleep(50 * time.Millisecond)
			s.press(f, "Записать")
		}
		s.wantPart("the frames of the state", shows(f, "Состояние"), frames)
		s.press(f, "Записать") // does not forget the file

		s.works()
		name := s.symbolsFile()
		for _, damage := range []func(){func() {}, func() { os.Remove(name) }, func() { os.WriteFile(name, []byte("ча"), 0o600) }} {
			damage()
			s.works()
			if written, err := os.ReadFile(name); err != nil || !bytes.Equal(written, content) || s.symbolsFile() != name {
				t.Fatalf("the file %s is %d bytes, %v; in use is %s", name, len(written), err, s.symbolsFile())
			}
		}
		s.enter(f, "ФайлСимволов", text("/srv/symbols/ут.symbols "))
		s.press(f, "Записать")
		s.works()
		s.want("the path of the settings", s.symbolsFile(), "/srv/symbols/ут.symbols")
	})
}

// TestSymbols_refused: what is empty or too large is refused in one sentence, and what
// was there stays; a base without a file gives none to the component.
func TestSymbols_refused(t *testing.T) {
	s := newStage(t, newest)
	client := s.open(platform.WebClient)
	f := s.form(client, "СентриНастройки")
	s.enter(f, "DSN", text(s.sentry.DSN()))
	s.press(f, "Записать")
	client.Uploads = []platform.Upload{{Name: "а"}, {Name: "б", Bytes: make([]byte, 20<<20+1)}}
	s.wantPart("an empty one", s.press(f, "ЗагрузитьСимволы"), "он пуст.")
	s.wantPart("a large one", s.press(f, "ЗагрузитьСимволы"), "больше 20 МБ")
	s.works()
	s.want("the option", s.symbolsFile(), "")
	if strings.Contains(s.state(client), "Файл символов") {
		t.Error("the state tells of a file")
	}
}

// TestModules: events carry the versions of the configuration and of its extensions.
func TestModules(t *testing.T) {
	s := newStage(t, newest)
	s.base.Extensions = append(s.base.Extensions, platform.Extension{Name: "EF_00_0042", Version: "1.2.3.4"})
	s.configure()
	session := s.open(platform.HTTPService)
	e := s.event(session, s.call(session, "Проба", "ОтправитьОшибку", text("ой")))
	s.want("a patch", e.Text("modules", "EF_00_0042"), "1.2.3.4")
	s.want("the configuration", e.Text("modules", "УправлениеТорговлей"), "11.5.12.34")
}
