// Package abitest drives the library that 1C loads through its ABI, as 1C does,
// with the stand-in platform of native/standin.
//
// The library is built from the sources, or named by SENTRY1C_LIBRARY: the same
// tests run, cross-compiled, where there is no Go.
package abitest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"sentry1c/build/kit/isolate"
	"sentry1c/build/kit/receiver"
	"sentry1c/build/library"
	"sentry1c/native/standin"
)

// libraryPath is the library under test.
var libraryPath string

func TestMain(m *testing.M) { os.Exit(isolate.Run(func() int { return runTests(m) })) }

func runTests(m *testing.M) int {
	if libraryPath = os.Getenv("SENTRY1C_LIBRARY"); libraryPath != "" {
		return m.Run()
	}
	dir, err := os.MkdirTemp("", "sentry1c-abitest-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	root, err := library.Root()
	if err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		libraryPath, err = library.BuildHost(ctx, root, dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// open attaches the library; one unfreed or twice freed block fails the test.
func open(t *testing.T) *standin.Library {
	t.Helper()
	lib, err := standin.Open(libraryPath)
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

func property(t *testing.T, o *standin.Object, name string) string {
	t.Helper()
	value, err := o.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	answer, ok := value.(string)
	if !ok {
		t.Fatalf("%s is %#v, want a text", name, value)
	}
	if answer == "" || strings.Contains(answer, noAnswer) {
		// On a machine that is busy with other things the worker may not come to
		// answer within the patience of a property. Then it is asked again.
		if value, err = o.Get(name); err != nil {
			t.Fatal(err)
		}
		if again, _ := value.(string); again != "" && !strings.Contains(again, noAnswer) {
			return again
		}
	}
	return strings.TrimPrefix(answer, noAnswer)
}

// noAnswer is how LastError tells that an earlier read of a property was not
// answered in time.
const noAnswer = "no answer in time: the call may take effect later"

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
