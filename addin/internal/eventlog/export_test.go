package eventlog

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// started is a server whose job ran once, so that the cursor stands at base.
func started(t *testing.T) *server {
	s := newServer(t)
	s.write(base.Add(-time.Second), numbered(999))
	s.run()
	s.want(0)
	clear(s.skipped)
	return s
}

func TestExport_event(t *testing.T) {
	s := started(t)
	s.write(base.Add(5*time.Second), row{Event: "_$PerformError$_", Comment: "Деление на 0", Metadata: "Документ.Заказ", Data: "Заказ 1",
		User: "u-1", UserName: "Иванов", Computer: "pc", Application: "1CV8C", Session: 7, Connection: 9, Transaction: "t", Status: "rolledBack", Server: "srv"})
	s.write(base.Add(6*time.Second), row{Event: "Без комментария"})
	s.now = base.Add(time.Minute)
	s.run()
	s.want(2)
	e := s.arrived[0]
	id := e.ID
	if len(id) != 32 || strings.Trim(id, "0123456789abcdef") != "" {
		t.Errorf("the id is %q", id)
	}
	want := Event{ID: id, Level: "error", Text: "Деление на 0", Time: base.Add(5*time.Second - 3*time.Hour), Event: "_$PerformError$_",
		Language: Russian, Comment: "Деление на 0",
		Metadata: "Документ.Заказ", Data: "Заказ 1", User: "u-1", UserName: "Иванов", Computer: "pc", Application: "1CV8C", Server: "srv",
		Session: 7, Connection: 9, Transaction: "t", Status: "rolledBack"}
	e.local, e.trail = time.Time{}, nil
	if !reflect.DeepEqual(e, want) {
		t.Errorf("got  %+v\nwant %+v", e, want)
	}
	if s.arrived[1].Text != "Без комментария" {
		t.Errorf("a record without a comment says %q", s.arrived[1].Text)
	}
}

// What happened before the first run is history, also within the overlap.
func TestExport_begin(t *testing.T) {
	s := newServer(t)
	for i := range 100 {
		s.write(base.Add(-time.Duration(i)*time.Second), numbered(i))
	}
	s.run()
	s.now = base.Add(2 * time.Minute)
	s.write(base.Add(time.Second), numbered(1000))
	s.run()
	if s.want(2); s.arrived[0].Text != "Обмен.Ошибка: Ошибка 0" { // of the very second of the start
		t.Errorf("the first is %q", s.arrived[0].Text)
	}
}

// Equal records of one second are as many events, however often and in whatever
// pieces they are read.
func TestExport_equalRecords(t *testing.T) {
	for _, chunk := range []int{1, 2, 3, 100} {
		s := started(t)
		s.chunk = chunk
		for range 5 {
			s.write(base.Add(10*time.Second), numbered(1))
			s.write(base.Add(10*time.Second), numbered(2))
		}
		s.now = base.Add(30 * time.Second)
		s.run()
		s.want(10)
		s.now = base.Add(40 * time.Second)
		s.run()
		s.want(10)
		// One more that was written late.
		s.write(base.Add(10*time.Second), numbered(1))
		s.run()
		s.want(11)
	}
}

// A record that is too young waits; one that is written late under an earlier
// second is found.
func TestExport_youngAndLate(t *testing.T) {
	s := started(t)
	s.now = base.Add(time.Minute)
	s.write(s.now.Add(-5*time.Second), numbered(1))
	s.run()
	s.want(0)
	if s.skipped[Later] != 1 {
		t.Errorf("skipped %v", s.skipped)
	}
	s.now = s.now.Add(time.Minute)
	s.run()
	s.want(1)
	s.write(s.now.Add(-50*time.Second), numbered(2))
	s.run()
	s.want(2)
}

// Whenever the job dies, what was taken keeps its ids, and all of it arrives.
func TestExport_restart(t *testing.T) {
	again := 0
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 1))
		s := started(t)
		s.chunk = 1 + random.IntN(20)
		s.crash = func() bool { return random.IntN(4) == 0 }
		written := 0
		s.now = base.Add(time.Minute)
		for s.now.Before(base.Add(10 * time.Minute)) {
			for range random.IntN(12) {
				s.write(s.now.Add(-time.Duration(random.IntN(8))*time.Second), numbered(random.IntN(5)))
				written++
			}
			s.now = s.now.Add(time.Duration(10+random.IntN(50)) * time.Second)
			s.run()
		}
		s.crash = nil
		s.now = s.now.Add(time.Minute)
		s.run()
		if len(s.ids()) != written {
			t.Errorf("seed %d: %d records were written, %d arrived", seed, written, len(s.ids()))
		}
		again += len(s.arrived) - written
	}
	if again == 0 {
		t.Error("no answer was lost: the test tries nothing")
	}
}

