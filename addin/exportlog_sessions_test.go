package addin

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sentry1c/build/kit/receiver"
)

// logSessions is a window with rows that begin and end sessions.
func logSessions(infobase string, minute int, sessions, rows, alive string) string {
	if alive != "" {
		alive = `"alive":` + alive + `,`
	}
	return fmt.Sprintf(`{"options":{"infobase":%q,"now":"2026-03-01T10:%02d:00","utcOffsetMinutes":180,"lagSeconds":0},"sessions":[%s],"rows":[%s],%s"first":true,"end":"2026-03-01T10:%02d:00"}`,
		infobase, minute, sessions, rows, alive, minute)
}

func sessionRow(event string, minute, number int) string {
	return fmt.Sprintf(`{"date":"2026-03-01T10:%02d:30","level":"info","event":"_$Session$_.%s","session":%d,"user":"5f1c","userName":"Иванова","application":"1CV8C"}`, minute, event, number)
}

func failureRow(minute, number int, event string) string {
	return fmt.Sprintf(`{"date":"2026-03-01T10:%02d:40","level":"error","event":%q,"comment":"Деление на 0","session":%d}`, minute, event, number)
}

// told are all updates of sessions that came, in the order of their numbers.
func (f *fixture) told() (updates []receiver.Event) {
	f.t.Helper()
	updates = f.decoded("session")
	slices.SortStableFunc(updates, func(a, b receiver.Event) int {
		return strings.Compare(fmt.Sprint(a.Text("sid"), a.At("seq")), fmt.Sprint(b.Text("sid"), b.At("seq")))
	})
	return updates
}

// TestExportLog_sessions: what the log tells of a session becomes its updates; a window
// that is given again gives the same ones.
func TestExportLog_sessions(t *testing.T) {
	f := ready(t, `{"release":"УТ@11.5","environment":"test"}`)
	windows := []string{
		logSessions("b", 2, sessionRow("Start", 1, 7), failureRow(1, 7, "Обмен"), ""),
		logSessions("b", 4, "", failureRow(3, 7, "_$PerformError$_"), ""),
		logSessions("b", 6, sessionRow("Finish", 5, 7), "", ""),
	}
	cursor := f.exported(f.call(1, "ExportLog", `{"options":{"infobase":"b","now":"2026-03-01T10:00:00","utcOffsetMinutes":180},"begin":true}`).Text).Cursor
	for _, window := range windows {
		f.call(1, "ExportLog", window, cursor) // its answer is lost
		a := f.exported(f.call(1, "ExportLog", window, cursor).Text)
		if a.Sessions != 1 {
			t.Errorf("answer %+v", a)
		}
		cursor = a.Cursor
	}
	updates := f.told()
	if len(updates) != 6 {
		t.Fatalf("%d updates, want 3 twice: %v", len(updates), updates)
	}
	for i := 0; i < len(updates); i += 2 {
		if a, b := fmt.Sprint(updates[i]), fmt.Sprint(updates[i+1]); a != b {
			t.Errorf("again it is\n%s, was\n%s", b, a)
		}
	}
	first, second, last := updates[0], updates[2], updates[4]
	did := first.Text("did")
	if did == "" || strings.Contains(did, "5f1c") || len(first.Text("sid")) != 36 {
		t.Errorf("%v", first)
	}
	for i, wanted := range []map[string]any{
		{"sid": first.Text("sid"), "did": did, "init": true, "seq": 0, "started": "2026-03-01T07:01:30.000Z", "timestamp": "2026-03-01T07:01:40.000Z", "status": "ok", "errors": 1},
		{"sid": first.Text("sid"), "did": did, "seq": 1, "started": "2026-03-01T07:01:30.000Z", "timestamp": "2026-03-01T07:03:40.000Z", "status": "ok", "errors": 2},
		{"sid": first.Text("sid"), "did": did, "seq": 2, "started": "2026-03-01T07:01:30.000Z", "timestamp": "2026-03-01T07:05:30.000Z", "status": "unhandled", "errors": 2, "duration": 240},
	} {
		wanted["attrs"] = map[string]any{"release": "УТ@11.5", "environment": "test"}
		want(t, []receiver.Event{first, second, last}[i], wanted)
	}
	balance(t, f.statistics(1))
}

// TestExportLog_release: a session stays with the release and the environment at its start.
func TestExportLog_release(t *testing.T) {
	f := ready(t, `{"release":"УТ@1","environment":"бой"}`)
	f.call(2, "Init", testDSN, `{"release":"УТ@2","environment":"проба"}`)
	a := f.exported(f.call(1, "ExportLog", logSessions("b", 2, sessionRow("Start", 1, 7), "", ""), f.beginLog()).Text)
	f.call(2, "ExportLog", logSessions("b", 6, sessionRow("Start", 4, 8)+","+sessionRow("Finish", 5, 7), "", ""), a.Cursor)
	f.bool(1, "Flush", 5000) // the two have a client each
	f.bool(2, "Flush", 5000)
	var got []string
	for _, u := range f.told() {
		got = append(got, fmt.Sprint(u.Text("status"), " ", u.Text("attrs", "release"), " ", u.Text("attrs", "environment")))
	}
	slices.Sort(got)
	if wanted := []string{"exited УТ@1 бой", "ok УТ@1 бой", "ok УТ@2 проба"}; !slices.Equal(got, wanted) {
		t.Errorf("told %q, want %q", got, wanted)
	}
}

