package addin

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/build/kit/receiver"
)

// TestScopeKey: what objects gather under a key is shared while they live, goes on after
// the last of them, and stays apart from what has another key.
func TestScopeKey(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "", "session 7")
	f.call(1, "SetTag", "step", "one")
	f.call(1, "AddBreadcrumb", "opened")
	f.bool(2, "Init", testDSN, "", "session 7")
	f.call(2, "SetTag", "shared", "yes")
	f.bool(3, "Init", testDSN, "", "session 8")
	f.call(1, "CaptureMessage", "from the first")
	f.destroy(1)
	f.destroy(2)
	f.bool(4, "Init", testDSN, "", "session 7")
	f.call(4, "CaptureMessage", "from the fourth")
	f.call(3, "CaptureMessage", "from another session")
	came := f.events()
	if len(came) != 3 {
		t.Fatalf("%d events, want 3", len(came))
	}
	// They may overtake each other on their way.
	slices.SortFunc(came, func(a, b receiver.Event) int { return strings.Compare(a.Text("event_id"), b.Text("event_id")) })
	events := came
	for i, tags := range []map[string]any{{"step": "one", "shared": "yes"}, {"step": "one", "shared": "yes"}, nil} {
		for _, key := range []string{"step", "shared"} {
			want(t, events[i], tags[key], "tags", key)
		}
	}
	want(t, events[1], "opened", "breadcrumbs", "values", 0, "message")
	if got := events[2].Text("contexts", "trace", "trace_id"); got == events[1].Text("contexts", "trace", "trace_id") {
		t.Error("sessions with different keys have one trace")
	}
	if len(f.worker.objects) != 2 {
		t.Errorf("%d objects are kept, want those of two sessions", len(f.worker.objects))
	}
}

// TestScopeKey_continued: an object goes on with what was set under its key, and is told
// so only if something was: who only looked at the state has set nothing.
func TestScopeKey_continued(t *testing.T) {
	for _, c := range []struct {
		method    string
		arguments []any
	}{
		{"Statistics", nil}, {"ClearScope", nil}, {"ExportLog", []any{"", ""}},
		{"SetTag", []any{"a", "b"}}, {"SetContext", []any{"a", `{"b":1}`}}, {"SetExtra", []any{"a", "1"}}, {"SetUser", []any{"17"}},
		{"SetLevel", []any{"warning"}}, {"SetFingerprint", []any{"a"}}, {"SetTransactionName", []any{"a"}},
		{"AddBreadcrumb", []any{"opened"}}, {"AddAttachment", []any{"a.txt", "text"}},
	} {
		sets := strings.HasPrefix(c.method, "Set") || strings.HasPrefix(c.method, "Add")
		f := newFixture(t)
		continued := func(number uint32) bool { return f.statistics(number).ScopeContinued }
		f.bool(1, "Init", testDSN, "", "session 7")
		if c.method != "Statistics" {
			f.call(1, c.method, c.arguments...)
		}
		if continued(1) {
			t.Errorf("%s: the first object goes on with what it did itself", c.method)
		}
		f.destroy(1)
		f.bool(2, "Init", testDSN, "", "session 7")
		if continued(2) != sets {
			t.Errorf("%s: the next object goes on: %v", c.method, !sets)
		}
	}
}

// TestScopeKey_transaction: a transaction and a session outlive the object that began
// them, as a session of 1C outlives a cached object, and end when nobody comes back.
func TestScopeKey_transaction(t *testing.T) {
	f := newFixture(t)
	const options = `{"release":"1","tracesSampleRate":1}`
	f.bool(1, "Init", testDSN, options, "k")
	span := f.start("StartTransaction", "Обмен", "task")
	f.call(1, "StartSession")
	f.destroy(1)
	if got := f.items("transaction"); len(got) > 0 {
		t.Fatalf("the transaction ended with its first object")
	}
	f.bool(2, "Init", testDSN, options, "k")
	f.call(2, "FinishSpan", span)
	if got := f.items("transaction"); len(got) != 1 {
		t.Fatalf("%d transactions, want 1", len(got))
	}
	f.start2(2, "StartTransaction", "Вторая")
	f.destroy(2)
	f.worker.endParked(time.Now().Add(parkedFor/2), false)
	if got := f.items("transaction"); len(got) != 1 {
		t.Fatalf("%d transactions before the time is over, want 1", len(got))
	}
	f.worker.endParked(time.Now().Add(2*parkedFor), false)
	f.worker.Keep()
	f.worker.Deliver()
	if got := f.items("transaction"); len(got) != 2 {
		t.Errorf("%d transactions, want the one that nobody came back for, too", len(got))
	}
	if _, ends := f.sessions(); len(ends) != 1 || ends[0].Text("status") != "exited" {
		t.Errorf("the session ended as %v", ends)
	}
	if len(f.worker.objects)+len(f.worker.keyed)+f.worker.parked != 0 {
		t.Errorf("left are %d objects, %d keys, %d parked", len(f.worker.objects), len(f.worker.keyed), f.worker.parked)
	}
}

