package addin

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// both leaves the record of a call in the ring and interprets it, too: the process is killed after
// the log has it, and before the ring has given it up.
func (f *fixture) both(name string, args ...any) {
	f.t.Helper()
	f.leave(name, args...)
	f.count--
	f.call(1, name, args...)
}

// covered leaves calls in the ring that were interpreted, too, and of which the log tells: the process
// is killed before they are given up, after Keep or, if that is not asked for, in the middle of a run.
func (f *fixture) covered(keep bool, calls ...[]any) {
	f.t.Helper()
	var run []byte
	for _, c := range calls {
		entry := f.encoded(c[0].(string), c[1:]...)
		f.write(entry)
		run = append(run, entry...)
	}
	must(f.worker.Apply(run))
	if keep {
		f.worker.Keep()
	}
	f.die()
}

// TestRecover_coveredElsewhere: what an object sent before it was initialised for another project, or
// with other options, is not sent there, too.
func TestRecover_coveredElsewhere(t *testing.T) {
	const before = `{"release":"before"}`
	for name, after := range map[string][]any{
		"another project":         {"Init", strings.Replace(testDSN, "/42", "/43", 1), `{"release":"after"}`},
		"other options":           {"Init", testDSN, `{"release":"after"}`},
		"other options, ScopeKey": {"Init", testDSN, `{"release":"after"}`, "k"},
	} {
		for _, keep := range []bool{false, true} {
			f := newFixture(t)
			f.bool(1, "Init", testDSN, before)
			f.covered(keep, []any{"CaptureMessage", "event"}, []any{"Log", "info", "line"}, []any{"Metric", "counter", "a", 1}, []any{"CaptureCheckIn", "job", "ok"},
				after, []any{"SetUser", "later"})
			next := f.heir()
			s := next.recoversWith(before)
			next.settle()
			next.call(1, "Flush", 5000)
			want(t, next.event(), "before", "release")
			for kind, wanted := range map[string]int{"log": 1, "trace_metric": 1, "check_in": 1} {
				if n := len(next.items(kind)); n != wanted {
					t.Errorf("%s, kept %v: %d items %s, want %d; %+v, dropped %v", name, keep, n, kind, wanted, s.Recovered, s.Dropped)
				}
			}
			for _, r := range next.server.requests {
				if !strings.Contains(r.URL.Path, "/42/") {
					t.Errorf("%s, kept %v: sent to %s", name, keep, r.URL.Path)
				}
			}
		}
	}
}

// TestRecover_coveredRules: what a rule spoke against is not judged again, with the scope of what came after it.
func TestRecover_coveredRules(t *testing.T) {
	for _, options := range []string{`{"sampleRate":0.5}`, `{"maxEventsPerMinute":1}`, `{"ignoreErrors":["message 2"]}`} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, options)
		var calls [][]any
		for i := range 40 {
			calls = append(calls, []any{"SetUser", fmt.Sprint(i)}, []any{"CaptureMessage", fmt.Sprint("message ", i), "error", fmt.Sprintf(`{"fingerprint":["one"],"extra":{"number":%d}}`, i)})
		}
		f.covered(true, calls...)
		next := f.heir()
		next.recoversWith("")
		next.settle() // another client has them
		events := next.events()
		if len(events) == 0 {
			t.Errorf("%s: nothing came", options)
		}
		for _, e := range events {
			if user, number := e.Text("user", "id"), fmt.Sprint(e.At("extra", "number")); user != number {
				t.Errorf("%s: event %s has user %s", options, number, user)
			}
		}
	}
}

// TestRecover_coveredAttachments: an event is sent with the attachments that it had, and with none that came later.
func TestRecover_coveredAttachments(t *testing.T) {
	f := ready(t, "")
	f.covered(true, []any{"CaptureMessage", "first"}, []any{"AddAttachment", "a.txt", "text"}, []any{"CaptureMessage", "second"})
	next := f.heir()
	next.recovers()
	if events, attachments := len(next.events()), len(next.items("attachment")); events != 2 || attachments != 1 {
		t.Errorf("%d events and %d attachments", events, attachments)
	}
}