// The clock is set back: what is written in the hour that comes again arrives, and
// what arrived in it before does not arrive again.
func TestExport_clockBack(t *testing.T) {
	for _, step := range []time.Duration{3 * time.Second, 20 * time.Second, time.Hour} {
		s := newServer(t)
		s.run()
		n := 0
		minute := func() {
			for i := range 5 {
				s.write(s.now.Add(time.Duration(i)*10*time.Second), numbered(n))
				n++
			}
			s.now = s.now.Add(time.Minute)
			s.run()
		}
		for range 5 {
			minute()
		}
		s.now = s.now.Add(-step)
		for range 90 {
			minute()
		}
		s.now = s.now.Add(time.Minute)
		s.run()
		s.want(n)
		if step == time.Hour && (len(s.resets) == 0 || s.resets[0] != resetClock) {
			t.Errorf("the step of %v is told as %q", step, s.resets)
		}
	}
}

func TestExport_clockForward(t *testing.T) {
	s := started(t)
	s.write(base.Add(time.Second), numbered(1))
	s.now = base.Add(100 * time.Hour)
	s.write(s.now.Add(-time.Hour), numbered(2))
	s.run()
	s.want(2)
	if len(s.resets) > 0 {
		t.Errorf("resets %q", s.resets)
	}
}

// A cursor from the future, as a copy of a base from a machine with another clock
// has it.
func TestExport_cursorFromTheFuture(t *testing.T) {
	s := started(t)
	s.cursor = strings.ReplaceAll(s.cursor, "2026-", "2126-")
	s.write(base.Add(10*time.Second), numbered(1))
	s.now = base.Add(time.Minute)
	s.run()
	if s.want(2); s.resets[0] != resetClock { // numbered(999) lies within the way back
		t.Errorf("resets %q", s.resets)
	}
}

func TestExport_cursorUnreadable(t *testing.T) {
	for _, text := range []string{"{", "null", "1", `"x"`, `{"v":2,"from":"2026-03-01T10:00:00"}`, `{"v":1,"from":"yesterday"}`,
		`{"v":1,"from":"2026-03-01T10:00:00","seen":[` + strings.Repeat(`"a",`, maxSeen) + `"a"]}`} {
		s := started(t)
		s.cursor = text
		s.write(base.Add(10*time.Second), numbered(1))
		s.now = base.Add(time.Minute)
		s.run()
		if len(s.ids()) != 2 || len(s.resets) == 0 || s.resets[0] != resetUnreadable {
			t.Errorf("cursor %.40s: %d arrived, resets %q", text, len(s.ids()), s.resets)
		}
	}
}

// The log is cleared by an administrator between two runs.
func TestExport_cleared(t *testing.T) {
	s := started(t)
	s.write(base.Add(time.Second), numbered(1))
	s.now = base.Add(time.Minute)
	s.run()
	s.log = nil
	s.write(base.Add(70*time.Second), numbered(2))
	s.now = base.Add(2 * time.Minute)
	s.run()
	s.want(2)
}

func TestExport_hundredThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a hundred thousand records")
	}
	s := started(t)
	s.chunk = 2000
	const n = 100_000
	for i := range n {
		s.write(base.Add(time.Duration(i/60)*time.Second), numbered(i))
	}
	s.now = base.Add(2 * time.Hour)
	begin := time.Now()
	s.run()
	t.Logf("%d records in %v, the longest cursor has %d bytes", n, time.Since(begin), s.longest)
	s.want(n)
	if isolated := 100_000; s.longest > isolated {
		t.Errorf("a cursor of %d bytes does not pass to an isolated add-in", s.longest)
	}
	s.now = s.now.Add(time.Minute)
	s.run()
	s.want(n)
}

// A second so full that it takes many chunks, with the job dying in it.
func TestExport_fullSecond(t *testing.T) {
	s := started(t)
	s.chunk = 100
	for i := range 5000 {
		s.write(base.Add(10*time.Second), numbered(i))
	}
	s.now = base.Add(time.Minute)
	calls := 0
	s.crash = func() bool { calls++; return calls == 20 }
	s.run()
	s.run()
	s.crash = nil
	s.run()
	if len(s.ids()) != 5000 {
		t.Errorf("%d arrived", len(s.ids()))
	}
	if s.longest > 100_000 {
		t.Errorf("the cursor has %d bytes", s.longest)
	}
}

