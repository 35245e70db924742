package scenarios

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/infobase"
)

// at moves the infobase: what its sessions see of where they run.
func (s *stage) at(connection, computer string) {
	s.base.Connection, s.base.Computer = connection, computer
}

// works reports whether a new session of an ordinary user sends.
func (s *stage) works() string {
	s.t.Helper()
	s.later += 11 * time.Minute
	return s.call(s.openFor(platform.HTTPService, &platform.User{Name: "Кассир", ID: value.NewUUID()}), "Сентри", "ОтправкаРаботает")
}

// TestCopy_healthy: what happens to a healthy base is no reason to be silent,
// whoever decides: the job or an administrator.
func TestCopy_healthy(t *testing.T) {
	const home = `Srvr="srv1c,srv2c";Ref="Trade";`
	for name, moves := range map[string][][2]string{
		"port, domain, letter case":                                        {{`Srvr="SRV1C.example.com:1641";Ref="trade";`, "APP1"}, {`srvr=srv1c;ref=TRADE`, "APP1"}},
		"failover to the other central server, whose machine runs the job": {{`Srvr="srv2c";Ref="Trade";`, "APP2"}, {`Srvr="srv2c:1541";Ref="Trade";`, "APP3"}},
		"an alias on a known machine":                                      {{`Srvr="localhost";Ref="Trade";`, "APP1"}, {`Srvr="1c-web";Ref="Trade";`, "APP1"}, {`Srvr="1c-web";Ref="Trade";`, "APP9"}},
	} {
		for _, decider := range []string{"job", "administrator"} {
			s := newStage(t, newest)
			s.at(home, "APP1")
			s.configure()
			s.state(s.open(platform.ThinClient))
			for _, move := range moves {
				s.at(move[0], move[1])
				s.later += 11 * time.Minute
				if decider == "job" {
					s.runScheduled("СентриОбслуживание")
				} else {
					s.call(s.open(platform.HTTPService), "Сентри", "ОтправкаРаботает")
				}
				if works := s.works(); works != "Да" {
					t.Errorf("%s, decided by the %s: %v is silent", name, decider, move)
				}
			}
		}
	}
}

// TestCopy: an infobase that was restored elsewhere has the settings of the first
// one and must not speak in its name until the administrator says so; others read
// what was decided, and the log names it once.
func TestCopy(t *testing.T) {
	for name, copied := range map[string][2]string{
		"on the same server": {`Srvr="srv1c";Ref="trade_copy";`, "APP1"},
		"on another server":  {`Srvr="test1c";Ref="trade";`, "TEST1"},
	} {
		s := newStage(t, newest)
		s.at(`Srvr="srv1c";Ref="trade";`, "APP1")
		s.configure()
		s.runScheduled("СентриОбслуживание")
		s.want(name+": the first base", s.works(), "Да")
		attached := len(s.addIns.Attached)

		s.at(copied[0], copied[1])
		for range 3 {
			s.later += 5 * time.Minute
			s.runScheduled("СентриОбслуживание")
		}
		s.want(name, s.works(), "Нет")
		if n := len(s.addIns.Attached); n != attached {
			t.Errorf("%s: the add-in was attached in the copy", name)
		}
		var warnings []string
		for _, row := range s.base.Log {
			if row.Event == "Сентри.Предупреждение" {
				warnings = append(warnings, row.Comment)
			}
		}
		if len(warnings) != 1 || !strings.Contains(warnings[0], "копия базы") {
			t.Errorf("%s: warnings %q, want one", name, warnings)
		}

		admin := s.open(platform.ThinClient)
		f := s.form(admin, "СентриНастройки")
		s.wantPart(name, shows(f, "Состояние"), "Похоже, это копия базы")
		if err := f.Click("РазрешитьОтправку"); err != nil {
			t.Fatal(err)
		}
		s.want(name, shows(f, "Итог"), "Отправка из этой базы разрешена и работает.")
		s.runScheduled("СентриОбслуживание")
		s.want(name+": after the permission", s.works(), "Да")
		s.at(`Srvr="srv1c";Ref="trade";`, "APP1")
		s.runScheduled("СентриОбслуживание")
		s.want(name+": the first base again", s.works(), "Да")
		s.quiet()
	}
}

// TestCopy_nobodyDecided: a session that neither administers nor is the job reads
// what was decided; before that it sends.
func TestCopy_nobodyDecided(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	s.want("before any decision", s.works(), "Да")
	s.want("decided by a user", s.kept("База"), "")
}

