//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/infobase"
	"sentry1c/build/kit/receiver"
)

// logged is a shop whose log, jobs and measurements are sent, and where something happened
// since the first run of the extension's job.
type logged struct {
	*infobase.Base
	t      *testing.T
	later  time.Duration
	client *platform.Session
}

func newLogged(t *testing.T, dsn string) *logged {
	t.Helper()
	l := &logged{t: t, Base: shop(t)}
	l.Clock = func() time.Time { return time.Now().Add(l.later) }
	settings, err := json.Marshal(map[string]any{"DSN": dsn, "ПроцентОпераций": 100, "Мониторы": "*"})
	if err != nil {
		t.Fatal(err)
	}
	l.Storage = append(l.Storage, &platform.SavedSettings{User: "Сентри", Object: "Сентри", Key: "Настройки", Value: value.String(string(settings))})
	daily := platform.Schedule{DayPeriod: 1, WeekPeriod: 1, WeekDays: []int{1, 2, 3, 4, 5, 6, 7}}
	l.AddScheduled("ЗагрузкаКурсов", "Загрузка курсов", "ЗаказыВызовСервера.ЗагрузитьКурсы", daily)
	l.AddScheduled("ОбновлениеЦен", "Обновление цен", "ЗаказыВызовСервера.ОбновитьЦены", daily)
	l.client = thinClient(t, l.Base, &platform.User{Name: "Кассир", ID: value.NewUUID()})
	l.run("СентриОбслуживание")
	l.happen()
	return l
}

// run runs a scheduled job.
func (l *logged) run(name string) *platform.Job {
	l.t.Helper()
	job, err := l.RunScheduled(name)
	if err != nil {
		l.t.Fatal(err)
	}
	return job
}

// happen writes what a minute of work leaves: sessions, actions, an error about a lock,
// runs of jobs, a measurement.
func (l *logged) happen() {
	l.later += 3 * time.Minute
	row := func(session int, level, event, metadata, comment string, ago int) *platform.LogRow {
		r := l.client.Row(level, event, comment)
		r.Session, r.Metadata, r.Date = session, metadata, r.Date-value.Date(ago)
		l.Log = append(l.Log, r)
		return r
	}
	row(7001, "Информация", "_$Session$_.Start", "", "", 100)
	row(7002, "Информация", "_$Session$_.Start", "", "", 98)
	for _, session := range []int{7001, 7002} {
		r := row(session, "Информация", "_$Data$_.Update", "Документ.Заказ", "", 90)
		r.Transaction, r.Status = fmt.Sprintf("01.03.2026 10:00:00 (%d)", session), platform.LogStatus("Отменена")
	}
	row(7002, "Информация", "_$Data$_.Post", "Документ.Заказ", "", 58).Transaction = "01.03.2026 10:00:00 (7002)"
	row(7001, "Информация", "_$Access$_.AccessDenied", "Справочник.Цены", "", 70)
	row(7001, "Ошибка", "_$PerformError$_", "", "{Документ.Заказ.МодульОбъекта(42)}: Ошибка при вызове метода контекста (Записать)\nпо причине:\n"+
		"Конфликт блокировок при выполнении транзакции:\nПревышено максимальное время ожидания предоставления блокировки", 60)
	row(7001, "Информация", "_$Session$_.Finish", "", "", 50)
	l.run("ЗагрузкаКурсов")
	l.run("ОбновлениеЦен")

	l.AddObject("РегистрСведений.ЗамерыВремени", "Замеры времени")
	written, _ := value.DateOf(l.Clock().UTC().Add(-30 * time.Second))
	l.Query = func(string, map[string]value.Value) *value.Table {
		table := &value.Table{Columns: []string{"Имя", "ЦелевоеВремя", "Длительная", "ДатаНачалаЗамера", "ДатаОкончания", "ВремяВыполнения", "НомерСеанса", "ДатаЗаписи", "Пользователь", "Комментарий"}}
		for i, v := range []value.Value{value.String("Документ.Заказ.Проведение"), value.Int(2), value.Bool(false), value.Int(int64(written)*1000 - 3100), value.Int(int64(written) * 1000), value.Int(3),
			value.Int(7001), written, value.String("Кассир"), value.String("")} {
			if i == 0 {
				table.Add()
			}
			table.Rows[0].Set(table.Columns[i], v)
		}
		return table
	}
	for range 2 {
		l.later += time.Minute
		l.run("СентриОбслуживание")
	}
}

// sent waits until the server has so many items of a kind: an object waits for what it
// recorded itself, and the sessions of jobs have objects of their own.
func (l *logged) sent(sentry *receiver.Server, kind string, count int) {
	l.t.Helper()
	if v, err := l.client.Call("Сентри", "ДождатьсяОтправки", value.Int(20000)); err != nil || value.Text(v, value.Russian) != "Да" {
		l.t.Errorf("not all was sent: %v, %v", v, err)
	}
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		have := 0
		for _, envelope := range sentry.Envelopes() {
			for _, item := range envelope.Items {
				if item.Type() == kind {
					have++
				}
			}
		}
		if have >= count {
			return
		}
	}
}