func TestExport_levels(t *testing.T) {
	for _, c := range []struct {
		wanted []string
		want   int
	}{{nil, 1}, {[]string{"error", "warning"}, 2}, {[]string{"Ошибка", "Предупреждение", "Информация", "ПРИМЕЧАНИЕ"}, 4}, {[]string{"note"}, 1}} {
		s := newServer(t)
		s.run()
		s.options["levels"] = c.wanted
		for _, level := range []string{"Ошибка", "warning", "Information", "примечание", "бедствие"} {
			s.write(base.Add(time.Second), row{Level: level, Event: "e"})
		}
		s.now = base.Add(time.Minute)
		from, _ := s.call(map[string]any{"begin": true})
		s.call(map[string]any{"rows": s.read(from, s.now, func(row) bool { return true }), "first": true, "end": printDate(s.now)})
		if s.want(c.want); s.skipped[Bad] != 1 || s.skipped[Level] != 4-c.want {
			t.Errorf("%v: skipped %v", c.wanted, s.skipped)
		}
	}
}

func TestExport_excluded(t *testing.T) {
	s := newServer(t)
	s.run()
	s.options["exclude"] = []string{"_$Job$_.Fail", "Обмен.*"}
	for _, event := range []string{"_$Job$_.Fail", "_$Job$_.Failed", "Обмен.Ошибка", ownEvent} {
		s.write(base.Add(time.Second), row{Event: event})
	}
	s.now = base.Add(time.Minute)
	s.run()
	if s.want(1); s.skipped[Excluded] != 2 || s.skipped[Own] != 1 {
		t.Errorf("skipped %v", s.skipped)
	}
}

// The wrapper of the log puts the id behind the comment.
func TestExport_wrapper(t *testing.T) {
	s := started(t)
	id := strings.Repeat("0a", 16)
	for _, comment := range []string{"Не записан заказ\n[Sentry " + id + "]", "[Sentry " + id + "] ", "[Sentry 0a]", "[Sentry " + id + "] и ещё"} {
		s.write(base.Add(time.Second), row{Event: "Заказы", Comment: comment})
	}
	s.now = base.Add(time.Minute)
	s.run()
	if s.want(2); s.skipped[Sent] != 2 {
		t.Errorf("skipped %v", s.skipped)
	}
}

// The hook of shown errors writes a mark; the platform writes the error as well.
// One mark stands for one record of its session and its text.
func TestExport_hook(t *testing.T) {
	shown := "{ВнешняяОбработка.X.Форма(3)}: Деление на 0\n\tА = 1 / 0;"
	written := "Деление на 0\n{ВнешняяОбработка.X.Форма(3)}:\tА = 1 / 0;"
	s := started(t)
	id := 0
	mark := func(at time.Duration, session int64, text string) {
		id++
		s.write(base.Add(at), row{Level: "note", Event: ownEvent, Session: session, Comment: fmt.Sprintf("%032x\n%s", id, text)})
	}
	fail := func(at time.Duration, session int64, text string) {
		s.write(base.Add(at), row{Event: performError, Session: session, Comment: text})
	}
	fail(10*time.Second, 1, written)
	mark(11*time.Second, 1, shown)
	fail(12*time.Second, 1, written)         // the same again, with a mark
	mark(15*time.Second, 1, shown)           //
	fail(16*time.Second, 1, written)         // and again, without
	fail(10*time.Second, 2, written)         // of another session
	fail(17*time.Second, 1, "Другая ошибка") // another error
	mark(50*time.Second, 3, shown)
	fail(50*time.Second-3*time.Minute, 3, written) // of long ago, and before the start
	s.now = base.Add(30 * time.Second)
	s.run()
	s.now = base.Add(65 * time.Second)
	s.run()
	s.run()
	if s.want(3); s.skipped[Sent] != 2 {
		t.Errorf("skipped %v", s.skipped)
	}
	for _, e := range s.arrived {
		if e.Session == 1 && e.Text == written && e.Time != base.Add(16*time.Second-3*time.Hour) {
			t.Errorf("the record of %v arrived", e.Time)
		}
	}
}

