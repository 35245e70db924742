package scenarios

import (
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
)

// TestCopy: an infobase that was restored elsewhere has the settings of the first
// one and must not speak in its name until the administrator says so.
func TestCopy(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		first := s.open(platform.HTTPService)
		s.call(first, "Проба", "ОтправитьОшибку", text("в рабочей базе"))
		s.one(first)

		// The same base by another port, domain, letter case or spare server is no
		// copy.
		for _, connection := range []string{
			`Srvr="SRV1C.example.com:1641";Ref="Trade";`, `Srvr="srv1c:1541";Ref="trade";`, `srvr="srv1c,srv2c";ref="trade";`, `Srvr=srv1c;Ref=trade`,
		} {
			s.base.Connection = connection
			s.want(connection, s.call(s.open(platform.HTTPService), "Сентри", "ОтправкаРаботает"), "Да")
		}

		s.base.Connection = `Srvr="test1c";Ref="trade_copy";`
		attached := len(s.addIns.Attached)
		copied := s.open(platform.ThinClient)
		s.want("event of the copy", s.call(copied, "Проба", "ОтправитьОшибку", text("в копии")), "")
		for _, job := range []string{"СентриОбслуживание"} {
			s.runScheduled(job)
		}
		if len(s.addIns.Attached) != attached {
			t.Error("the add-in was attached in the copy")
		}
		if err := copied.RunCommand("СентриТестовоеСобытие"); err != nil {
			t.Fatal(err)
		}
		s.wantPart("the test event", copied.Shown[0], "Похоже, это копия базы (test1c trade_copy)")

		// No: nothing changes. Yes: it sends, and the first base still does.
		for _, answer := range []string{"Нет", "Да"} {
			copied.Answers = append(copied.Answers, answer)
			if err := copied.RunCommand("СентриПоказатьСостояние"); err != nil {
				t.Fatal(err)
			}
			if answer == "Нет" {
				s.want("after no", s.call(copied, "Сентри", "ОтправкаРаботает"), "Нет")
			}
		}
		s.want("after yes", copied.Shown[len(copied.Shown)-1], "Отправка из этой базы разрешена и работает.")
		s.want("after yes", s.call(copied, "Сентри", "ОтправкаРаботает"), "Да")
		if n := len(s.events(first)); n != 1 {
			t.Errorf("%d events came, want 1", n)
		}
		s.base.Connection = `Srvr="srv1c";Ref="trade";`
		s.later += 11 * time.Minute
		s.want("the first base", s.call(s.open(platform.HTTPService), "Сентри", "ОтправкаРаботает"), "Да")
	})
}

// TestCopy_file: the folder and the computer tell file infobases apart.
func TestCopy_file(t *testing.T) {
	s := newStage(t, newest)
	s.base.Connection = `File="C:\Базы\Торговля";`
	s.configure()
	s.want("the first", s.call(s.open(platform.HTTPService), "Сентри", "ОтправкаРаботает"), "Да")
	s.base.Computer = "HOME"
	s.want("on another computer", s.call(s.open(platform.HTTPService), "Сентри", "ОтправкаРаботает"), "Нет")
}
