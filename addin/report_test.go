package addin

import (
	"testing"
	"time"
)

// TestClientReport: what a client drops before the road to the server is told to the
// server, with its category.
func TestClientReport(t *testing.T) {
	f := ready(t, `{"sampleRate":0}`)
	f.call(1, "CaptureMessage", "m")
	f.call(1, "CaptureMessage", "m")
	f.call(1, "CaptureCheckIn", "", "ok")
	f.call(1, "Flush", 1000)
	deadline := time.Now().Add(5 * time.Second)
	for len(f.items("client_report")) == 0 && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	report := f.only("client_report")
	want(t, report, []any{
		map[string]any{"reason": "sample_rate", "category": "error", "quantity": 2},
		map[string]any{"reason": "invalid", "category": "monitor", "quantity": 1},
	}, "discarded_events")
	balance(t, f.statistics(1))
}

// TestClientReport_spans: a transaction that is not sampled is told with its spans.
func TestClientReport_spans(t *testing.T) {
	f := ready(t, `{"tracesSampleRate":0}`)
	root := f.start("StartTransaction", "Обмен", "task")
	step := f.start("StartSpan", root, "http.client")
	f.call(1, "FinishSpan", step)
	f.call(1, "FinishSpan", root)
	f.call(1, "Flush", 1000)
	deadline := time.Now().Add(5 * time.Second)
	for len(f.items("client_report")) == 0 && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	want(t, f.only("client_report"), []any{
		map[string]any{"reason": "sample_rate", "category": "span", "quantity": 2},
		map[string]any{"reason": "sample_rate", "category": "transaction", "quantity": 1},
	}, "discarded_events")
	balance(t, f.statistics(1))
}