// Two bases of one project have ids of their own; so have two levels, sessions, texts.
func TestExport_ids(t *testing.T) {
	one := row{Date: printDate(base), Event: "e", Comment: "c", Metadata: "m", User: "u", Application: "a", Transaction: "t", Server: "s", Session: 1, Connection: 2}
	seen := map[string]string{}
	add := func(what, id string) {
		if other := seen[id]; other != "" {
			t.Errorf("%s has the id of %s", what, other)
		}
		seen[id] = what
	}
	d := one.digest("base", "error")
	add("itself", d.id(0))
	add("the second", d.id(1))
	other := one.digest("base 2", "error")
	add("another base", other.id(0))
	warning := one.digest("base", "warning")
	add("another level", warning.id(0))
	for name, change := range map[string]func(*row){
		"date": func(r *row) { r.Date = printDate(base.Add(time.Second)) }, "event": func(r *row) { r.Event = "f" },
		"comment": func(r *row) { r.Comment = "d" }, "metadata": func(r *row) { r.Metadata = "" }, "user": func(r *row) { r.User = "v" },
		"application": func(r *row) { r.Application = "b" }, "transaction": func(r *row) { r.Transaction = "" }, "server": func(r *row) { r.Server = "" },
		"session": func(r *row) { r.Session = 2 }, "connection": func(r *row) { r.Connection = 3 },
		"border of fields": func(r *row) { r.Event, r.Comment = "ec", "" },
	} {
		changed := one
		change(&changed)
		d := changed.digest("base", "error")
		add(name, d.id(0))
	}
	// What a setting or the end of a transaction changes does not change the id.
	same := one
	same.UserName, same.Computer, same.Data, same.Status = "x", "y", "z", "committed"
	if same.digest("base", "error") != d {
		t.Error("personal data change the id")
	}
}

