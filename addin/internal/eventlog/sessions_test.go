package eventlog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// book drives what a job reads of sessions.
type book struct {
	t      *testing.T
	cursor string
	now    time.Time
	told   []Update
	last   *Result

	release Release
}

func newBook(t *testing.T) *book {
	b := &book{t: t, now: base}
	b.read(map[string]any{"begin": true})
	return b
}

func (b *book) read(content map[string]any) {
	b.t.Helper()
	content["options"] = map[string]any{"infobase": "srv base", "now": printDate(b.now), "utcOffsetMinutes": 180, "lagSeconds": 0}
	text, err := json.Marshal(content)
	if err != nil {
		b.t.Fatal(err)
	}
	result, err := Export(string(text), b.cursor, b.release)
	if err != nil {
		b.t.Fatal(err)
	}
	b.cursor, b.last = result.Cursor, result
	b.told = append(b.told, result.Sessions...)
}

// window reads what happened up to a second.
func (b *book) window(end int, content map[string]any) {
	b.t.Helper()
	b.now = base.Add(time.Duration(end) * time.Second)
	content["first"], content["end"] = true, printDate(b.now)
	b.read(content)
}

func begins(at int, number int64) row {
	return row{Date: second(at), Event: sessionStart, Session: number, User: "u-1", Application: "1CV8C", Level: "info"}
}

func ends(at int, number int64) row {
	return row{Date: second(at), Event: sessionFinish, Session: number, User: "u-1", Application: "1CV8C", Level: "info"}
}

func fails(at int, number int64, event string) row {
	return row{Date: second(at), Event: event, Session: number, Level: "error", Comment: fmt.Sprint("Ошибка ", at)}
}

// brief is an update in a few words.
func brief(u Update) string {
	text := fmt.Sprintf("%d %s", u.Seq, u.Status)
	if u.Init {
		text = "init " + text
	}
	if u.Errors > 0 {
		text += fmt.Sprintf(" errors=%d", u.Errors)
	}
	if u.Duration > 0 {
		text += " " + u.Duration.String()
	}
	return text
}

func (b *book) want(updates ...string) {
	b.t.Helper()
	var got []string
	for _, u := range b.told {
		got = append(got, brief(u))
	}
	if !slices.Equal(got, updates) {
		b.t.Errorf("told  %q\nwant  %q; skipped %v", got, updates, b.last.Skipped)
	}
	b.told = nil
}

func TestSessions(t *testing.T) {
	b := newBook(t)
	b.window(60, map[string]any{"sessions": []row{begins(10, 7)}})
	first := b.told[0]
	b.want("init 0 ok")
	if first.DistinctID == "" || strings.Contains(first.DistinctID, "u-1") || first.Application != "1CV8C" || !first.Started.Equal(base.Add(10*time.Second-3*time.Hour)) || len(first.ID) != 36 {
		t.Errorf("%+v", first)
	}
	b.window(120, map[string]any{"rows": []row{fails(70, 7, "Обмен"), fails(80, 7, "Обмен"), fails(80, 8, "Обмен")}})
	b.want("1 ok errors=2")
	b.window(180, map[string]any{})
	b.want()
	b.window(240, map[string]any{"sessions": []row{ends(200, 7)}})
	if last := b.told[0]; last.ID != first.ID {
		t.Errorf("the id became %s, was %s", last.ID, first.ID)
	}
	if last := b.told[0]; last.DistinctID != first.DistinctID {
		t.Errorf("the user became %s, was %s", last.DistinctID, first.DistinctID)
	}
	b.want("2 exited errors=2 3m10s")
}

// What happened within one window is one update, whichever rows are given first.
func TestSessions_oneWindow(t *testing.T) {
	for _, rowsFirst := range []bool{false, true} {
		b := newBook(t)
		b.now = base.Add(time.Minute)
		records := map[string]any{"rows": []row{fails(20, 7, performError)}, "first": true}
		starts := map[string]any{"sessions": []row{ends(40, 7), begins(10, 7)}, "first": true}
		if rowsFirst {
			starts["rows"] = records["rows"]
			b.window(60, starts)
		} else {
			b.read(starts)
			b.window(60, records)
		}
		b.want("init 0 unhandled errors=1 30s")
	}
}

