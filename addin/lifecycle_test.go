package addin

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

func TestInit_badDSN(t *testing.T) {
	tests := []struct{ dsn, want string }{
		{"nonsense", `DSN: it begins with "nons…", not with https:// or http://`},
		{"ftp://key@host/1", `DSN: it begins with "ftp"`},
		{"https://sentry.example.com/1", "DSN: there is no key before the @"},
		{"https://@host/1", "DSN: there is no key before the @"},
		{"https://key@/1", "DSN: there is no server behind the @"},
		{"https://key@host", "DSN: there is no project number at the end"},
		{"https://key@host/", "DSN: there is no project number at the end"},
		{"https://key@host:порт/1", "DSN: what stands behind the server and a colon is no port"},
		{"key@127.0.0.1:8000/1", `DSN: it begins with "key@…", not with https://`},
		{"https://key@ho st/1", "DSN: this is no address"},
		{"https://key@host:99999999/1", `DSN: "99999999" is no port`},
		{"://", "DSN: this is no address"},
		{"\x01https://key@host/1", "DSN: this is no address"},
	}
	for _, test := range tests {
		f := newFixture(t)
		if f.bool(1, "Init", test.dsn) {
			t.Errorf("Init(%q) said yes", test.dsn)
			continue
		}
		got := f.lastError(1)
		if !strings.HasPrefix(got, test.want) {
			t.Errorf("Init(%q): LastError = %q, want %q", test.dsn, got, test.want)
		}
		if len(test.dsn) > 8 && strings.Contains(got, test.dsn) {
			t.Errorf("LastError %q repeats the DSN", got)
		}
		// What a capture before a good Init is told is why there was none.
		again := f.call(1, "LastError", int(problemNotInitialized)).Text
		if again != got {
			t.Errorf("LastError of a capture = %q, want %q", again, got)
		}
	}
}

func TestInit_badOptions(t *testing.T) {
	tests := []struct{ options, want string }{
		{"{oops", "options: not JSON at character 2: unexpected 'o'"},
		{"[]", "options must be a JSON object"},
		{`"x"`, "options must be a JSON object"},
		{`{"relese":"1"}`, `unknown option "relese": known are bufferMaxBytes, caCertFile, debug, debugLogFile, dist, environment,`},
		{`{"release":1}`, `option "release" must be a text`},
		{`{"spoolPath":"here"}`, `option "spoolPath" must be a full path`},
		{`{"release":null}`, `option "release" must be a text`},
		{`{"sampleRate":1.5}`, `option "sampleRate" must be a number from 0 to 1`},
		{`{"sampleRate":"1"}`, `option "sampleRate" must be a number from 0 to 1`},
		{`{"maxBreadcrumbs":-1}`, `option "maxBreadcrumbs" must be a whole number from 0 to 1000`},
		{`{"maxBreadcrumbs":1.5}`, `option "maxBreadcrumbs" must be a whole number from 0 to 1000`},
		{`{"maxBreadcrumbs":1e999}`, `option "maxBreadcrumbs" must be a whole number from 0 to 1000`},
		{`{"sendDefaultPii":"yes"}`, `option "sendDefaultPii" must be true or false`},
		{`{"ignoreErrors":"x"}`, `option "ignoreErrors" must be an array of regular expressions`},
		{`{"ignoreErrors":["("]}`, `option "ignoreErrors" must be an array of regular expressions`},
		{`{"inAppExclude":[1]}`, `option "inAppExclude" must be an array of texts`},
		{`{"grouping":"both"}`, `option "grouping" must be one of client, server`},
		{`{"sourceLayout":"EDT"}`, `option "sourceLayout" must be one of designer, edt`},
		{`{"extensionRoots":{"a":1}}`, `option "extensionRoots" must be an object whose values are texts`},
		{`{"headers":{"bad name":"x"}}`, `option "headers" must be an object`},
		{`{"headers":{"X":"a\r\nB: c"}}`, `option "headers" must be an object`},
		{`{"spoolMaxBytes":5}`, `option "spoolMaxBytes" must be a whole number from 1048576 to`},
		{`{"httpTimeoutMs":0}`, `option "httpTimeoutMs" must be a whole number from 100 to 600000`},
		{`{"httpProxy":"proxy"}`, `options: read httpProxy: not an address`},
		{`{"httpProxy":"ftp://proxy:1"}`, `options: read httpProxy: scheme "ftp"`},
		{`{"caCertFile":"/no/such/file"}`, `options: read caCertFile: `},
		{`{"caCertFile":"lifecycle_test.go"}`, `options: read caCertFile lifecycle_test.go: no certificate`},
	}
	for _, test := range tests {
		f := newFixture(t)
		if f.bool(1, "Init", testDSN, test.options) {
			t.Errorf("Init(%s) said yes", test.options)
		}
		if got := f.lastError(1); !strings.HasPrefix(got, test.want) {
			t.Errorf("Init(%s): LastError = %q, want %q", test.options, got, test.want)
		}
	}
}