// TestBugsink_log: a real server stores what the log tells of an error, with what preceded
// it and who may have held the lock, and the error of a job; it takes all the rest.
func TestBugsink_log(t *testing.T) {
	server := startBugsink(t)
	l := newLogged(t, server.DSN)
	e := server.eventsOf("Конфликт блокировок", 1)
	if e == nil {
		return
	}
	data := e[0].Data
	want(t, data, "eventlog", "tags", "source")
	want(t, data, "_$PerformError$_", "contexts", "event_log", "event")
	want(t, data, "Данные. Изменение: Документ.Заказ", "breadcrumbs", "values", 1, "message")
	want(t, data, "Доступ. Отказ в доступе: Справочник.Цены", "breadcrumbs", "values", 2, "message")
	if rival, _ := at(data, "contexts", "lock_rivals", "session_7002").(string); !strings.Contains(rival, "Документ.Заказ") {
		t.Errorf("rivals: %v", at(data, "contexts"))
	}
	if job := server.eventsOf("Поставщик не прислал цены", 1); job != nil {
		want(t, job[0].Data, "job", "tags", "source")
		want(t, job[0].Data, "ОбновлениеЦен", "contexts", "background_job", "scheduledJob")
	}
	if issues := server.issues(); len(issues) != 2 {
		t.Errorf("%d issues, want 2: %+v", len(issues), issues)
	}
	_ = l
}

// TestOracles_log: Sentry's own normaliser finds no error in events and transactions that
// the log, jobs and measurements become, and its reader of sessions none in sessions.
func TestOracles_log(t *testing.T) {
	sentry, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	defer sentry.Close()
	l := newLogged(t, sentry.DSN())
	l.sent(sentry, "transaction", 3)
	dir, kinds := t.TempDir(), map[string]int{}
	var files []string
	var sessions [][]byte
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for i, envelope := range sentry.Envelopes() {
		for j, item := range envelope.Items {
			kinds[item.Type()]++
			switch item.Type() {
			case "event", "transaction":
				files = append(files, write(fmt.Sprintf("%s-%d-%d.json", item.Type(), i, j), item.Payload))
			case "session":
				relayTakes(t, item.Payload)
				sessions = append(sessions, item.Payload)
			}
		}
	}
	if kinds["event"] != 2 || kinds["transaction"] != 3 || kinds["session"] < 2 || kinds["check_in"] != 2 {
		t.Errorf("what came: %v", kinds)
	}
	for file, errors := range runOracle(t, pythonEnv(t, "relay", relayVersion), "normalise.py", files) {
		if len(errors) > 0 {
			t.Errorf("the normaliser finds in %s: %v", file, errors)
		}
	}
	send := sentryCLI(t)
	alone := func(payload []byte) string {
		return write("session.envelope", fmt.Appendf(nil, "{}\n{\"type\":\"session\",\"length\":%d}\n%s\n", len(payload), payload))
	}
	for _, session := range sessions {
		// Relay knows this status; what the reader is built of does not yet.
		session = bytes.Replace(session, []byte(`"status":"unhandled"`), []byte(`"status":"crashed"`), 1)
		if err := send(alone(session)); err != nil {
			t.Errorf("sentry-cli does not read %s: %v", session, err)
		}
		if wrong := bytes.Replace(session, []byte(`"status":"`), []byte(`"status":"un`), 1); send(alone(wrong)) == nil {
			t.Errorf("sentry-cli reads a session that is wrong: %s", wrong)
		}
	}
	for _, refused := range sentry.Refused() {
		t.Errorf("our receiver refused: %s", refused)
	}
}

// relayTakes holds an update of a session against what Relay asks of one
// (relay-server/src/processing/sessions and SessionUpdate::validate there): a release, a
// start that is neither in the future nor long past nor behind the update, a duration only
// of what has ended, a distinct id that is no name.
func relayTakes(t *testing.T, payload []byte) {
	t.Helper()
	var s struct {
		SID, DID, Status   string
		Seq, Errors        int64
		Started, Timestamp time.Time
		Duration           *float64
		Attrs              struct{ Release, Environment string }
	}
	if err := json.Unmarshal(payload, &s); err != nil {
		t.Errorf("%s: %v", payload, err)
		return
	}
	now := time.Now().Add(10 * time.Minute) // the clock of the base is ahead
	switch {
	case len(s.SID) != 36 || s.DID == "" || strings.Contains(s.DID, "Кассир"):
		t.Errorf("ids: %s", payload)
	case s.Attrs.Release == "" || len(s.Attrs.Release) > 200 || s.Attrs.Environment == "":
		t.Errorf("attributes: %s", payload)
	case s.Started.After(s.Timestamp) || s.Timestamp.After(now) || now.Sub(s.Started) > 5*24*time.Hour:
		t.Errorf("times: %s", payload)
	case (s.Duration != nil) != (s.Status != "ok") || s.Seq < 0 || s.Errors < 0:
		t.Errorf("state: %s", payload)
	}
}