func TestSessions_again(t *testing.T) {
	b := newBook(t)
	window := map[string]any{"sessions": []row{begins(10, 7)}, "rows": []row{fails(20, 7, "Обмен")}}
	before := b.cursor
	b.window(60, window)
	lost := b.told
	b.cursor, b.told = before, nil // the answer was lost
	b.window(60, window)
	if !slices.Equal(lost, b.told) {
		t.Errorf("again %+v, before %+v", b.told, lost)
	}
	b.want("init 0 ok errors=1")
	b.window(70, window) // the overlap is read again
	b.want()
	b.window(130, map[string]any{"sessions": []row{begins(10, 7), ends(70, 7)}})
	b.want("1 exited errors=1 1m0s")
	b.window(140, map[string]any{"sessions": []row{begins(10, 7), ends(70, 7)}})
	b.want()
}

func TestSessions_odd(t *testing.T) {
	alive := func(number int64, started int) map[string]any {
		return map[string]any{"number": number, "started": second(started)}
	}
	for _, c := range []struct {
		name    string
		windows []map[string]any
		want    []string
	}{
		{"a finish without a start", []map[string]any{{"sessions": []row{ends(10, 7)}}}, nil},
		{"a second start ends the former", []map[string]any{{"sessions": []row{begins(10, 7), begins(40, 7)}}}, []string{"init 0 abnormal 30s", "init 0 ok"}},
		{"gone from the list", []map[string]any{{"sessions": []row{begins(10, 7)}}, {"rows": []row{fails(80, 7, "e")}}, {"alive": []any{alive(7, 55), alive(8, 10)}}, {"alive": []any{}}},
			[]string{"init 0 ok", "1 ok errors=1", "2 abnormal errors=1 1m10s"}},
		{"still in the list", []map[string]any{{"sessions": []row{begins(10, 7)}}, {"alive": []any{alive(7, 11)}}}, []string{"init 0 ok"}},
		{"an empty list", []map[string]any{{"sessions": []row{begins(10, 7)}}, {}, {"alive": []any{}}, {"alive": []any{}}}, []string{"init 0 ok", "1 abnormal"}},
		{"an end on the way", []map[string]any{{"sessions": []row{begins(10, 7)}}, {"alive": []any{}}, {"sessions": []row{ends(110, 7)}, "alive": []any{}}},
			[]string{"init 0 ok", "1 exited 1m40s"}},
		{"missed once and again", []map[string]any{{"sessions": []row{begins(10, 7)}}, {"alive": []any{}}, {"alive": []any{alive(7, 10)}}, {"alive": []any{}}}, []string{"init 0 ok"}},
		{"too young for the list", []map[string]any{{"sessions": []row{begins(50, 7)}, "alive": []any{}}}, []string{"init 0 ok"}},
		{"Designer", []map[string]any{{"sessions": []row{{Date: second(10), Event: sessionStart, Session: 7, Application: "Designer"}}}}, nil},
		{"a background job", []map[string]any{{"sessions": []row{{Date: second(10), Event: sessionStart, Session: 7, Application: "BackgroundJob"}}}}, nil},
		{"no number", []map[string]any{{"sessions": []row{begins(10, 0), begins(10, -1)}}}, nil},
		{"no date", []map[string]any{{"sessions": []row{{Event: sessionStart, Session: 7, Application: "1CV8C"}}}}, nil},
		{"another event", []map[string]any{{"sessions": []row{{Date: second(10), Event: "_$Data$_.New", Session: 7, Application: "1CV8C"}}}}, nil},
		{"a finish before the start", []map[string]any{{"sessions": []row{begins(40, 7)}}, {"sessions": []row{ends(30, 7)}}}, []string{"init 0 ok"}},
		{"the clock set back", []map[string]any{{"sessions": []row{begins(40, 7)}}, {"sessions": []row{begins(30, 7)}}}, []string{"init 0 ok"}},
		{"twice the same", []map[string]any{{"sessions": []row{begins(10, 7), begins(10, 7)}}}, []string{"init 0 ok"}},
		{"of no length", []map[string]any{{"sessions": []row{begins(10, 7), ends(10, 7)}}}, []string{"init 0 exited"}},
		{"an error after the end", []map[string]any{{"sessions": []row{begins(10, 7), ends(20, 7)}, "rows": []row{fails(30, 7, "e")}}}, []string{"init 0 exited 10s"}},
		{"an error of the former session", []map[string]any{{"sessions": []row{begins(10, 7), ends(20, 7), begins(30, 7)}, "rows": []row{fails(15, 7, performError)}}},
			[]string{"init 0 unhandled errors=1 10s", "init 0 ok"}},
	} {
		b := newBook(t)
		for i, w := range c.windows {
			b.window(60*(i+1), w)
		}
		t.Log(c.name)
		b.want(c.want...)
	}
}