func TestInit_badOptionsInRussian(t *testing.T) {
	f := newFixture(t)
	language := recordtest.Call{Object: 1, Method: record.MethodLanguage, Args: []any{"ru"}}
	if err := f.worker.Apply(language.Encode()); err != nil {
		t.Fatal(err)
	}
	f.bool(1, "Init", testDSN, `{"sampleRate":2}`)
	if got, want := f.lastError(1), `параметр "sampleRate" должен быть: число от 0 до 1`; got != want {
		t.Errorf("LastError = %q, want %q", got, want)
	}
	f.bool(1, "Init", "http//x")
	if got := f.lastError(1); !strings.HasPrefix(got, "DSN: он начинается с") {
		t.Errorf("LastError = %q", got)
	}
}

func TestInit_emptyDSNIsOff(t *testing.T) {
	f := newFixture(t)
	answer := f.call(1, "Init", " ", "")
	if answer.Truth || answer.Object != Off || f.lastError(1) != "" {
		t.Errorf("answer = %+v", answer)
	}
}

func TestInit_environmentVariables(t *testing.T) {
	f := newFixture(t)
	f.worker.getenv = func(name string) (string, bool) {
		value, ok := map[string]string{"SENTRY_DSN": testDSN, "SENTRY_RELEASE": "r", "SENTRY_ENVIRONMENT": "e"}[name]
		return value, ok
	}
	if !f.bool(1, "Init", "") {
		t.Fatalf("Init said no: %s", f.lastError(1))
	}
	f.call(1, "CaptureMessage", "x")
	e := f.event()
	want(t, e, "r", "release")
	want(t, e, "e", "environment")
	f.bool(2, "Init", "", `{"release":"own"}`)
	if got := f.worker.objects[2].client.Options.Release; got != "own" {
		t.Errorf("release = %q: options come before the environment", got)
	}
}

func TestInit_sameOptionsOneClient(t *testing.T) {
	f := newFixture(t)
	for i := range uint32(300) {
		if !f.bool(i+1, "Init", testDSN, `{"release":"1"}`) {
			t.Fatal(f.lastError(i + 1))
		}
	}
	f.bool(301, "Init", " "+testDSN, `{ "release" : "1" }`)
	f.bool(302, "Init", testDSN, `{"release":"2"}`)
	f.bool(303, "Init", testDSN+"3", `{"release":"1"}`)
	if s := f.statistics(1); s.Objects != 303 || s.Clients != 3 {
		t.Errorf("%d objects, %d clients, want 303, 3", s.Objects, s.Clients)
	}
	for i := range uint32(303) {
		f.destroy(i + 1)
	}
	if len(f.worker.objects) != 0 {
		t.Errorf("%d objects after the last was destroyed", len(f.worker.objects))
	}
}

func (f *fixture) destroy(object uint32) {
	f.t.Helper()
	for _, method := range []uint16{record.MethodDone, record.MethodDestroyed} {
		if err := f.worker.Apply(recordtest.Call{Object: object, Method: method, At: f.now}.Encode()); err != nil {
			f.t.Fatal(err)
		}
	}
}

func TestInit_twiceWithOtherOptions(t *testing.T) {
	f := ready(t, `{"release":"1"}`)
	f.call(1, "SetTag", "kept", "yes")
	f.call(1, "CaptureMessage", "first")
	if !f.bool(1, "Init", testDSN, `{"release":"2"}`) {
		t.Fatal(f.lastError(1))
	}
	f.call(1, "CaptureMessage", "second")
	// Flush waits for what the new client has; the first one sends by itself.
	for deadline := time.Now().Add(10 * time.Second); len(f.events()) < 2 && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
	}
	releases := map[string]bool{}
	for _, e := range f.events() {
		releases[e.Text("logentry", "formatted")+" "+e.Text("release")+" "+e.Text("tags", "kept")] = true
	}
	if !releases["first 1 yes"] || !releases["second 2 yes"] {
		t.Errorf("events %v", releases)
	}
	// A third one that is wrong changes nothing.
	if f.bool(1, "Init", testDSN, `{"release":3}`) || f.lastError(1) == "" {
		t.Error("a wrong option was taken")
	}
	f.call(1, "CaptureMessage", "third")
	if events := f.events(); len(events) != 3 {
		t.Errorf("%d events, want 3", len(events))
	}
}

