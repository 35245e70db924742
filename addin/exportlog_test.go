package addin

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"sentry1c/build/kit/receiver"
)

// logRows is what the job hands over: records of a minute ago, and the window's end.
func logRows(rows ...string) string {
	return fmt.Sprintf(`{"options":{"infobase":"srv base","now":"2026-03-01T10:10:00","utcOffsetMinutes":180,"levels":["error","info"]},
		"rows":[%s],"first":true,"end":"2026-03-01T10:09:00"}`, strings.Join(rows, ","))
}

// beginLog is the first call of a new infobase.
func (f *fixture) beginLog() (cursor string) {
	f.t.Helper()
	return f.exported(f.call(1, "ExportLog", `{"options":{"infobase":"srv base","now":"2026-03-01T10:00:00","utcOffsetMinutes":180},"begin":true}`).Text).Cursor
}

type exportAnswer struct {
	Cursor  string
	From    string
	Taken   int
	Skipped map[string]int

	Sessions int
	Said     string
}

func (f *fixture) exported(text string) (a exportAnswer) {
	f.t.Helper()
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		f.t.Fatalf("ExportLog answered %q: %v: %s", text, err, f.lastError(1))
	}
	return a
}

const (
	errorRow = `{"date":"2026-03-01T10:05:00","level":"error","event":"_$PerformError$_","comment":"{ОбщийМодуль.Обмен.Модуль(12)}: Нет связи: Pwd=тайна;",
		"metadata":"Документ.Заказ","user":"5f1c","userName":"Иванова","computer":"ws-7","application":"1CV8C","session":7,"connection":9,"server":"srv","data":"Заказ 1"}`
	infoRow = `{"date":"2026-03-01T10:06:00","level":"info","event":"Обмен","comment":"Загружено 12 заказов"}`
)

// TestExportLog: a record becomes an event with its own moment, level, id and place; the
// scope says of the infobase, the record of who it was.
func TestExportLog(t *testing.T) {
	f := ready(t, `{"release":"1"}`)
	f.call(1, "SetTag", "infobase", "base")
	f.call(1, "SetUser", "job")
	f.call(1, "AddBreadcrumb", "of the job")
	f.call(1, "SetLevel", "fatal")
	cursor := f.beginLog()
	a := f.exported(f.call(1, "ExportLog", logRows(errorRow, infoRow), cursor).Text)
	if a.Taken != 2 || a.Cursor == cursor {
		t.Errorf("answer %+v", a)
	}
	events := f.events()
	if len(events) != 2 {
		t.Fatalf("%d events", len(events))
	}
	if events[0].Text("level") != "error" {
		events[0], events[1] = events[1], events[0]
	}
	e, info := events[0], events[1]
	want(t, e, "2026-03-01T07:05:00.000Z", "timestamp")
	want(t, e, "Нет связи: Pwd=[Filtered];", "exception", "values", 0, "value")
	want(t, e, "ОбщийМодуль.Обмен.Модуль", "exception", "values", 0, "stacktrace", "frames", 0, "module")
	want(t, e, "base", "tags", "infobase")
	want(t, e, "_$PerformError$_", "tags", "event_log.event")
	want(t, e, map[string]any{"id": "5f1c"}, "user")
	want(t, e, nil, "breadcrumbs")
	want(t, e, map[string]any{"event": "_$PerformError$_", "presentation": "Ошибка выполнения", "metadata": "Документ.Заказ"}, "contexts", "event_log")
	want(t, e, map[string]any{"number": 7, "application": "1CV8C", "application_name": "Тонкий клиент", "connection": 9, "server": "srv"}, "contexts", "session")
	want(t, e, "eventlog", "tags", "source")
	want(t, e, "Тонкий клиент", "tags", "application_name")
	want(t, e, map[string]any{"type": "eventlog", "handled": false, "exception_id": 0}, "exception", "values", 0, "mechanism")
	want(t, info, "Обмен: Загружено 12 заказов", "logentry", "formatted")
	want(t, info, "info", "level")
	want(t, info, nil, "user")
	balance(t, f.statistics(1))
}

// TestExportLog_personal: names go with sendDefaultPii.
func TestExportLog_personal(t *testing.T) {
	f := ready(t, `{"sendDefaultPii":true}`)
	f.call(1, "ExportLog", logRows(errorRow), f.beginLog())
	e := f.event()
	want(t, e, "Иванова", "user", "username")
	want(t, e, "srv", "server_name")
	want(t, e, "ws-7", "contexts", "session", "computer")
	want(t, e, "Заказ 1", "contexts", "event_log", "data")
}