// TestExportLog_sessionsAtOnce: many sessions travel in envelopes of what servers take.
func TestExportLog_sessionsAtOnce(t *testing.T) {
	f := ready(t, `{"release":"1"}`)
	var rows []string
	for n := range 250 {
		rows = append(rows, sessionRow("Start", 1, n+1))
	}
	a := f.exported(f.call(1, "ExportLog", logSessions("b", 2, strings.Join(rows, ","), "", ""), f.beginLog()).Text)
	if n := len(f.told()); n != 250 || a.Sessions != 250 {
		t.Errorf("%d updates came, answer %+v", n, a)
	}
	var sizes []int
	for _, envelope := range f.server.envelopes {
		if envelope.Items[0].Type() == "session" {
			sizes = append(sizes, len(envelope.Items))
		}
	}
	slices.Sort(sizes)
	if !slices.Equal(sizes, []int{50, 100, 100}) {
		t.Errorf("envelopes of %d", sizes)
	}
	balance(t, f.statistics(1))
}

// TestExportLog_sessionsSafe: updates lie on the disk when they are answered for, and a
// call that its process had no time for is made by the next.
func TestExportLog_sessionsSafe(t *testing.T) {
	f := ready(t, `{"release":"1"}`)
	cursor, window := f.beginLog(), logSessions("srv base", 2, sessionRow("Start", 1, 7), "", "")
	f.leave("ExportLog", window, cursor)
	f.die()
	next := f.heir()
	next.recoversWith(`{"release":"1"}`)
	if n := len(next.told()); n != 1 {
		t.Errorf("%d updates", n)
	}
}

// TestExportLog_sessionsKept: so are those that were stored, and not sent, when their process ended.
func TestExportLog_sessionsKept(t *testing.T) {
	f := ready(t, `{"release":"1"}`)
	f.server.status = 503
	if a := f.exported(f.call(1, "ExportLog", logSessions("srv base", 2, sessionRow("Start", 1, 7), failureRow(1, 7, "e"), ""), f.beginLog()).Text); a.Sessions != 1 {
		t.Fatalf("%+v", a)
	}
	f.die()
	next := f.heir()
	next.recoversWith(`{"release":"1"}`)
	if updates, events := len(next.told()), len(next.events()); updates != 1 || events != 1 {
		t.Errorf("%d updates and %d events", updates, events)
	}
}

// TestExportLog_parts: no event and no session of a call are the same part of it, or one
// of them would count as made when the call is found again.
func TestExportLog_parts(t *testing.T) {
	f := ready(t, `{"release":"1"}`)
	f.server.status = 503
	f.call(1, "ExportLog", logSessions("srv base", 2, sessionRow("Start", 1, 7), failureRow(1, 7, "e"), ""), f.beginLog())
	parts := map[string]bool{}
	files := listEnvelopes(t, f.worker.objects[1].client.Spool().Dir())
	for _, name := range files {
		parts[name[strings.LastIndexByte(name, '-'):]] = true
	}
	if len(files) != 2 || len(parts) != 2 {
		t.Errorf("%v", files)
	}
}

// TestExportLog_noRelease: without a release sessions are counted, not sent, and a
// sentence says why.
func TestExportLog_noRelease(t *testing.T) {
	f := ready(t, "")
	a := f.exported(f.call(1, "ExportLog", logSessions("b", 2, sessionRow("Start", 1, 7), failureRow(1, 7, "Обмен"), ""), f.beginLog()).Text)
	if a.Skipped["noRelease"] != 1 || a.Taken != 1 || !strings.Contains(a.Said, "the option release") || a.Sessions != 0 {
		t.Errorf("%+v", a)
	}
	if n := len(f.told()); n != 0 {
		t.Errorf("%d updates", n)
	}
}