func TestClose_thenInitAgain(t *testing.T) {
	f := ready(t, "")
	f.call(1, "CaptureMessage", "x")
	if !f.bool(1, "Close", 5000) {
		t.Error("Close said no")
	}
	if f.worker.objects[1].client != nil {
		t.Error("the object has a client after Close")
	}
	// The boundary records nothing now; a record all the same must do no harm.
	f.call(1, "CaptureMessage", "y")
	if !f.bool(1, "Flush", 10) {
		t.Error("Flush of nothing said no")
	}
	if !f.bool(1, "Init", testDSN) {
		t.Error("Init after Close said no")
	}
}

func TestFlush_deadline(t *testing.T) {
	f := ready(t, "")
	f.server.mu.Lock() // the server does not answer
	f.call(1, "CaptureMessage", "x")
	for _, method := range []string{"Flush", "Close"} {
		start := time.Now()
		if f.bool(1, method, 200) {
			t.Errorf("%s said that all was sent", method)
		}
		if took := time.Since(start); took < 190*time.Millisecond || took > 2200*time.Millisecond {
			t.Errorf("%s(200) took %v", method, took)
		}
	}
	f.server.mu.Unlock()
}

func TestFlush_waitsForOwnRecordsOnly(t *testing.T) {
	f := ready(t, "")
	f.bool(2, "Init", testDSN)
	f.server.mu.Lock()
	f.call(1, "CaptureMessage", "x")
	if !f.bool(2, "Flush", 5000) {
		t.Error("Flush of an object with nothing to send said no")
	}
	f.server.mu.Unlock()
}

func TestFlush_oddTimeouts(t *testing.T) {
	f := ready(t, `{"shutdownTimeoutMs":150}`)
	f.server.mu.Lock()
	f.call(1, "CaptureMessage", "x")
	for _, timeout := range []any{0, -1, -1e300, "soon", nil, recordtest.Bad(record.BadType, 12)} {
		start := time.Now()
		if f.bool(1, "Flush", timeout) {
			t.Errorf("Flush(%v) said that all was sent", timeout)
		}
		if took := time.Since(start); took > 2200*time.Millisecond {
			t.Errorf("Flush(%v) took %v", timeout, took)
		}
	}
	f.server.mu.Unlock()
}

func TestLastError_ofTheBoundary(t *testing.T) {
	f := ready(t, "")
	for number, p := range boundaryProblems {
		if got := f.call(1, "LastError", int(number)).Text; got != p.En {
			t.Errorf("LastError of %d = %q, want %q", number, got, p.En)
		}
	}
	if got := f.call(1, "LastError", 12345).Text; got != "" {
		t.Errorf("LastError of an unknown number = %q", got)
	}
}