func TestSessions_applications(t *testing.T) {
	o := &options{}
	for name, want := range map[string]bool{"1CV8": true, "1CV8C": true, "WebClient": true, "Designer": false, "BackgroundJob": false, "HTTPServiceConnection": false} {
		if o.countsSessions(name) != want {
			t.Errorf("%s counts: %v", name, !want)
		}
	}
	o.SessionApplications = []string{"BackgroundJob", "Designer"}
	if !o.countsSessions("BackgroundJob") || o.countsSessions("1CV8C") || o.countsSessions("Designer") {
		t.Error("the option does not decide")
	}
}

// A session is one of the release that it began with, whatever is loaded into the base
// while it works; one that began when none was known is of the first that is.
func TestSessions_release(t *testing.T) {
	b := newBook(t)
	b.window(60, map[string]any{"sessions": []row{begins(5, 6)}})
	b.release = Release{"УТ@1", "бой"}
	b.window(120, map[string]any{"sessions": []row{begins(70, 7)}})
	b.release = Release{"УТ@2", "бой"}
	b.window(180, map[string]any{"sessions": []row{begins(130, 8)}, "rows": []row{fails(140, 7, "e"), fails(140, 6, "e")}})
	b.release = Release{"УТ@3", "бой"}
	b.window(240, map[string]any{"sessions": []row{ends(200, 7), ends(200, 8)}})
	var got []string
	for _, u := range b.told {
		got = append(got, fmt.Sprint(u.Started.Sub(base.Add(-3*time.Hour)).Seconds(), " ", u.Status, " ", u.Release.Name, u.Release.Environment))
	}
	want := []string{"5 ok ", "70 ok УТ@1бой", "5 ok УТ@2бой", "70 ok УТ@1бой", "130 ok УТ@2бой", "70 exited УТ@1бой", "130 exited УТ@2бой"}
	if !slices.Equal(got, want) {
		t.Errorf("told %q\nwant %q", got, want)
	}
	if strings.Contains(b.cursor, "УТ@") {
		t.Errorf("the cursor keeps releases that nobody runs: %s", b.cursor)
	}
}

// Two bases with one session number are two sessions.
func TestSessions_ids(t *testing.T) {
	one := session{number: 7, started: base}
	seen := map[string]bool{}
	for _, id := range []string{one.id("a"), one.id("b"), (&session{number: 8, started: base}).id("a"), (&session{number: 7, started: base.Add(time.Second)}).id("a"), (&session{number: 7, started: base, did: "1"}).id("a")} {
		if seen[id] {
			t.Errorf("%s comes twice", id)
		}
		seen[id] = true
	}
	if DistinctID("") != "" || DistinctID("00000000-0000-0000-0000-000000000000") != "" || DistinctID("a") == DistinctID("b") {
		t.Error("users are not told apart")
	}
}

