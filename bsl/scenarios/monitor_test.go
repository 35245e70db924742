package scenarios

import (
	"fmt"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

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
		s.runScheduled("СентриОбслуживание")
		for _, name := range []string{"ОбменССайтом", "Прочее"} {
			if _, err := s.base.RunScheduled(name); err != nil {
				t.Fatal(err)
			}
		}
		s.later += time.Minute
		s.runScheduled("СентриОбслуживание")
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

// monitored is a stage with two scheduled jobs under monitors, one that succeeds
// and one that fails, and a session that watches them.
func (s *stage) monitored(names string) {
	s.t.Helper()
	s.configure("Мониторы", text(names))
	s.base.AddScheduled("ЗагрузкаКурсов", "Загрузка курсов", "Проба.УдачноеЗадание", platform.Schedule{DayPeriod: 1, WeekPeriod: 1, WeekDays: []int{1, 2, 3, 4, 5, 6, 7}})
	s.base.AddScheduled("ОбменССайтом", "Обмен с сайтом", "Проба.РегламентноеЗадание", platform.Schedule{RepeatPeriod: 600, DayPeriod: 1, WeekDays: []int{1, 2, 3, 4, 5}})
	s.ready(s.open(platform.HTTPService))
	s.runScheduled("СентриОбслуживание")
}

// start starts a scheduled job as its schedule would.
func (s *stage) start(name string) *platform.Job {
	s.t.Helper()
	job, err := s.base.RunScheduled(name)
	if err != nil {
		s.t.Fatal(err)
	}
	return job
}

// wantCheckIns waits for so many check-ins and compares them, as status and
// duration.
func (s *stage) wantCheckIns(want ...string) []map[string]any {
	s.t.Helper()
	s.waitFor("the check-in", func() bool { return len(s.checkIns()) >= len(want) })
	var got []string
	list := s.checkIns()
	for _, c := range list {
		one := fmt.Sprint(c["status"])
		if c["duration"] != nil { // shorter than the clock can tell
			one += fmt.Sprint(" ", c["duration"])
		}
		got = append(got, one)
	}
	s.want("check-ins", fmt.Sprint(got), fmt.Sprint(want))
	return list
}

// TestMonitor: each run is one check-in with the time it took, however often the
// jobs are looked through. A schedule that is one period makes the monitor; one of
// certain days is left to whoever makes the monitor at the server.
func TestMonitor(t *testing.T) {
	for _, names := range []string{"загрузкакурсов\n  ОбменССайтом ", "*", "ОбменССайтом; ЗагрузкаКурсов,"} {
		s := newStage(t, newest)
		s.monitored(names)
		ok := s.start("ЗагрузкаКурсов")
		ok.End = ok.Begin + 90
		for range 3 {
			s.runScheduled("СентриОбслуживание")
		}
		good := s.wantCheckIns("ok 90")[0]
		s.start("ОбменССайтом").Begin -= 20 // begun late and slow
		s.runScheduled("СентриОбслуживание")
		bad := s.wantCheckIns("ok 90", "error 20")[1]
		s.want("slugs", fmt.Sprint(good["monitor_slug"], " ", bad["monitor_slug"]), "zagruzkakursov obmenssaytom")
		if good["check_in_id"] == bad["check_in_id"] {
			t.Errorf("two jobs are one: %v, %v", good, bad)
		}
		config, _ := good["monitor_config"].(map[string]any)
		s.want("schedule", fmt.Sprint(config["schedule"]), "map[type:crontab value:0 0 * * *]")
		if bad["monitor_config"] != nil {
			t.Errorf("days of the week became %v", bad["monitor_config"])
		}
	}
}

// TestMonitor_hangs: a job that does not come to an end gives no check-in, so that
// the server misses it; when it ends after all, there is one.
func TestMonitor_hangs(t *testing.T) {
	s := newStage(t, newest)
	s.monitored("*")
	s.start("ЗагрузкаКурсов")
	s.runScheduled("СентриОбслуживание")
	s.wantCheckIns("ok")
	job := s.start("ЗагрузкаКурсов")
	job.State, job.Hangs = "Активно", true
	for range 3 {
		s.later += 30 * time.Minute
		s.runScheduled("СентриОбслуживание")
	}
	s.wantCheckIns("ok")
	// An administrator ends it.
	job.State, job.End = "Отменено", job.Begin+5400
	s.runScheduled("СентриОбслуживание")
	s.wantCheckIns("ok", "error 5400")
	if events := s.events(s.open(platform.HTTPService)); len(events) != 0 {
		t.Errorf("a job that was ended is an error: %v", events)
	}
}

// TestMonitor_own: what the extension runs is watched by nobody.
func TestMonitor_own(t *testing.T) {
	s := newStage(t, newest)
	s.monitored("*")
	s.export(2)
	s.runScheduled("СентриОбслуживание")
	s.call(s.open(platform.HTTPService), "Сентри", "ДождатьсяОтправки", value.Int(5000))
	s.wantCheckIns()
}

// TestMonitor_transaction: a run is a transaction besides its check-in, if any, once, with
// its own start, duration and status, and nothing of the session that tells of it; without
// a share of transactions no call is made for it, nor is one for our own runs.
func TestMonitor_transaction(t *testing.T) {
	for _, c := range []struct {
		percent  int64
		monitors string
	}{{100, "*"}, {0, "*"}, {100, ""}} {
		percent := c.percent
		s := newStage(t, newest)
		s.monitored("*")
		s.configure("Мониторы", text(c.monitors), "ПроцентОпераций", value.Int(percent))
		s.later += 2 * time.Minute
		ok := s.start("ЗагрузкаКурсов")
		ok.End = ok.Begin + 90
		stopped := s.start("ЗагрузкаКурсов")
		stopped.State = "Отменено"
		s.start("ОбменССайтом")
		for range 3 {
			s.later += time.Minute
			s.runScheduled("СентриОбслуживание")
		}
		s.events(s.open(platform.HTTPService))
		var got []string
		for _, envelope := range s.sentry.Envelopes() {
			for _, item := range envelope.Items {
				if item.Type() == "transaction" {
					tx := decode(t, item.Payload)
					trace, _ := tx["contexts"].(map[string]any)["trace"].(map[string]any)
					got = append(got, fmt.Sprint(tx["transaction"], " ", trace["op"], " ", trace["status"]))
					if tx["transaction"] == "ЗагрузкаКурсов" && trace["status"] == "ok" {
						start, err1 := time.Parse(time.RFC3339Nano, fmt.Sprint(tx["start_timestamp"]))
						end, err2 := time.Parse(time.RFC3339Nano, fmt.Sprint(tx["timestamp"]))
						if err1 != nil || err2 != nil || end.Sub(start) != 90*time.Second {
							t.Errorf("it ran from %v to %v", tx["start_timestamp"], tx["timestamp"])
						}
					}
					if tx["user"] != nil {
						t.Errorf("the user of the job that tells is %v", tx["user"])
					}
				}
			}
		}
		want := "[ЗагрузкаКурсов job cancelled ЗагрузкаКурсов job ok ОбменССайтом job internal_error]"
		if percent == 0 {
			want = "[]"
		}
		s.want("transactions", fmt.Sprint(sorted(got)), want)
		if percent == 0 && s.addIns.Called["НачатьОперацию"] > 0 {
			t.Error("a call was made for nothing")
		}
		if n := len(s.checkIns()); c.monitors == "" && n > 0 || c.monitors != "" && n == 0 {
			t.Errorf("monitors %q: %d check-ins", c.monitors, n)
		}
	}
}