func TestStatistics(t *testing.T) {
	f := newFixture(t)
	if s := f.statistics(1); s.Enabled || s.Version != Version || s.Journal.Capacity != 1<<20 || s.LastResponse != nil {
		t.Errorf("statistics before Init = %+v", s)
	}
	f.bool(1, "Init", testDSN)
	for i := range 5 {
		f.call(1, "CaptureMessage", fmt.Sprint(i))
	}
	f.events()
	s := f.statistics(1)
	if !s.Enabled || s.Recorded != 5 || s.Sent != 5 || s.Requests != 5 || s.Queued+s.InFlight != 0 || s.LastResponse.Status != 200 {
		t.Errorf("statistics = %+v", s)
	}
	f.server.status = 403
	f.call(1, "CaptureMessage", "x")
	for range 500 {
		if s = f.statistics(1); s.Retry.Failures > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if s.LastResponse.Status != 403 || s.Queued != 1 || s.Retry.InSeconds <= 0 {
		t.Errorf("statistics after a 403 = %+v %+v", s, s.LastResponse)
	}
}

func TestWorker_survivesPanic(t *testing.T) {
	f := ready(t, "")
	method := &Methods[len(Methods)-1]
	handle := method.handle
	method.handle = func(*call) { panic("on purpose") }
	f.call(1, method.Name.En)
	method.handle = handle
	f.call(1, "CaptureMessage", "after")
	f.event()
	if s := f.statistics(1); s.Panics == 0 || !strings.Contains(s.LastPanic, "on purpose") || s.Dropped["internal_sdk_error"] != 1 {
		t.Errorf("statistics = %+v", s)
	}
}

func TestWorker_answersCallThatPanicked(t *testing.T) {
	f := ready(t, "")
	handle := Methods[2].handle
	Methods[2].handle = func(*call) { panic("on purpose") }
	defer func() { Methods[2].handle = handle }()
	if f.bool(1, "Flush", 1000) {
		t.Error("Flush said yes")
	}
}

func TestWorker_damagedRun(t *testing.T) {
	f := ready(t, "")
	run := append(recordtest.Call{Object: 9, Method: record.MethodCreated}.Encode(), "garbage garbage!"...)
	if err := f.worker.Apply(run); err == nil {
		t.Error("Apply of garbage gave no error")
	}
	if f.worker.objects[9] == nil {
		t.Error("the record before the garbage was not applied")
	}
}

func TestWorker_methodOfNewerVersion(t *testing.T) {
	f := ready(t, "")
	for _, method := range []uint16{uint16(len(Methods)), 0x7FFF, record.MethodProperty + 100, 0xFFFF} {
		if err := f.worker.Apply(recordtest.Call{Object: 1, Method: method, Args: []any{"x"}}.Encode()); err != nil {
			t.Errorf("method %#x: %v", method, err)
		}
	}
}

// TestClose_straggler: what another thread was let through with as the object was closed has
// an id, and is sent; a next Init has nothing to do with it.
func TestClose_straggler(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "who", "first")
	f.call(1, "Close", 0)
	f.call(1, "CaptureMessage", "опоздало")
	f.bool(1, "Init", testDSN, "")
	f.settle()
	want(t, f.event(), "first", "tags", "who")
	f.call(2, "CaptureMessage", "никогда не начат")
	f.settle()
	if n := len(f.events()); n != 1 {
		t.Errorf("%d events", n)
	}
}

// TestClose_stragglerKilled: so it is if the process was killed before it was read, whatever projects
// the process sent to.
func TestClose_stragglerKilled(t *testing.T) {
	for _, projects := range []int{1, 2} {
		f := ready(t, "")
		if projects == 2 {
			f.bool(2, "Init", strings.Replace(testDSN, "/42", "/43", 1), "")
		}
		f.call(1, "SetTag", "who", "first")
		f.leave("Close", 0)
		f.leave("CaptureMessage", "опоздало")
		next, s := f.takenOver()
		events := next.events()
		if len(events) != 1 || s.Recovered.Unknown != 0 || s.Recovered.Stateless != 0 {
			t.Fatalf("%d projects: %d events, %+v", projects, len(events), s.Recovered)
		}
		want(t, events[0], "first", "tags", "who")
	}
}

// TestInit_certificateOfNotepad: a byte order mark before a certificate is none of its text.
func TestInit_certificateOfNotepad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ca.pem")
	must(os.WriteFile(file, append([]byte("\ufeff"), newCertificate(t)...), 0o600))
	f := newFixture(t)
	if !f.bool(1, "Init", testDSN, `{"caCertFile":`+strconv.Quote(file)+`}`) {
		t.Error(f.lastError(1))
	}
}

// TestLastError_late: a problem that was told too late for who asked is told to who asks again,
// rather than that there was no answer.
func TestLastError_late(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetContext", "a", "no JSON")
	f.host.late = true
	first := f.lastError(1)
	if f.host.late = false; first == "" {
		t.Fatal("there is no problem")
	}
	if again := f.call(1, "LastError", problemNoAnswer).Text; again != first {
		t.Errorf("LastError = %q, want %q", again, first)
	}
	if none := f.lastError(1); none != "" {
		t.Errorf("told once more: %q", none)
	}
	if late := f.call(1, "LastError", problemNoAnswer).Text; !strings.HasPrefix(late, "no answer in time") {
		t.Errorf("LastError = %q", late)
	}
}