// TestCopy_file: a file infobase is known by the mark that lies beside it, from
// whichever machine and by whichever path it is opened.
func TestCopy_file(t *testing.T) {
	s := newStage(t, newest)
	folder := func(name string) string {
		path := filepath.Join(s.base.Folder(), name)
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first := folder("Торговля")
	s.at(fmt.Sprintf(`File="%s";`, first), "KASSA1")
	s.configure()
	s.runScheduled("СентриОбслуживание")
	s.want("the first machine", s.works(), "Да")

	// A mapped drive: another machine sees the same folder by another path.
	mapped := filepath.Join(s.base.Folder(), "Z")
	if err := os.Symlink(first, mapped); err != nil {
		t.Skip(err)
	}
	s.at(fmt.Sprintf(`File="%s";`, mapped), "KASSA2")
	s.runScheduled("СентриОбслуживание")
	s.want("the second machine", s.works(), "Да")
	s.at(fmt.Sprintf(`File="%s";`, first), "KASSA1")
	s.runScheduled("СентриОбслуживание")
	s.want("the first machine again", s.works(), "Да")
	for _, path := range []string{mapped, first} {
		s.at(fmt.Sprintf(`File="%s";`, path), "KASSA1")
		s.runScheduled("СентриОбслуживание")
		s.want("the first machine by "+path, s.works(), "Да")
	}
	if left, err := os.ReadDir(first); err != nil || len(left) != 1 {
		t.Errorf("beside the base lie %v, %v, want the mark alone", left, err)
	}

	// Only the base was copied, as people do it.
	s.at(fmt.Sprintf(`File="%s";`, folder("Копия")), "KASSA1")
	s.runScheduled("СентриОбслуживание")
	s.want("a copy", s.works(), "Нет")

	// The whole folder was copied, with the mark.
	whole := folder("Копия2")
	mark, err := os.ReadFile(filepath.Join(first, "Sentry_DoNotCopy.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(whole, "Sentry_DoNotCopy.txt"), mark, 0o600); err != nil {
		t.Fatal(err)
	}
	s.at(fmt.Sprintf(`File="%s";`, whole), "KASSA1")
	s.runScheduled("СентриОбслуживание")
	s.want("a copy of the folder", s.works(), "Нет")

	// The base was moved: the mark went along.
	if err := os.RemoveAll(first); err != nil {
		t.Fatal(err)
	}
	s.runScheduled("СентриОбслуживание")
	s.want("a base that was moved", s.works(), "Да")
}

// TestSeparated: where БСП says that data separation is on, nothing is sent, and the
// form says why; a module of the same name that is not БСП's changes nothing.
func TestSeparated(t *testing.T) {
	for source, want := range map[string]string{
		"Функция РазделениеВключено() Экспорт\nВозврат Истина;\nКонецФункции": "Нет",
		"Функция РазделениеВключено() Экспорт\nВозврат Ложь;\nКонецФункции":   "Да",
		"Функция ДругаяФункция() Экспорт\nВозврат Истина;\nКонецФункции":      "Да",
	} {
		base, err := infobase.NewWithExtension(newest, newest, t.TempDir(), scriptNamed(t, "Проба", eval.Servers), &eval.Module{
			Name: "ОбщегоНазначения", Path: "ОбщийМодуль.ОбщегоНазначения.Модуль", Sides: eval.Servers, Source: source})
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOf(t, base, newSentry(t))
		s.configure()
		s.runScheduled("СентриОбслуживание")
		s.want(source, s.works(), want)
		if want == "Нет" {
			f := s.form(s.open(platform.ThinClient), "СентриПоказатьСостояние")
			s.wantPart("the state", shows(f, "Состояние"), "разделение данных", "не поддерживает")
			if n := strings.Count(shows(f, "Состояние"), "разделение данных"); n != 1 {
				t.Errorf("the state tells of it %d times: %s", n, shows(f, "Состояние"))
			}
			if visible := f.Property("РазрешитьОтправку", "Видимость"); visible != value.Value(value.Bool(false)) {
				t.Error("the form offers to send where data are separated")
			}
		} else if said := s.state(s.open(platform.ThinClient)); strings.Contains(said, "разделение данных") {
			t.Errorf("%q: the state speaks of separation: %s", source, said)
		}
	}
}

// ssl is БСП as far as it knows of copies.
const ssl = `
Функция РаботаСВнешнимиРесурсамиЗаблокирована() Экспорт
	Если ТранзакцияАктивна() Тогда
		ВызватьИсключение "внутри транзакции";
	КонецЕсли;
	Возврат Константы <> 0;
КонецФункции`

// TestCopy_library: БСП's own block of external resources counts, and only the job
// and the administrator ask it: it may write.
func TestCopy_library(t *testing.T) {
	for _, blocked := range []bool{true, false} {
		number := map[bool]string{true: "1", false: "0"}[blocked]
		base, err := infobase.NewWithExtension(newest, newest, t.TempDir(), scriptNamed(t, "Проба", eval.Servers), &eval.Module{
			Name: "РегламентныеЗаданияСервер", Path: "ОбщийМодуль.РегламентныеЗаданияСервер.Модуль", Sides: eval.Servers,
			Source: strings.Replace(ssl, "Константы <> 0", number+" <> 0", 1)})
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOf(t, base, newSentry(t))
		s.configure()
		s.want("a user, before", s.works(), "Да")
		s.runScheduled("СентриОбслуживание")
		s.want(fmt.Sprintf("blocked: %v", blocked), s.works(), map[bool]string{true: "Нет", false: "Да"}[blocked])
		if blocked {
			f := s.form(s.open(platform.ThinClient), "СентриПоказатьСостояние")
			s.wantPart("the state", shows(f, "Состояние"), "внешними ресурсами", "заблокирована")
			if visible := f.Property("РазрешитьОтправку", "Видимость"); visible != value.Value(value.Bool(false)) {
				t.Error("the form offers to send against БСП's block")
			}
		}
	}
}
