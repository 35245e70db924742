// Package abitest drives the library that 1C loads through its ABI, as 1C does,
// with the stand-in platform of native/standin.
//
// The library is built from the sources, or named by SENTRY1C_LIBRARY (build/kit/built).
package abitest

import (
	"os"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/built"
	"sentry1c/build/kit/isolate"
	"sentry1c/build/kit/receiver"
	"sentry1c/native/standin"
)

func TestMain(m *testing.M) { os.Exit(isolate.Run(m.Run)) }

// open attaches the library; one unfreed or twice freed block fails the test.
func open(t *testing.T) *standin.Library {
	t.Helper()
	lib, err := standin.Open(built.Library(t))
	if err != nil {
		t.Fatal(err)
	}
	standin.CheckLeaks(t, lib)
	return lib
}

// create makes an object of an English session, unless options say otherwise, that
// is destroyed with the test.
func create(t *testing.T, lib *standin.Library, options ...standin.ObjectOption) *standin.Object {
	t.Helper()
	english := []standin.ObjectOption{standin.WithLocale("en_US"), standin.WithLanguage("en")}
	o, err := lib.New("Sentry", append(english, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// started is an object that sends to a receiver of its own.
func started(t *testing.T, options string) (*standin.Object, *receiver.Server) {
	t.Helper()
	server := serve(t)
	o := create(t, open(t))
	initialise(t, o, server.DSN(), options)
	return o, server
}

func serve(t *testing.T) *receiver.Server {
	t.Helper()
	server, err := receiver.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		if refused := server.Refused(); len(refused) > 0 {
			t.Errorf("the receiver refused: %q", refused)
		}
	})
	return server
}

func initialise(t *testing.T, o *standin.Object, dsn, options string) {
	t.Helper()
	if !truth(t, o, "Init", dsn, options) {
		t.Fatalf("Init said no: %s", property(t, o, "LastError"))
	}
}

func truth(t *testing.T, o *standin.Object, method string, args ...any) bool {
	t.Helper()
	answer, err := o.Bool(method, args...)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func text(t *testing.T, o *standin.Object, method string, args ...any) string {
	t.Helper()
	answer, err := o.Text(method, args...)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// property reads a property. That the component did not answer within its deadline is a mistake
// of it, unless the machine had no time for its threads: then it is asked again, some times.
func property(t *testing.T, o *standin.Object, name string) string {
	t.Helper()
	for try := 1; ; try++ {
		start := time.Now()
		value, err := o.Get(name)
		took := time.Since(start)
		if err != nil {
			t.Fatal(err)
		}
		answer, ok := value.(string)
		if !ok {
			t.Fatalf("%s is %#v, want a text", name, value)
		}
		rest, earlier := strings.CutPrefix(answer, noAnswer)
		missed := answer == "" && (took >= propertyDeadline || name == "Statistics") // which is never empty
		if earlier {
			t.Logf("a call before %s was not answered within its deadline", name)
		}
		if !missed {
			return rest
		}
		t.Logf("%s was not answered within %v", name, took)
		if try == propertyTries {
			t.Errorf("%s was not answered within its deadline, %d times in a row", name, try)
			return rest
		}
		if name != "LastError" {
			_, _ = o.Get("LastError") // which tells of it
		}
		time.Sleep(propertyDeadline)
	}
}

const (
	// propertyDeadline is how long a property may wait for the worker (the table in addin says so).
	propertyDeadline = 100 * time.Millisecond
	// propertyTries is how often a busy machine may keep it from that.
	propertyTries = 5
	// noAnswer is how LastError tells that an earlier call was not answered in time.
	noAnswer = "no answer in time: the call may take effect later"
)

// flush waits until all is sent and returns the events by id.
func flush(t *testing.T, o *standin.Object, server *receiver.Server) map[string]receiver.Event {
	t.Helper()
	if !truth(t, o, "Flush", 20000) {
		t.Fatalf("not all was sent: %s", property(t, o, "Statistics"))
	}
	events := map[string]receiver.Event{}
	for _, e := range server.Events() {
		if events[e.Text("event_id")] != nil {
			t.Errorf("event %s arrived twice", e.Text("event_id"))
		}
		events[e.Text("event_id")] = e
	}
	return events
}