// TestRecover_late: a call that came late, after others had been interpreted, is none of those.
func TestRecover_late(t *testing.T) {
	f := ready(t, "")
	f.write(f.encoded("CaptureMessage", "late"))
	f.covered(true, []any{"SetTag", "a", "1"}, []any{"CaptureMessage", "in time"})
	next := f.heir()
	next.recovers()
	came := map[string]bool{}
	for _, e := range next.events() {
		came[e.Text("logentry", "formatted")] = true
	}
	if len(came) != 2 {
		t.Errorf("came %v", came)
	}
}

// TestKeep_snapshots: however often a scope is changed by what no record may tell, what is kept of it
// for the next process does not grow with that.
func TestKeep_snapshots(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetContext", "big", `{"text":"`+strings.Repeat("x", 50_000)+`"}`)
	var run []byte
	for i := range 500 {
		run = append(run, f.encoded("SetTag", "password", fmt.Sprint("secret ", i))...)
	}
	before := f.worker.state.log.Size()
	must(f.worker.Apply(run))
	if size := len(f.worker.state.pending); size > 0 {
		t.Errorf("%d bytes are pending", size)
	}
	f.worker.Keep()
	if grown := f.worker.state.log.Size() - before; grown > 100_000 {
		t.Errorf("500 changes of a scope of 50 KB take %d bytes", grown)
	}
	f.die()
	next := f.heir()
	f.leave("CaptureMessage", "left")
	next.recovers()
	want(t, next.event(), "[Filtered]", "tags", "password")
}

// TestRecover_coveredInit: an Init that was followed by what the log has does not take back what is
// said there of the scope.
func TestRecover_coveredInit(t *testing.T) {
	f := ready(t, "")
	f.both("Init", testDSN, "")
	f.both("SetContext", "big", recordtest.Bad(record.BadMemory, 90<<10))
	f.leave("CaptureMessage", "left")
	f.die()
	next := f.heir()
	next.recovers()
	if came, told := next.lacks("event", "left"); !came || !told {
		t.Errorf("came %v, tells that its scope lacks something: %v", came, told)
	}
}

// TestRecover_coveredClose: a Close, or an Init with another project, ends nothing that was begun
// after it.
func TestRecover_coveredClose(t *testing.T) {
	for name, before := range map[string]func(f *fixture){
		"another project": func(f *fixture) {
			f.both("Init", strings.Replace(testDSN, "/42", "/43", 1), withTraces)
			f.both("Init", testDSN, withTraces)
		},
		"closed": func(f *fixture) { f.both("Close", 0); f.both("Init", testDSN, withTraces) },
	} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces)
		before(f)
		f.both("StartSession")
		f.both("StartTransaction", "Обмен", "task")
		f.settle()
		f.leave("FinishSpan", "")
		f.leave("EndSession", "exited")
		f.die()
		next := f.heir()
		next.recoversWith(withTraces)
		next.settle()
		tx := next.only("transaction")
		_, ends := next.sessions()
		if status := tx.Text("contexts", "trace", "status"); status != "ok" || len(ends) != 1 || ends[0].Text("status") != "exited" {
			t.Errorf("%s: the transaction ended as %q, sessions as %v", name, status, ends)
		}
	}
}