func TestExport_badInput(t *testing.T) {
	for _, text := range []string{
		"", "[]", "{", `{"rows":1}`, `{"options":{}}`, `{"options":{"now":"2026-03-01"}}`, `{"options":{"now":"2026-03-01T10:00:00Z"}}`,
		`{"options":{"now":"2026-03-01T10:00:00","levels":["бедствие"]}}`, `{"options":{"now":"2026-03-01T10:00:00","lagSeconds":-1}}`,
	} {
		if r, err := Export(text, "", Release{}); err == nil {
			t.Errorf("%s is taken: %+v", text, r)
		} else if !strings.HasPrefix(err.Error(), "eventlog: ") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := Export(strings.Repeat(" ", maxInput+1), "", Release{}); err == nil {
		t.Error("an endless input is taken")
	}
}

// goldenCursor is what version 1 kept in a base.
func goldenCursor(t testing.TB) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "cursor.1.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestCursor_golden: what is kept in a base is read by the versions to come.
func TestCursor_golden(t *testing.T) {
	golden := goldenCursor(t)
	rows := fmt.Sprintf(`{"options":{"infobase":"b","now":%q,"lagSeconds":0},"rows":[],"end":%q}`, second(120), second(120))
	r, err := Export(rows, golden, Release{Name: "УТ@2"})
	if err != nil || r.Reset != "" {
		t.Fatalf("reset %q, %v", r.Reset, err)
	}
	if len(r.Sessions) != 1 || !r.Sessions[0].Init || r.Sessions[0].Errors != 1 || r.Sessions[0].Application != "1CV8C" {
		t.Errorf("sessions %+v", r.Sessions)
	}
	const want = `{"v":1,"from":"2026-03-01T10:02:01","seen":["tb67ie:4f0c4374cb2c8c7e","tb67ii:f8b4a90c7e1ba9b8"],"forgotten":"2026-03-01T09:59:59","second":"2026-03-01T10:00:10","counts":{"0":1},` +
		`"marks":[{"i":"00000000000000000000000000000001","d":"2026-03-01T10:00:12","s":7,"l":"0123456789ab"}],"open":["7:tb67ie::0:1:1:1:0:20303f307e7debbf"]}`
	if r.Cursor != want {
		t.Errorf("the cursor is\n%s, want\n%s", r.Cursor, want)
	}
}

func BenchmarkExport(b *testing.B) {
	var rows []row
	for i := range 1000 {
		r := numbered(i)
		r.Date, r.Level = second(i/20), "error"
		rows = append(rows, r)
	}
	text, err := json.Marshal(map[string]any{"options": map[string]any{"infobase": "b", "now": second(3600)}, "first": true, "rows": rows, "end": second(60)})
	if err != nil {
		b.Fatal(err)
	}
	cursor := fmt.Sprintf(`{"v":1,"from":%q}`, second(0))
	b.ReportAllocs()
	for b.Loop() {
		if r, err := Export(string(text), cursor, Release{}); err != nil || len(r.Events) != 1000 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func FuzzExport(f *testing.F) {
	f.Add(`{"options":{"now":"2026-03-01T10:02:01","infobase":"b"},"rows":[],"end":"2026-03-01T10:02:01"}`, goldenCursor(f))
	f.Add(`{"options":{"now":"2026-03-01T10:00:00"},"first":true,"rows":[{"date":"2026-03-01T09:59:00","level":"error"}],"end":"2026-03-01T10:00:00"}`, `{"v":1,"from":"2026-03-01T09:00:00"}`)
	f.Add(`{"options":{"now":"1971-01-01T00:00:00"},"begin":true,"sent":[{"date":"2026-03-01T09:59:00","comment":"a\nb"}]}`, "")
	f.Add(`{"options":{"now":"2026-03-01T10:00:00"},"first":true,"sessions":[{"date":"2026-03-01T09:58:00","event":"_$Session$_.Start","session":7,"application":"1CV8C"}],`+
		`"alive":[{"number":7,"started":"2026-03-01T09:58:00"}],"rows":[{"date":"2026-03-01T09:59:00","level":"error","session":7,"trail":[{"date":"2026-03-01T09:58:30","event":"a"}]}],`+
		`"end":"2026-03-01T10:00:00"}`, `{"v":1,"from":"2026-03-01T09:00:00","open":["7:abc:::0:0:0:0:1CV8C:user"]}`)
	f.Add(`{"options":{"now":"2026-03-01T10:00:00"},"first":true,"trail":[{"date":"2026-03-01T09:58:30","event":"a","session":7},{"date":"x","session":-1}],`+
		`"rows":[{"date":"2026-03-01T09:59:00","level":"error","session":7,"comment":"блокировка, сеанс: 12, начат: 1"}]}`, `{"v":1,"from":"2026-03-01T09:00:00"}`)
	f.Add(`{"options":{"now":"2026-03-01T10:00:00"},"first":true,"rows":[{"date":"2026-03-01T09:59:00","level":"error","session":7,"comment":"Конфликт блокировок: Process 1 waits; blocked by process 2",`+
		`"open":[{"session":9,"first":"2026-03-01T09:58:00","last":"x","status":"committed"}]},{"date":"2026-03-01T09:59:01","level":"error","session":8,"comment":"lock timeout"}]}`, `{"v":1,"from":"2026-03-01T09:00:00"}`)
	f.Fuzz(func(t *testing.T, rows, cursor string) {
		r, err := Export(rows, cursor, Release{Name: "УТ@1"})
		if err != nil {
			return
		}
		for i := range r.Events {
			e := &r.Events[i]
			if n := len(e.Crumbs(TrailOptions{Everything: true})); n > MaxCrumbs {
				t.Fatalf("%d breadcrumbs", n)
			}
			e.Hide(nil)
			e.SessionFields(true)
			e.LockHolder(true)
			if n := len(e.LockRivals(true)); n > maxRivals {
				t.Fatalf("%d rivals", n)
			}
		}
		// What it keeps, it reads, and a second time nothing new is taken.
		again, err := Export(rows, r.Cursor, Release{})
		if err != nil || again.Reset == resetUnreadable {
			t.Fatalf("its own cursor %s: %v", r.Cursor, err)
		}
		if len(r.Events) <= maxSeen && len(again.Events) > 0 && !strings.Contains(rows, `"begin"`) && strings.Contains(rows, `"first":true`) {
			t.Fatalf("%d events come again", len(again.Events))
		}
	})
}

// TestInput_wrongTypes: what is wrong is named as the caller wrote it.
func TestInput_wrongTypes(t *testing.T) {
	for text, want := range map[string]string{
		`[]`:                            "an object is expected, not array",
		`{"rows":{}}`:                   "rows: an array is expected, not object",
		`{"rows":[{"date":5}]}`:         "rows.date: a text is expected, not number",
		`{"rows":[{"session":"5"}]}`:    "rows.session: a whole number is expected, not string",
		`{"first":"да"}`:                "first: true or false is expected, not string",
		`{"options":{"lagSeconds":[]}}`: "options.lagSeconds: a whole number is expected, not array",
	} {
		if _, err := parseInput(text); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