// TestScopeKey_ends: what nobody came back for ends whether the process keeps anything on a disk or
// not, and is delivered although nothing else happens.
func TestScopeKey_ends(t *testing.T) {
	for name, options := range map[string]string{
		"kept":        `{"release":"1"}`,
		"memory only": `{"release":"1","memoryOnly":true}`,
		"no lock":     `{"release":"1"}`,
	} {
		f := newFixture(t)
		if name == "no lock" {
			must(os.WriteFile(filepath.Join(f.worker.root(), "v1"), nil, 0o600))
		}
		f.now = time.Now().Add(-parkedFor - time.Minute)
		f.bool(1, "Init", testDSN, options, "k")
		f.call(1, "StartSession")
		f.destroy(1)
		if rest := f.worker.RestFor(); rest == 0 || rest > parkedLook {
			t.Errorf("%s: nobody looks for %v (0: ever) what is parked", name, rest)
		}
		for f.worker.Recover() {
			f.worker.Keep()
			f.worker.Deliver()
		}
		came := func() int {
			f.server.mu.Lock()
			defer f.server.mu.Unlock()
			return len(f.server.envelopes)
		}
		for deadline := time.Now().Add(5 * time.Second); came() < 2 && time.Now().Before(deadline); {
			time.Sleep(time.Millisecond)
		}
		if n := came(); n != 2 {
			t.Errorf("%s: %d envelopes came, want the begin and the end of the session", name, n)
		}
	}
}

// start2 is start for another object than the first.
func (f *fixture) start2(object uint32, method string, args ...any) {
	f.t.Helper()
	f.apply(recordtest.Call{Object: object, Args: args}, method)
}

// TestScopeKey_bounds: keys in a loop do not grow for ever.
func TestScopeKey_bounds(t *testing.T) {
	f := newFixture(t)
	for i := range maxParked + 50 {
		object := uint32(i + 1)
		f.bool(object, "Init", testDSN, "", "key "+strings.Repeat("x", i))
		f.call(object, "SetTag", "a", "b")
		f.destroy(object)
	}
	if len(f.worker.objects) > maxParked+1 || len(f.worker.keyed) > maxParked+1 {
		t.Errorf("%d objects and %d keys are kept, want %d at most", len(f.worker.objects), len(f.worker.keyed), maxParked+1)
	}
}

// TestScopeKey_otherProject: a key that goes on with another DSN does not send to the new
// project what was begun for the old one.
func TestScopeKey_otherProject(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, `{"tracesSampleRate":1}`, "k")
	f.start("StartTransaction", "t", "")
	f.destroy(1)
	f.bool(2, "Init", strings.Replace(testDSN, "/42", "/43", 1), `{"tracesSampleRate":1}`, "k")
	if got := f.items("transaction"); len(got) != 1 {
		t.Fatalf("%d transactions, want 1", len(got))
	}
	for _, request := range f.server.requests {
		if !strings.Contains(request.URL.Path, "/42/") {
			t.Errorf("sent to %s", request.URL.Path)
		}
	}
}

// TestScopeKey_killed: the next process finds the last records of each object with what
// was gathered under the key.
func TestScopeKey_killed(t *testing.T) {
	f := newFixture(t)
	f.bool(1, "Init", testDSN, "", "k")
	f.call(1, "SetTag", "from", "first")
	f.destroy(1)
	f.bool(2, "Init", testDSN, "", "k")
	f.call(2, "SetTag", "more", "second")
	method, _ := positionOf(t, "CaptureMessage")
	f.count++
	f.write(recordtest.Call{Object: 2, Method: method, Sequence: f.count, At: f.now, Args: []any{"left"}, ID: [16]byte{1}}.Encode())
	f.die()
	next := f.heir()
	next.recovers()
	e := next.event()
	want(t, e, "first", "tags", "from")
	want(t, e, "second", "tags", "more")
}
