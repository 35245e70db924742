package addin

import (
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// TestScope_noMemory: events after a change of the scope for which there was no memory say
// so, those of the next process as well, until Init.
func TestScope_noMemory(t *testing.T) {
	for name, value := range map[string]any{
		"refused": recordtest.Bad(record.BadMemory, 90<<10),
		"gone":    recordtest.Side(12, record.Text, 90<<10), // with the process that it was in
	} {
		t.Run(name, func(t *testing.T) {
			f := ready(t, "")
			f.call(1, "SetContext", "big", `{"step":1}`)
			f.call(1, "CaptureMessage", "вовремя")
			f.call(1, "SetContext", "big", value)
			f.worker.compactState()
			f.call(1, "CaptureMessage", "поздно")
			f.leave("CaptureMessage", "потом")
			f.die()
			told := map[string]bool{}
			note := func(f *fixture) {
				f.settle()
				for _, e := range f.events() {
					told[e.Text("logentry", "formatted")] = strings.Contains(e.Text("contexts", "sdk_problems", "scope"), "no memory")
				}
			}
			note(f)
			next := f.heir()
			next.recovers()
			note(next)
			f.bool(1, "Init", testDSN, "")
			f.call(1, "CaptureMessage", "заново")
			note(f)
			for text, want := range map[string]bool{"вовремя": false, "поздно": true, "потом": true, "заново": false} {
				if got, came := told[text]; !came || got != want {
					t.Errorf("%s: %v (came: %v), want %v", text, got, came, want)
				}
			}
		})
	}
}
