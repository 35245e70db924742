package scenarios

import (
	"fmt"
	"strings"
	"testing"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestExport_once: what the hook of shown errors, the wrapper and the control of
// jobs have sent stands in the log too, with our own records of it, and is not sent
// again, whatever levels are exported.
func TestExport_once(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		session := s.exporting("УровниЖурнала", text("Ошибка, Предупреждение, Информация, Примечание"))
		s.runScheduled("СентриОбслуживание")
		client := s.open(platform.ThinClient)
		if err := client.Act("ПробаКлиент", "НажатаКнопка"); err != nil {
			t.Fatal(err)
		}
		s.call(session, "ПробаТранзакции", "ЗаписатьВТранзакции")
		s.call(session, "Проба", "ЗапуститьЗадание", text("Задание упало"))
		s.runJobs()
		for range 3 {
			s.runScheduled("СентриОбслуживание")
			s.export(1)
		}
		var came []string
		for _, e := range s.events(session) {
			came = append(came, e.Text("tags", "source")+e.Text("logger"))
		}
		s.want("sources", strings.Join(sorted(came), " "), "eventlogПроба.Документ interface job")
	})
}

// TestExport_shownErrors: with the hook switched off, the log tells of errors that
// users saw.
func TestExport_shownErrors(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting("НеОтправлятьОшибкиИнтерфейса", value.Bool(true))
	client := s.open(platform.ThinClient)
	if err := client.Act("ПробаКлиент", "НажатаКнопка"); err != nil {
		t.Fatal(err)
	}
	s.export(3)
	e := s.one(session)
	s.want("event", e.Text("contexts", "event_log", "event"), "_$PerformError$_")
	s.want("error", e.Text("exception", "values", 1, "value"), "Документ 7 не записан")
}

// TestExport_webService: an unhandled error of a web service, which nobody sees, comes from the log, with the kind of
// its session.
func TestExport_webService(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.runScheduled("СентриОбслуживание")
	row := s.write(session, "_$PerformError$_", "Остатки не получены")
	row.Application = "WSConnection"
	s.runScheduled("СентриОбслуживание")
	s.export(1)
	e := s.one(session)
	s.want("error", e.Text("exception", "values", 0, "value"), "Остатки не получены")
	s.want("application", e.Text("tags", "application"), "WSConnection")
}

// TestExport_language: a session in English, levels named in English and records in
// English are exported as the Russian ones; the same place groups with itself.
func TestExport_language(t *testing.T) {
	s := newStage(t, newest)
	s.base.English = true
	s.exporting("УровниЖурнала", text("error; Warning"))
	session, err := s.base.Open(platform.ThinClient, s.admin, value.English)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := session.Act("ПробаКлиент", "НажатаКнопка"); err != nil {
		t.Fatal(err)
	}
	s.write(session, "_$PerformError$_", "{CommonModule.Обмен.Module(12)}:\tСоединение.Открыть();\nAccess violation!")
	s.write(session, "_$PerformError$_", "{ОбщийМодуль.Обмен.Модуль(14)}:\tСоединение.Открыть();\nНарушение прав доступа!")
	s.write(session, "Exchange", "slow").Level = platform.LogLevel("Предупреждение")
	s.export(3)
	var prints []string
	for _, e := range s.events(session) {
		if e.Text("contexts", "event_log", "event") == "_$PerformError$_" {
			prints = append(prints, fmt.Sprint(e.At("fingerprint")))
		}
	}
	if len(s.sentry.Events()) != 4 || len(prints) != 2 || prints[0] != prints[1] {
		t.Errorf("%d events came, want 4; two of one place are grouped by %q", len(s.sentry.Events()), prints)
	}
}

// TestExport_rights: the jobs run as a user without any right. They read the log
// and the jobs all the same, as the platform lets them.
func TestExport_rights(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		for _, job := range s.base.Scheduled {
			job.User = &platform.User{Name: "Робот", ID: value.NewUUID()}
		}
		session := s.exporting()
		s.runScheduled("СентриОбслуживание")
		s.write(session, "Обмен.Ошибка", "в журнале")
		s.call(session, "Проба", "ЗапуститьЗадание", text("в задании"))
		s.runJobs()
		s.runScheduled("СентриОбслуживание")
		s.export(2)
		s.wantTexts(session, "Индекс находится за границами массива", "в журнале") // the cause of the job's error comes first
	})
}