// TestExportLog_again: a caller that lost the answer gives the same rows and gets the
// same events; one that kept it gets none.
func TestExportLog_again(t *testing.T) {
	f := ready(t, "")
	cursor := f.beginLog()
	rows := logRows(errorRow, errorRow, infoRow)
	next := f.exported(f.call(1, "ExportLog", rows, cursor).Text)
	f.call(1, "ExportLog", rows, cursor)
	ids := map[string]int{}
	for _, e := range f.events() {
		ids[e.Text("event_id")]++
	}
	if len(ids) != 3 {
		t.Errorf("ids %v, want three", ids)
	}
	for id, count := range ids {
		if count != 2 {
			t.Errorf("%s came %d times", id, count)
		}
	}
	if a := f.exported(f.call(1, "ExportLog", rows, next.Cursor).Text); a.Taken != 0 || a.Skipped["seen"] != 3 {
		t.Errorf("answer %+v", a)
	}
}

// TestExportLog_safe: what is answered for lies on the disk, each record in a file of
// its own, and the next process sends it.
func TestExportLog_safe(t *testing.T) {
	f := ready(t, "")
	f.server.status = 503
	a := f.exported(f.call(1, "ExportLog", logRows(errorRow, infoRow), f.beginLog()).Text)
	if kept := f.spooled(); len(kept) != a.Taken || a.Taken != 2 {
		t.Errorf("%d files for %d records taken", len(kept), a.Taken)
	}
	f.die()
	next := f.heir()
	if s := next.recovers(); s.Sent != 2 {
		t.Errorf("the next process sent %d", s.Sent)
	}
}

// TestExportLog_recover: a call that its process had no time for is made by the next,
// under the same ids.
func TestExportLog_recover(t *testing.T) {
	f := ready(t, "")
	rows, cursor := logRows(errorRow, infoRow), f.beginLog()
	f.leave("ExportLog", rows, cursor)
	f.die()
	next := f.heir()
	next.recovers()
	came := idsOf(next.events())
	next.call(1, "ExportLog", rows, cursor)
	all := idsOf(next.events())
	if len(came) != 2 || len(all) != 2 {
		t.Errorf("came %v, then %v", came, all)
	}
}

func idsOf(events []receiver.Event) map[string]bool {
	ids := map[string]bool{}
	for _, e := range events {
		ids[e.Text("event_id")] = true
	}
	return ids
}

func TestExportLog_badInput(t *testing.T) {
	for _, test := range []struct {
		args []any
		told string
	}{
		{nil, "missing"},
		{[]any{"x"}, "these are no records of the event log"},
		{[]any{`{}`}, "options.now"},
		{[]any{`{"options":{"now":"2026-03-01T10:00:00","levels":["громко"]}}`}, `"громко" is no level`},
		{[]any{[]byte("x")}, "binary data"},
	} {
		f := ready(t, "")
		if answer := f.call(1, "ExportLog", test.args...); answer.Text != "" || !answer.IsText {
			t.Errorf("%v: answered %+v", test.args, answer)
		}
		if got := f.lastError(1); !strings.Contains(got, test.told) {
			t.Errorf("%v: told %q, want %q", test.args, got, test.told)
		}
		if n := len(f.events()); n != 0 {
			t.Errorf("%v: %d events", test.args, n)
		}
	}
}

// TestExportLog_unsafe: what cannot be written to the disk is not answered for, and the
// next try sends the same events.
func TestExportLog_unsafe(t *testing.T) {
	f := ready(t, "")
	cursor := f.beginLog()
	dir := f.worker.objects[1].client.Spool().Dir()
	if err := errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if answer := f.call(1, "ExportLog", logRows(errorRow), cursor).Text; answer != "" {
		t.Errorf("answered %q", answer)
	}
	if got := f.lastError(1); !strings.Contains(got, "kept in memory only") {
		t.Errorf("told %q", got)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if a := f.exported(f.call(1, "ExportLog", logRows(errorRow), cursor).Text); a.Taken != 1 {
		t.Errorf("answer %+v", a)
	}
	if ids := idsOf(f.events()); len(ids) != 1 {
		t.Errorf("ids %v", ids)
	}
}
