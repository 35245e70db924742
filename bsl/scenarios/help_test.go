package scenarios

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"sentry1c/bsl/interp/platform"
	"sentry1c/bsl/interp/value"
	"sentry1c/build/kit/receiver"
)

func decode(t *testing.T, payload []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(payload, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// message is the text of an event that is none of an error.
func message(e receiver.Event) string { return e.Text("logentry", "formatted") }

// says is what an event says, as an error or as a message.
func says(e receiver.Event) string {
	values, _ := e.At("exception", "values").([]any)
	return e.Text("exception", "values", len(values)-1, "value") + message(e)
}

// export runs the export of the event log, a minute after a minute.
func (s *stage) export(times int) {
	s.t.Helper()
	for range times {
		s.later += time.Minute
		s.runScheduled("СентриОбслуживание")
	}
}

// waitFor waits for what comes by itself.
func (s *stage) waitFor(what string, done func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("%s did not come", what)
		}
	}
}

// form runs a command that opens the form, and gives the form.
func (s *stage) form(client *platform.Session, command string) *platform.Form {
	s.t.Helper()
	for len(client.Forms) > 0 {
		if err := client.Forms[0].Close(); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := client.RunCommand(command); err != nil {
		s.t.Fatal(err)
	}
	if len(client.Forms) != 1 {
		s.t.Fatalf("%s opened %d forms; shown: %q", command, len(client.Forms), client.Shown)
	}
	return client.Forms[0]
}

// shows is the text of an attribute of a form.
func shows(f *platform.Form, attribute string) string {
	return value.Text(f.Value(attribute), value.Russian)
}

// state is what the form says of the sending, and test what came of a test event.
func (s *stage) state(client *platform.Session) string {
	s.t.Helper()
	return shows(s.form(client, "СентриПоказатьСостояние"), "Состояние")
}

func (s *stage) test(client *platform.Session) string {
	s.t.Helper()
	return shows(s.form(client, "СентриТестовоеСобытие"), "Итог")
}
