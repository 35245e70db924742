package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/eval"
	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/infobase"
)

// TestOddLog: whatever stands in a log, in either script, what can be told of it comes once,
// and the state says in one sentence what was no use.
func TestOddLog(t *testing.T) {
	for _, english := range []bool{false, true} {
		s := newStage(t, newest)
		s.base.English = english
		session := s.exporting("Выпуск", text("УТ@11.5"))
		s.later += 10 * time.Minute
		s.write(session, "Обмен.Ошибка", "без сеанса").Session = 0
		s.write(session, "Обмен.Ошибка", "сеанс меньше нуля").Session = -3
		s.session("Finish", 7001, platform.ThinClient, 300) // began before the installation
		s.session("Start", 7002, platform.ThinClient, 200)
		s.session("Finish", 7002, platform.ThinClient, 260) // the clock was set back while it went on
		s.session("Start", 7003, platform.ThinClient, 250)
		s.session("Finish", 7003, platform.ThinClient, 250)
		s.session("Start", 0, platform.ThinClient, 240)
		s.export(4)
		s.wantTexts(session, "без сеанса", "сеанс меньше нуля")
		// 7002 is in no list of sessions.
		s.wantUpdates("true ok 0", "false abnormal 0", "true exited 0")
		for _, u := range s.updates() {
			if duration, _ := u["duration"].(float64); duration < 0 || u["started"].(string) > u["timestamp"].(string) {
				t.Errorf("an update of a negative time: %v", u)
			}
		}
		if n := len(s.sentry.Events()); n != 2 {
			t.Errorf("%d events came", n)
		}
		state := s.state(s.open(platform.ThinClient))
		s.wantPart("the state", state, "Записи журнала регистрации, ", "Пропущено: ", "завершения сеансов, начало которых неизвестно: 2.")
		if n := strings.Count(state, "Пропущено: "); n != 1 {
			t.Errorf("said %d times: %s", n, state)
		}
	}
}

// TestOddLog_bases: bases of one project with the same numbers of sessions and equal rows
// are told apart, by their names, and those of one name on two servers by their users.
func TestOddLog_bases(t *testing.T) {
	sentry := newSentry(t)
	ids, sids := map[string]bool{}, map[string]bool{}
	at := time.Now()
	var last *stage
	for _, name := range []string{"trade", "retail", "retail"} {
		base, err := infobase.NewWithExtension(newest, eval.Release(8, 3, 17), t.TempDir(), scriptNamed(t, "Проба", eval.Servers))
		if err != nil {
			t.Fatal(err)
		}
		s := newStageOf(t, base, sentry)
		s.base.Connection = strings.Replace(s.base.Connection, "trade", name, 1)
		s.base.Clock = func() time.Time { return at.Add(s.later) }
		session := s.exporting("Выпуск", text("УТ@11.5"))
		s.later += 2 * time.Minute
		s.session("Start", 7001, platform.ThinClient, 90)
		row := s.write(session, "Обмен.Ошибка", "не отвечает узел")
		row.Session, row.Date = 7001, row.Date-60
		s.export(1)
		s.events(session)
		last = s
	}
	last.waitFor("the sessions", func() bool { return len(last.updates()) >= 3 })
	for _, u := range last.updates() {
		sids[fmt.Sprint(u["sid"])] = true
	}
	for _, e := range sentry.Events() {
		ids[e.Text("event_id")] = true
	}
	if len(ids) != 3 || len(sids) != 3 {
		t.Errorf("%d events, %d sessions, want three of each", len(ids), len(sids))
	}
}

// TestOddLog_jobs: a job whose end stands before its start took no time.
func TestOddLog_jobs(t *testing.T) {
	s := newStage(t, newest)
	s.monitored("*")
	s.configure("Мониторы", text("*"), "ПроцентОпераций", value.Int(100))
	s.later += 2 * time.Minute
	job := s.start("ЗагрузкаКурсов")
	job.End = job.Begin - 3600
	s.runScheduled("СентриОбслуживание")
	s.wantCheckIns("ok")
	s.events(s.open(platform.HTTPService))
	if list, _ := s.operations(); strings.Join(list, " ") != "ЗагрузкаКурсов 0" {
		t.Errorf("operations: %q", list)
	}
}
