package scenarios

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

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
