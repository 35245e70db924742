package addin

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/runlock"
	"sentry1c/build/kit/receiver"
)

const withRelease = `{"release":"УТ@11.5"}`

// sessions are the items of sessions, the beginnings first.
func (f *fixture) sessions() (begins, ends []receiver.Event) {
	f.t.Helper()
	for _, s := range f.decoded("session") {
		if s.At("init") == true {
			begins = append(begins, s)
		} else {
			ends = append(ends, s)
		}
	}
	return begins, ends
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// TestSession: a session begins and ends with the same id, counts the errors of its
// object and nobody else's, and tells no user unless that is allowed.
func TestSession(t *testing.T) {
	f := ready(t, withRelease)
	f.call(1, "SetUser", "5f1c")
	f.bool(2, "Init", testDSN, withRelease)
	f.call(1, "CaptureException", errorText)
	f.call(1, "StartSession")
	f.call(1, "CaptureException", errorText)
	f.call(1, "CaptureMessage", "m", "warning")
	f.call(1, "CaptureMessage", "m", "fatal")
	f.call(2, "CaptureException", errorText)
	f.now = f.now.Add(time.Minute)
	f.call(1, "EndSession")
	begins, ends := f.sessions()
	if len(begins) != 1 || len(ends) != 1 {
		t.Fatalf("%d begin, %d end", len(begins), len(ends))
	}
	sid := begins[0].Text("sid")
	if !uuid.MatchString(sid) {
		t.Errorf("sid %q", sid)
	}
	want(t, begins[0], "ok", "status")
	want(t, begins[0], 0, "seq")
	want(t, begins[0], 0, "errors")
	want(t, begins[0], "УТ@11.5", "attrs", "release")
	want(t, begins[0], "production", "attrs", "environment")
	want(t, begins[0], nil, "did")
	want(t, ends[0], sid, "sid")
	want(t, ends[0], "exited", "status")
	want(t, ends[0], 1, "seq")
	want(t, ends[0], 2, "errors")
	want(t, ends[0], 60.005, "duration")
	want(t, ends[0], begins[0].Text("started"), "started")
	balance(t, f.statistics(1))
}

func TestSession_did(t *testing.T) {
	f := ready(t, `{"release":"1","sendDefaultPii":true}`)
	f.call(1, "SetUser", "5f1c", "Мария")
	f.call(1, "StartSession")
	begins, _ := f.sessions()
	want(t, begins[0], "5f1c", "did")
}

// TestSession_ends: whatever ends the object's work ends its session, once.
func TestSession_ends(t *testing.T) {
	for name, end := range map[string]func(*fixture){
		"EndSession": func(f *fixture) { f.call(1, "EndSession", "exited") },
		"Close":      func(f *fixture) { f.bool(1, "Close", 5000) },
		"destroyed":  func(f *fixture) { f.applyNotice(record.MethodDestroyed) },
		"another":    func(f *fixture) { f.call(1, "StartSession") },
		"other DSN":  func(f *fixture) { f.bool(1, "Init", strings.Replace(testDSN, "42", "43", 1), withRelease) },
		"no DSN":     func(f *fixture) { f.bool(1, "Init", "") },
	} {
		f := ready(t, withRelease)
		f.bool(2, "Init", testDSN, withRelease)
		f.call(1, "StartSession")
		end(f)
		f.bool(1, "Init", testDSN, withRelease)
		deadline := time.Now().Add(5 * time.Second)
		var ends []receiver.Event
		for found := false; !found; {
			if time.Now().After(deadline) {
				t.Fatalf("%s: %d ends, the first is of no session", name, len(ends))
			}
			// Nobody waits for what the object of before had to send.
			f.bool(2, "Flush", 5000)
			var begins []receiver.Event
			begins, ends = f.sessions()
			found = len(ends) > 0 && slices.ContainsFunc(begins, func(begin receiver.Event) bool {
				return begin.Text("sid") == ends[0].Text("sid")
			})
		}
		if len(ends) != 1 || ends[0].Text("status") != "exited" {
			t.Fatalf("%s: %d ends, %v", name, len(ends), ends[0])
		}
		f.die()
		if _, ends := f.heirSessions(); len(ends) != 0 && name != "another" {
			t.Errorf("%s: the next process ends it again: %v", name, ends)
		}
	}
}

// heirSessions are what the next process tells of sessions.
func (f *fixture) heirSessions() (begins, ends []receiver.Event) {
	f.t.Helper()
	next := f.heir()
	balance(f.t, next.recoversWith(withRelease))
	return next.sessions()
}

func TestSession_badInput(t *testing.T) {
	f := ready(t, "")
	f.call(1, "StartSession")
	if got := f.lastError(1); !strings.Contains(got, "no sessions without a release") {
		t.Errorf("told %q", got)
	}
	f.call(1, "EndSession")
	if got := f.lastError(1); !strings.Contains(got, "no session was started") {
		t.Errorf("told %q", got)
	}
	if begins, ends := f.sessions(); len(begins)+len(ends) != 0 {
		t.Errorf("sent %v %v", begins, ends)
	}
	f = ready(t, withRelease)
	f.call(1, "StartSession")
	f.call(1, "EndSession", "готово")
	if got := f.lastError(1); !strings.Contains(got, "known are exited, crashed, errored, abnormal, unhandled") {
		t.Errorf("told %q", got)
	}
	_, ends := f.sessions()
	want(t, ends[0], "exited", "status")
}

func TestSession_statuses(t *testing.T) {
	for given, wanted := range map[string]struct {
		status string
		errors int
	}{"exited": {"exited", 0}, "crashed": {"crashed", 0}, "abnormal": {"abnormal", 0}, "errored": {"exited", 1}} {
		f := ready(t, withRelease)
		f.call(1, "StartSession")
		f.call(1, "EndSession", given)
		_, ends := f.sessions()
		want(t, ends[0], wanted.status, "status")
		want(t, ends[0], wanted.errors, "errors")
	}
}

// TestSession_unhandled: an error that nobody caught decides how the session ends, unless
// the caller tells something worse.
func TestSession_unhandled(t *testing.T) {
	const unhandled, given = `{"handled":false}`, `{"exception":{"values":[{"type":"E","value":"v","mechanism":{"type":"x","handled":false}}]}}`
	for _, test := range []struct {
		method string
		args   []any
		status string
		want   string
	}{
		{"CaptureException", []any{errorText, unhandled}, "exited", "unhandled"},
		{"CaptureException", []any{errorText, unhandled}, "errored", "unhandled"},
		{"CaptureException", []any{errorText, unhandled}, "crashed", "crashed"},
		{"CaptureException", []any{errorText, unhandled}, "abnormal", "abnormal"},
		{"CaptureException", []any{errorText, `{"handled":true}`}, "exited", "exited"},
		{"CaptureException", []any{errorText, `{"handled":false,"level":"warning"}`}, "exited", "exited"},
		{"CaptureException", []any{errorText}, "unhandled", "unhandled"},
		{"CaptureMessage", []any{"m", "error", unhandled}, "exited", "exited"},
		{"CaptureException", []any{errorText, `{"handled":false,"exported":true}`}, "exited", "exited"},
		{"CaptureEvent", []any{given}, "exited", "unhandled"},
		{"CaptureEvent", []any{strings.Replace(given, "false", "true", 1)}, "exited", "exited"},
	} {
		f := ready(t, withRelease)
		f.call(1, "StartSession")
		f.call(1, test.method, test.args...)
		f.call(1, "CaptureException", errorText)
		f.call(1, "EndSession", test.status)
		_, ends := f.sessions()
		if got := ends[0].Text("status"); got != test.want {
			t.Errorf("%s %v, %s: ended %s, want %s", test.method, test.args, test.status, got, test.want)
		}
	}
	// Whoever goes on with the object knows.
	f := ready(t, withRelease)
	f.call(1, "StartSession")
	f.call(1, "CaptureException", errorText)
	f.call(1, "CaptureException", errorText)
	f.call(1, "CaptureException", errorText, unhandled)
	f.leave("EndSession")
	f.die()
	_, ends := f.heirSessions()
	want(t, ends[0], "unhandled", "status")
}

// TestSession_ignored: an error that a rule ignores is none of the session's.
func TestSession_ignored(t *testing.T) {
	f := ready(t, `{"release":"1","ignoreErrors":["Нарушение прав"]}`)
	f.call(1, "StartSession")
	f.call(1, "CaptureException", "Нарушение прав доступа!")
	f.call(1, "CaptureException", "Деление на 0")
	f.call(1, "EndSession")
	_, ends := f.sessions()
	want(t, ends[0], 1, "errors")
}

// TestRecover_session: a session that its process did not end is abnormal; what was
// recorded last counts, and nobody tells it twice.
func TestRecover_session(t *testing.T) {
	for _, compact := range []bool{false, true} {
		f := ready(t, withRelease)
		f.call(1, "StartSession")
		f.call(1, "CaptureException", errorText)
		if compact {
			f.worker.compactState()
		}
		f.leave("CaptureException", errorText)
		begins, _ := f.sessions()
		f.die()
		_, ends := f.heirSessions()
		if len(ends) != 1 {
			t.Fatalf("%d ends", len(ends))
		}
		want(t, ends[0], begins[0].Text("sid"), "sid")
		want(t, ends[0], "abnormal", "status")
		want(t, ends[0], 2, "errors")
	}
}

// TestRecover_sessionRecords: a session that was begun or ended by records that the
// process had no time for.
func TestRecover_sessionRecords(t *testing.T) {
	f := ready(t, withRelease)
	f.leave("StartSession")
	f.leave("CaptureException", errorText)
	f.die()
	begins, ends := f.heirSessions()
	if len(begins) != 1 || len(ends) != 1 {
		t.Fatalf("%d begin, %d end", len(begins), len(ends))
	}
	want(t, ends[0], begins[0].Text("sid"), "sid")
	want(t, ends[0], 1, "errors")

	f = ready(t, withRelease)
	f.call(1, "StartSession")
	f.sessions() // the server has the begin
	f.leave("EndSession", "crashed")
	f.die()
	begins, ends = f.heirSessions()
	if len(begins) != 0 || len(ends) != 1 {
		t.Fatalf("%d begin, %d end", len(begins), len(ends))
	}
	want(t, ends[0], "crashed", "status")
}

// TestRecover_sessionTwice: an heir that ends after it has told of a session leaves
// nothing to tell again.
func TestRecover_sessionTwice(t *testing.T) {
	f := ready(t, withRelease)
	f.call(1, "StartSession")
	f.die()
	first := f.heir()
	first.server.status = 503
	if !first.bool(1, "Init", testDSN, withRelease) {
		t.Fatal(first.lastError(1))
	}
	claim, err := runlock.Claim(f.worker.life.Run.Lock.Path())
	if err != nil {
		t.Fatal(err)
	}
	r := first.worker.beginRecovery(claim, f.worker.life.Run.RingPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	steps(r)
	r.endSessions()
	r.giveUp()
	first.die()
	_, ends := f.heirSessions()
	if len(ends) != 1 {
		t.Errorf("%d ends", len(ends))
	}
}