func TestSession_text(t *testing.T) {
	for _, s := range []*session{
		{number: 7, started: base, last: base, user: "u:1", app: "1CV8C"},
		{number: 1 << 40, started: base, last: base.Add(time.Hour), finished: base.Add(2 * time.Hour), did: "0123456789abcdef", lost: true, unhandled: true, errors: 5, told: 3, seq: 9},
	} {
		for _, release := range []int{0, 1, maxOpen} {
			got, number, ok := parseSession(s.text(release))
			if !ok || *got != *s || number != release {
				t.Errorf("%q is read as %+v of release %d", s.text(release), got, number)
			}
		}
	}
	for _, bad := range []string{"", ":", "a:b", "1:2:3:4:5:6:7", "я:2:3:4:5:6:7:0", "1:-2:::0:0:1:0", "1:2:::0:0:1:-1", "1:2:::0:0:1:zzzzz", strings.Repeat("1:", 400)} {
		if s, _, ok := parseSession(bad); ok {
			t.Errorf("%q is read as %+v", bad, s)
		}
	}
}

// A base of thousands of sessions: nothing grows beyond its bounds.
func TestSessions_many(t *testing.T) {
	b := newBook(t)
	total := 0
	for w := range 20 {
		var rows []row
		for i := range 300 {
			rows = append(rows, begins(60*w+i%60, int64(300*w+i+1)))
		}
		b.window(60*(w+1), map[string]any{"sessions": rows})
		total += len(b.told)
		b.told = nil
	}
	if total != 6000 {
		t.Errorf("%d updates", total)
	}
	if len(b.cursor) > 100_000 || b.last.Skipped[Forgotten] == 0 {
		t.Errorf("the cursor has %d bytes, skipped %v", len(b.cursor), b.last.Skipped)
	}
}

// TestCursor_bounded: whatever a base does, the cursor can be handed over; sessions give
// way, since nothing is lost by them but their ends.
func TestCursor_bounded(t *testing.T) {
	c := newCursor(base)
	for i := range 2 * maxSeen {
		c.remember(fmt.Sprintf("%032x", i), base)
		c.count(digest{byte(i), byte(i >> 8)}, second(0))
	}
	for i := range maxMarks {
		c.Marks = append(c.Marks, mark{ID: fmt.Sprintf("%032x", i), Date: second(0), Session: 1 << 40, Line: "0123456789ab", Row: strings.Repeat("0", 32)})
	}
	for i := range maxOpen {
		c.sessions = append(c.sessions, &session{number: int64(i), started: base, last: base, did: "0123456789abcdef", seq: 1})
	}
	text, forgotten := c.text()
	if len(text) > maxCursor || forgotten == 0 || forgotten == maxOpen {
		t.Errorf("%d bytes, %d sessions forgotten", len(text), forgotten)
	}
	again, reset := parseCursor(text, &options{now: base})
	if reset != "" || len(again.sessions) != maxOpen-forgotten || again.sessions[len(again.sessions)-1].number != maxOpen-1 {
		t.Errorf("reset %q, %d sessions", reset, len(again.sessions))
	}
}

func FuzzSession(f *testing.F) {
	f.Add("7:abc:::0:0:0:0:1CV8C:user")
	f.Add("7:abc:1:2:3:4:5:3:0123456789abcdef")
	f.Add("0:0:::0:0:1:0:0:")
	f.Add("7:abc:::0:0:1:8:0123456789abcdef")
	f.Fuzz(func(t *testing.T, text string) {
		s, release, ok := parseSession(text)
		if !ok {
			return
		}
		again, number, ok := parseSession(s.text(release))
		if !ok || *again != *s || number != release {
			t.Fatalf("%q is %+v, and then %+v", text, s, again)
		}
		s.update(&options{})
	})
}