// TestRecover_openEnds: a transaction that is left open ends when its object was heard of last,
// whether its state was written anew or not, and beside a record of any number of attachments.
func TestRecover_openEnds(t *testing.T) {
	for _, compacted := range []bool{false, true} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, withTraces)
		f.call(1, "StartTransaction", "Обмен", "task")
		for i := range 100 {
			f.call(1, "AddAttachment", fmt.Sprint(i, ".txt"), "x")
		}
		f.now = f.now.Add(10 * time.Minute)
		f.call(1, "SetTag", "a", "1")
		heard := f.now
		if compacted {
			f.worker.compactState()
		} else {
			f.leave("CaptureMessage", "left")
			heard = f.now
		}
		f.die()
		next := f.heir()
		next.recoversWith(withTraces)
		tx := next.only("transaction")
		if end, want := tx.Text("timestamp"), heard.UTC().Format("2006-01-02T15:04:05.000Z"); end != want {
			t.Errorf("compacted %v: it ended at %s, want %s", compacted, end, want)
		}
	}
}

// TestRecover_lateChange: a change that came late is not covered by what came after it.
func TestRecover_lateChange(t *testing.T) {
	for _, late := range [][]any{{"SetTag", "late", "yes"}, {"AddBreadcrumb", "late yes"}} {
		f := ready(t, "")
		f.write(f.encoded(late[0].(string), late[1:]...))
		f.covered(true, []any{"SetTag", "a", "1"})
		f.leave("CaptureMessage", "left")
		next := f.heir()
		next.recovers()
		if p := fmt.Sprint(next.event()); !strings.Contains(p, "yes") {
			t.Errorf("%v is lost: %s", late, p)
		}
	}
}

// TestRecover_coveredRepeats: repeats that were counted are not sent again one by one.
func TestRecover_coveredRepeats(t *testing.T) {
	for _, changes := range []bool{true, false} {
		f := newFixture(t)
		f.bool(1, "Init", testDSN, `{"maxEventsPerMinute":1}`)
		var calls [][]any
		for range 40 {
			calls = append(calls, []any{"CaptureMessage", "message", "error", `{"fingerprint":["one"]}`})
		}
		if changes {
			calls = append(calls, []any{"SetTag", "a", "1"})
		}
		f.covered(true, calls...)
		next := f.heir()
		next.recoversWith("")
		next.settle()
		sum := 0
		for _, e := range next.events() {
			n, err := strconv.Atoi(fmt.Sprint(e.At("tags", "repeats")))
			if err != nil {
				n = 1
			}
			sum += n
		}
		if sum == 0 || sum > 40 {
			t.Errorf("changes %v: %d events stand for %d of 40", changes, len(next.events()), sum)
		}
	}
}

// TestRecover_stateCut: a process that is killed while it appends to the log of states leaves a part of
// what it appends. All of it is still in the ring, and is done as if nothing had been appended.
func TestRecover_stateCut(t *testing.T) {
	const header = 40
	tried := 0
	for part := 0; part < 100; part += 9 { // of what is appended, in percent
		f := ready(t, "")
		path := f.worker.life.Run.Log.Path()
		before, err := os.ReadFile(path)
		must(err)
		// What is masked is told by a snapshot, behind the record of the tag.
		run := append(of(f, 1, "SetContext", "c", `{"password":"secret","text":"`+strings.Repeat("x", 300)+`"}`), of(f, 1, "SetTag", "a", "1")...)
		f.write(run)
		f.write(of(f, 1, "CaptureMessage", "left"))
		must(f.worker.Apply(run))
		f.worker.Keep()
		after, err := os.ReadFile(path)
		must(err)
		f.die()
		content := append(bytes.Clone(before[:header]), after[header:len(before)+(len(after)-len(before))*part/100]...)
		must(os.WriteFile(path, content, 0o600))
		next := f.heir()
		next.recovers()
		next.settle()
		e := next.event()
		if e.Text("tags", "a") != "1" || e.Text("contexts", "c", "password") != "[Filtered]" || e.At("contexts", "sdk_problems") != nil {
			t.Errorf("after %d %%: tag %q, context %v, problems %v", part, e.Text("tags", "a"), e.At("contexts", "c"), e.At("contexts", "sdk_problems"))
		}
		if len(content) > len(before) {
			tried++
		}
	}
	if tried < 10 {
		t.Errorf("only %d parts were tried", tried)
	}
}
