package scenarios

import (
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
)

// TestBackgroundJob: a job that failed where nobody looked is one event, under
// the job's own identifier, however often the jobs are looked through.
func TestBackgroundJob(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure()
		session := s.open(platform.HTTPService)
		s.call(session, "Проба", "ЗапуститьЗадание", text("До установки"))
		s.runJobs()
		s.runScheduled("СентриКонтрольЗаданий")
		s.events(session)
		s.quiet() // what was before the installation is not told

		s.export(1)
		s.call(session, "Проба", "ЗапуститьЗадание", text("Задание упало"))
		s.runJobs()
		failed := s.base.Jobs[len(s.base.Jobs)-1]
		for range 3 {
			s.later += time.Minute
			s.runScheduled("СентриКонтрольЗаданий")
		}
		e := s.one(session)
		s.want("event", e.Text("event_id"), strings.ReplaceAll(failed.ID.String(), "-", ""))
		s.want("transaction", e.Text("transaction"), "Проба.Упасть")
		s.want("job", e.Text("contexts", "background_job", "description"), "Пробное задание")
		s.want("error", e.Text("exception", "values", 1, "value"), "Задание упало")
		s.want("source", e.Text("tags", "source"), "background")

		// The platform wrote the same failure into the event log.
		s.export(3)
		s.one(session)
	})
}

// runJobs runs the jobs that wait.
func (s *stage) runJobs() {
	s.t.Helper()
	if err := s.base.RunJobs(); err != nil {
		s.t.Fatal(err)
	}
}

// checkIns are the check-ins that came, as «monitor status».
func (s *stage) checkIns() []map[string]any {
	var list []map[string]any
	for _, envelope := range s.sentry.Envelopes() {
		for _, item := range envelope.Items {
			if item.Type() == "check_in" {
				list = append(list, decode(s.t, item.Payload))
			}
		}
	}
	return list
}

// TestScheduledJob: runs of a scheduled job that a monitor watches are check-ins
// with the schedule; its failure is an event besides.
func TestScheduledJob(t *testing.T) {
	everyVersion(t, func(t *testing.T, s *stage) {
		s.configure("Мониторы", text("ОбменССайтом"))
		s.base.AddScheduled("ОбменССайтом", "Обмен с сайтом", "Проба.РегламентноеЗадание", platform.Schedule{RepeatPeriod: 300, DayPeriod: 1, WeekPeriod: 1})
		s.base.AddScheduled("Прочее", "Прочее", "Проба.РегламентноеЗадание", platform.Schedule{DayPeriod: 1})
		s.runScheduled("СентриКонтрольЗаданий")
		for _, name := range []string{"ОбменССайтом", "Прочее"} {
			if _, err := s.base.RunScheduled(name); err != nil {
				t.Fatal(err)
			}
		}
		s.later += time.Minute
		s.runScheduled("СентриКонтрольЗаданий")
		if events := s.events(s.open(platform.HTTPService)); len(events) != 2 {
			t.Errorf("%d events, want 2", len(events))
		}
		s.waitFor("the check-in", func() bool { return len(s.checkIns()) > 0 })
		list := s.checkIns()
		if len(list) != 1 || list[0]["monitor_slug"] == "" || list[0]["status"] != "error" {
			t.Fatalf("check-ins: %v", list)
		}
		config, _ := list[0]["monitor_config"].(map[string]any)
		schedule, _ := config["schedule"].(map[string]any)
		if schedule["value"] != float64(5) || schedule["unit"] != "minute" {
			t.Errorf("schedule: %v", config)
		}
	})
}
