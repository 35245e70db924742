package addin

import (
	"fmt"
	"testing"
)

// TestRules_order: an event is sampled first, then ignored by what it says, and only
// what is left counts as one of the minute; each reason is counted as what it is.
func TestRules_order(t *testing.T) {
	f := ready(t, `{"sampleRate":0,"ignoreErrors":["ignored"],"maxEventsPerMinute":1}`)
	f.call(1, "SetFingerprint", "same")
	for range 3 {
		f.call(1, "CaptureMessage", "ignored")
	}
	if s := f.statistics(1); fmt.Sprint(s.Dropped) != "map[sample_rate:3]" {
		t.Errorf("sampled: dropped %v", s.Dropped)
	}
	f = ready(t, `{"ignoreErrors":["ignored"],"maxEventsPerMinute":1}`)
	f.call(1, "SetFingerprint", "same")
	for range 5 {
		f.call(1, "CaptureMessage", "ignored")
	}
	f.call(1, "CaptureMessage", "sent")
	want(t, f.event(), nil, "tags", "repeats")
	for range 3 {
		f.call(1, "CaptureMessage", "sent")
	}
	s := f.statistics(1)
	if balance(t, s); fmt.Sprint(s.Dropped) != "map[backpressure:2 event_processor:5]" {
		t.Errorf("dropped %v", s.Dropped)
	}
}
