package scenarios

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// TestBackgroundJob: a job that failed where nobody looked is one event, under
// the job's own identifier, however often the jobs are looked through.
func TestBackgroundJob(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		s.ready(session)
		s.call(session, "Проба", "ЗапуститьЗадание", text("До установки"))
		s.runJobs()
		s.runScheduled("СентриОбслуживание")
		s.events(session)
		s.quiet() // what was before the installation is not told

		s.export(1)
		s.call(session, "Проба", "ЗапуститьЗадание", text("Задание упало"))
		s.runJobs()
		failed := s.base.Jobs[len(s.base.Jobs)-1]
		for range 3 {
			s.later += time.Minute
			s.runScheduled("СентриОбслуживание")
		}
		e := s.one(session)
		s.want("event", e.Text("event_id"), strings.ReplaceAll(failed.ID.String(), "-", ""))
		s.want("transaction", e.Text("transaction"), "Проба.Упасть")
		s.want("job", e.Text("contexts", "background_job", "description"), "Пробное задание")
		s.want("error", e.Text("exception", "values", 1, "value"), "Задание упало")
		s.want("source", e.Text("tags", "source"), "job")

		// The platform wrote the same failure into the event log.
		s.export(3)
		s.one(session)
	})
}

// TestBackgroundJob_later: while nothing can be sent, failed jobs are not ticked
// off; they are told of when it works again.
func TestBackgroundJob_later(t *testing.T) {
	s := newStage(t, newest)
	s.configure()
	session := s.open(platform.HTTPService)
	s.ready(session)
	s.runScheduled("СентриОбслуживание")
	s.call(session, "Проба", "ЗапуститьЗадание", text("Задание упало"))
	s.runJobs()
	s.addIns.Refused = true
	s.runScheduled("СентриОбслуживание")
	s.addIns.Refused = false
	s.addIns.Dying, s.addIns.DyingMethod = 2, "ЗаписатьИсключение" // dies, and once more when attached anew
	s.runScheduled("СентриОбслуживание")
	s.events(session)
	s.quiet()
	s.later += 11 * time.Minute
	s.runScheduled("СентриОбслуживание")
	s.want("error", s.one(session).Text("exception", "values", 1, "value"), "Задание упало")
}

// TestBackgroundJob_crash: the process of the job ended, and the platform knows of
// no error.
func TestBackgroundJob_crash(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting()
	s.runScheduled("СентриОбслуживание")
	s.call(session, "Проба", "ЗапуститьЗадание", text("Не дошло"))
	s.runJobs()
	s.base.Jobs[len(s.base.Jobs)-1].Error = nil
	s.runScheduled("СентриОбслуживание")
	s.export(2)
	e := s.one(session)
	s.want("error", e.Text("exception", "values", 0, "value"), "Фоновое задание завершено аварийно, сведений об ошибке нет")
	s.want("transaction", e.Text("transaction"), "Проба.Упасть")
}

// TestBackgroundJob_off: the switch leaves failed jobs to the event log.
func TestBackgroundJob_off(t *testing.T) {
	s := newStage(t, newest)
	session := s.exporting("НеОтслеживатьЗадания", value.Bool(true))
	s.runScheduled("СентриОбслуживание")
	s.call(session, "Проба", "ЗапуститьЗадание", text("Задание упало"))
	s.runJobs()
	s.runScheduled("СентриОбслуживание")
	s.export(2)
	s.want("event", s.one(session).Text("contexts", "event_log", "event"), "_$Job$_.Fail")
}

// runJobs runs the jobs that wait.
func (s *stage) runJobs() {
	s.t.Helper()
	if err := s.base.RunJobs(); err != nil {
		s.t.Fatal(err)
	}
}

// TestBackgroundJob_shown: the error of a long action that a client shows is told of by
// the client alone; another failure, and one nobody saw, by the control of jobs.
func TestBackgroundJob_shown(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		session := s.exporting()
		client := s.open(platform.ThinClient)
		s.call(session, "Проба", "ЗапуститьЗадание", text("Задание упало"))
		s.runJobs()
		s.shown(client, s.base.Jobs[len(s.base.Jobs)-1].Error, false, russianHandler)
		s.export(3)
		e := s.one(session)
		s.want("source", e.Text("tags", "source"), "interface")
		s.call(session, "Проба", "ЗапуститьЗадание", text("Задание упало"))
		s.runJobs()
		s.export(3)
		if n := len(s.events(session)); n != 2 {
			t.Errorf("%d events came, want the second job's own", n)
		}
	})
}
