package scenarios

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
)

// updates are the updates of sessions that came, as «id status errors».
func (s *stage) updates() []map[string]any {
	var list []map[string]any
	for _, envelope := range s.sentry.Envelopes() {
		for _, item := range envelope.Items {
			if item.Type() == "session" {
				list = append(list, decode(s.t, item.Payload))
			}
		}
	}
	return list
}

// session adds the record that begins or ends a session of another user.
func (s *stage) session(event string, number int, application platform.Application, ago int) {
	row := s.open(platform.HTTPService).Row("Информация", "_$Session$_."+event, "")
	row.Session, row.Application, row.User = number, application, value.NewUUID()
	row.Date -= value.Date(ago)
	s.base.Log = append(s.base.Log, row)
}

// wantUpdates waits for updates and compares them, as «init status errors».
func (s *stage) wantUpdates(want ...string) {
	s.t.Helper()
	s.waitFor("sessions "+fmt.Sprint(want), func() bool { return len(s.updates()) >= len(want) })
	var got []string
	for _, u := range s.updates() {
		got = append(got, strings.TrimSpace(fmt.Sprint(u["init"] == true, " ", u["status"], " ", u["errors"])))
	}
	s.want("updates of sessions", strings.Join(sorted(got), " | "), strings.Join(sorted(want), " | "))
}

// TestHealth: sessions of clients begin and end by the log, with the errors of theirs;
// those of Designer and of jobs do not count, a session that is gone without an end is
// abnormal, and reading again tells nothing twice.
func TestHealth(t *testing.T) {
	for _, english := range []bool{false, true} {
		s := newStage(t, newest)
		s.base.English = english
		session := s.exporting("Выпуск", text("УТ@11.5"))
		s.later += 2 * time.Minute
		s.session("Start", 7001, platform.ThinClient, 90)
		s.session("Start", 7002, platform.WebClient, 80)
		s.session("Start", 7003, "Designer", 80)
		s.session("Start", 7004, platform.BackgroundJob, 80)
		row := s.write(session, "_$PerformError$_", "ой")
		row.Session, row.Date = 7001, row.Date-60
		s.session("Finish", 7001, platform.ThinClient, 30)
		s.session("Finish", 7999, platform.ThinClient, 20) // began before the installation
		s.export(1)
		s.wantUpdates("true unhandled 1", "true ok 0")
		s.export(4) // 7002 is in no list of sessions
		s.wantUpdates("true unhandled 1", "true ok 0", "false abnormal 0")
		for _, u := range s.updates() {
			if attrs, _ := u["attrs"].(map[string]any); attrs["release"] != "УТ@11.5" {
				t.Errorf("the session %v has no release", u)
			}
		}
	}
}

// TestHealth_alive: a session that goes on is not declared gone; a setting chooses the
// applications, another turns all of it off.
func TestHealth_alive(t *testing.T) {
	s := newStage(t, newest)
	s.exporting("ПриложенияСеансов", text("HTTPServiceConnection"))
	s.later += time.Minute
	client := s.open(platform.HTTPService)
	s.base.Log = append(s.base.Log, client.Row("Информация", "_$Session$_.Start", ""))
	s.session("Start", 7001, platform.ThinClient, 5)
	s.export(5)
	s.wantUpdates("true ok 0")

	s = newStage(t, newest)
	s.exporting("НеСчитатьСеансы", value.Bool(true))
	s.session("Start", 7001, platform.ThinClient, 5)
	s.export(2)
	s.events(s.open(platform.HTTPService))
	s.wantUpdates()
}

// TestHealth_update: the configuration is updated while somebody works: the session stays
// one of the release that it began with.
func TestHealth_update(t *testing.T) {
	s := newStage(t, newest)
	s.exporting()
	before := s.base.Configuration.Version
	s.later += time.Minute
	s.session("Start", 7001, platform.ThinClient, 30)
	s.export(1)
	s.base.Configuration.Version = "11.6.1.1"
	s.later += 10 * time.Minute
	s.session("Finish", 7001, platform.ThinClient, 200)
	s.session("Start", 7002, platform.ThinClient, 100)
	s.export(1)
	s.wantUpdates("true ok 0", "false exited 0", "true ok 0")
	releases := map[string]int{}
	for _, u := range s.updates() {
		attrs, _ := u["attrs"].(map[string]any)
		releases[strings.TrimPrefix(fmt.Sprint(attrs["release"]), s.base.Configuration.Name+"@")]++
	}
	if releases[before] != 2 || releases["11.6.1.1"] != 1 {
		t.Errorf("updates by release: %v", releases)
	}
}

// TestHealth_errorsOnly: a base whose log has errors only is told of in the state, and
// one that logs the starts of sessions is not.
func TestHealth_errorsOnly(t *testing.T) {
	for _, logged := range []bool{false, true} {
		s := newStage(t, newest)
		s.configure()
		client := s.open(platform.ThinClient)
		if logged {
			s.base.Log = append(s.base.Log, client.Row("Информация", "_$Session$_.Start", ""))
		}
		if said := strings.Contains(s.state(client), "записываются только ошибки"); said == logged {
			t.Errorf("starts are logged: %v, the state says errors only: %v", logged, said)
		}
	}
}