// TestExportLog_odd: whatever a log holds, nothing is lost and nothing comes twice, and
// one sentence says what was no use.
func TestExportLog_odd(t *testing.T) {
	const release = `{"release":"1"}`
	begin := func(f *fixture, infobase string) string {
		return f.exported(f.call(1, "ExportLog", fmt.Sprintf(`{"options":{"infobase":%q,"now":"2026-03-01T10:00:00"},"begin":true}`, infobase)).Text).Cursor
	}
	statuses := func(f *fixture) (all []string) {
		for _, u := range f.told() {
			all = append(all, u.Text("status"))
		}
		return all
	}
	for _, test := range []struct {
		name     string
		windows  []string
		events   int
		statuses string
		said     string
	}{
		{"rows without a session", []string{logSessions("b", 2, `{"date":"2026-03-01T10:01:00","event":"_$Session$_.Start","application":"1CV8C"}`, failureRow(1, 0, "e"), "")}, 1, "", "Skipped: without a date, a level or a session's number: 1."},
		{"a row without a date, one without a level", []string{logSessions("b", 2, "", `{"level":"error","event":"a","comment":"x"},{"date":"2026-03-01T10:01:00","event":"a","comment":"x"}`, "")}, 0, "", "Skipped: without a date, a level or a session's number: 2."},
		{"a finish before its start", []string{logSessions("b", 3, sessionRow("Start", 2, 7), "", ""), logSessions("b", 4, sessionRow("Finish", 1, 7), "", "")}, 0, "ok", "Skipped: ends of sessions whose start is not known: 1."},
		{"a finish without a start", []string{logSessions("b", 2, sessionRow("Finish", 1, 7), "", "")}, 0, "", "Skipped: ends of sessions whose start is not known: 1."},
		{"the clock set back between windows", []string{logSessions("b", 5, sessionRow("Start", 4, 7), failureRow(4, 7, "e"), ""), logSessions("b", 2, "", failureRow(1, 7, "e"), ""), logSessions("b", 8, sessionRow("Finish", 6, 7), "", "")}, 2, "ok exited", ""},
		{"gone without a finish", []string{logSessions("b", 2, sessionRow("Start", 1, 7), "", ""), logSessions("b", 5, "", "", "[]")}, 0, "ok abnormal", ""},
		{"a number used again", []string{logSessions("b", 4, sessionRow("Start", 1, 7)+","+sessionRow("Start", 3, 7), failureRow(2, 7, "e")+","+failureRow(3, 7, "e"), "")}, 2, "abnormal ok", ""},
		{"sessions of Designer and of jobs", []string{logSessions("b", 2, strings.Replace(sessionRow("Start", 1, 7), "1CV8C", "Designer", 1)+","+strings.Replace(sessionRow("Start", 1, 8), "1CV8C", "BackgroundJob", 1), "", "")}, 0, "", ""},
		{"an English base", []string{logSessions("b", 2, strings.Replace(sessionRow("Start", 1, 7), `"info"`, `"Information"`, 1), strings.Replace(failureRow(1, 7, "Exchange"), `"error"`, `"Error"`, 1), "")}, 1, "ok", ""},
		{"an endless number", []string{logSessions("b", 2, sessionRow("Start", 1, -5), failureRow(1, -5, "e"), "")}, 1, "", "Skipped: without a date, a level or a session's number: 1."},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := ready(t, release)
			cursor, said := begin(f, "b"), ""
			for _, window := range test.windows {
				a := f.exported(f.call(1, "ExportLog", window, cursor).Text)
				if a.Said != "" {
					said = a.Said
				}
				// What is given again with the new cursor is known.
				if again := f.exported(f.call(1, "ExportLog", window, a.Cursor).Text); again.Taken != 0 || again.Sessions != 0 && test.name != "gone without a finish" {
					t.Errorf("again taken: %+v", again)
				}
				cursor = a.Cursor
			}
			if n := len(idsOf(f.events())); n != test.events || n != len(f.events()) {
				t.Errorf("%d events under %d ids, want %d", len(f.events()), n, test.events)
			}
			got := statuses(f)
			slices.Sort(got)
			wanted := strings.Fields(test.statuses)
			slices.Sort(wanted)
			if !slices.Equal(got, wanted) {
				t.Errorf("told %q, want %q", got, wanted)
			}
			if said != test.said {
				t.Errorf("said %q, want %q", said, test.said)
			}
		})
	}
}

// TestExportLog_bases: two bases of a project with one number of a session are two
// sessions, and their equal rows two events.
func TestExportLog_bases(t *testing.T) {
	f := ready(t, `{"release":"1"}`)
	for _, infobase := range []string{"a", "b"} {
		f.call(1, "ExportLog", logSessions(infobase, 2, sessionRow("Start", 1, 7), failureRow(1, 7, "e"), ""), f.beginLog())
	}
	sids := map[string]bool{}
	for _, u := range f.told() {
		sids[u.Text("sid")] = true
	}
	if ids := idsOf(f.events()); len(ids) != 2 || len(sids) != 2 {
		t.Errorf("%d events, %d sessions", len(ids), len(sids))
	}
}

// TestExportLog_isolated: a row with a trail of the most that the contract names fits what
// an isolated add-in is handed, and comes whole.
func TestExportLog_isolated(t *testing.T) {
	const limit = 100 << 10
	var trail []string
	for n := range 100 {
		trail = append(trail, fmt.Sprintf(`{"date":"2026-03-01T10:04:%02d","level":"Информация","event":"_$Data$_.Update","session":7,"metadata":"Документ.РеализацияТоваровУслуг","transaction":"01.03.2026 10:04:00 (%d)"}`, n*59/100, n))
	}
	row := strings.TrimSuffix(errorRow, "}") + `,"trail":[` + strings.Join(trail, ",") + `]}`
	if len(row) > limit {
		t.Fatalf("%d bytes", len(row))
	}
	f := ready(t, "")
	f.call(1, "ExportLog", logRows(row), f.beginLog())
	values, _ := json.Marshal(f.event().At("breadcrumbs", "values"))
	if n := strings.Count(string(values), `"timestamp"`); n != 100 {
		t.Errorf("%d actions", n)
	}
}
