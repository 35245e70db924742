package addin

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

// begin applies a record of Init that nobody waits for, as the boundary makes it for a
// call that it has answered itself.
func (f *fixture) begin(object uint32, id [16]byte, args ...any) {
	f.t.Helper()
	method, _ := positionOf(f.t, "Init")
	f.count++
	c := recordtest.Call{Object: object, Method: method, ID: id, Sequence: f.count, At: f.now, Args: args}
	if err := f.worker.Apply(c.Encode()); err != nil {
		f.t.Fatal(err)
	}
}

func TestInit_withoutAnAnswer(t *testing.T) {
	f := ready(t, "")
	trace := [16]byte{0: 1, 7: 0x10, 8: 2, 15: 0x30}
	f.begin(2, trace, testDSN, "")
	f.call(2, "CaptureMessage", "второй")
	if !f.bool(2, "Flush", 10000) {
		t.Fatal("not sent: ", f.lastError(2))
	}
	event := f.event()
	want(t, event, hex.EncodeToString(trace[:]), "contexts", "trace", "trace_id")
	want(t, event, "0300000000000021", "contexts", "trace", "span_id")
	if f.host.forgotten != 0 {
		t.Error("an accepted call was forgotten")
	}
	f.begin(3, trace, "nonsense", "")
	if f.host.forgotten != 1 {
		t.Error("the boundary was not told that what it answered is refused")
	}
	if f.bool(4, "Init", "nonsense", ""); f.host.forgotten != 1 {
		t.Error("what was refused all along was forgotten")
	}
}

func TestInit_bufferMaxBytes(t *testing.T) {
	f := ready(t, `{"bufferMaxBytes":9000000}`)
	if !f.bool(2, "Init", testDSN, `{"bufferMaxBytes":5000000}`) || f.host.limit != 9000000 {
		t.Errorf("limit %d", f.host.limit)
	}
}

func TestDrops(t *testing.T) {
	f := ready(t, "")
	number := func(name string) int { n, _ := positionOf(t, name); return int(n) }
	capture, tag, log := number("CaptureException"), number("SetTag"), number("Log")
	f.host.drops = []Drop{
		{Client: 1, Method: capture, Count: 7},
		{Client: 1, Method: tag, Count: 3},
		{Client: 1, Method: record.MethodCreated, Count: 1},
		{Client: 9, Method: capture, Count: 5},
		{Client: 1, Method: log, Count: 2},
	}
	s := f.statistics(1)
	if fmt.Sprint(s.Dropped) != "map[queue_overflow:9]" || s.Recorded != 9 {
		t.Errorf("dropped %v of %d", s.Dropped, s.Recorded)
	}
}

// TestDrops_told: whatever a call would have sent, or given to be sent, is counted and told to the
// server when the call finds no room.
func TestDrops_told(t *testing.T) {
	f := ready(t, "")
	categories := map[string]string{
		"CaptureException": "error", "CaptureMessage": "error", "CaptureEvent": "error", "CaptureFeedback": "feedback",
		"CaptureCheckIn": "monitor", "StartSession": "session", "StartTransaction": "transaction", "StartSpan": "span",
		"AddAttachment": "attachment", "AddAttachmentFile": "attachment", "Log": "log_item", "Metric": "trace_metric",
	}
	wanted := make(map[string]int)
	for name, category := range categories {
		number, _ := positionOf(t, name)
		f.host.drops = append(f.host.drops, Drop{Client: 1, Method: int(number), Count: 1})
		wanted[category]++
	}
	for name := range sends {
		if categories[name] == "" {
			t.Errorf("%s is not tried", name)
		}
	}
	if s := f.statistics(1); int(s.Dropped["queue_overflow"]) != len(categories) || int(s.Recorded) != len(categories) {
		t.Errorf("dropped %v of %d, want %d", s.Dropped, s.Recorded, len(categories))
	}
	told := func() map[string]int {
		counts := make(map[string]int)
		for _, report := range f.decoded("client_report") {
			lost, _ := report.At("discarded_events").([]any)
			for _, one := range lost {
				entry := one.(map[string]any)
				counts[entry["category"].(string)] += int(entry["quantity"].(float64))
			}
		}
		return counts
	}
	for deadline := time.Now().Add(5 * time.Second); len(told()) < len(wanted) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if got := told(); !maps.Equal(got, wanted) {
		t.Errorf("the server is told of %v, want %v", got, wanted)
	}
}

// TestDrops_flushed: whoever waits until all is sent lets the server be told of what found no room
// before, also while the worker had no time to count it, and what others dropped.
func TestDrops_flushed(t *testing.T) {
	f := ready(t, "")
	f.bool(2, "Init", testDSN, `{"release":"2"}`)
	capture, _ := positionOf(t, "CaptureException")
	f.host.drops = []Drop{{Client: 1, Method: int(capture), Count: 7}}
	if !f.bool(2, "Flush", 5000) {
		t.Error("Flush is false")
	}
	deadline := time.Now().Add(5 * time.Second)
	for len(f.decoded("client_report")) == 0 && time.Now().Before(deadline) {
		time.Sleep(time.Millisecond)
	}
	reports := f.decoded("client_report")
	if len(reports) != 1 || fmt.Sprint(reports[0].At("discarded_events")) != "[map[category:error quantity:7 reason:queue_overflow]]" {
		t.Errorf("the server is told %v", reports)
	}
}

func TestBusy_publishes(t *testing.T) {
	f := ready(t, "")
	f.worker.Busy()
	if len(f.host.figures) != 0 {
		t.Error("published by who is not asked")
	}
	f.worker.rested = time.Now()
	f.worker.Busy()
	if f.host.figures[1] == "" {
		t.Error("a new client has no figures")
	}
	f.host.figures[1] = "before"
	f.call(1, "SetTag", "a", "b")
	if f.host.figures[1] != "before" {
		t.Error("published without need")
	}
	f.worker.rested, f.worker.published = time.Now().Add(-time.Minute), time.Time{}
	f.call(1, "SetTag", "a", "b")
	f.host.figures[1] += " once"
	f.call(1, "SetTag", "a", "b")
	text, again := strings.CutSuffix(f.host.figures[1], " once")
	if !again {
		t.Error("published again at once")
	}
	var s statisticsJSON
	if err := json.Unmarshal([]byte(text), &s); err != nil || !s.Enabled || s.Clients != 1 || !s.Busy {
		t.Errorf("%v: %s", err, text)
	}
	if f.worker.Busy(); f.statistics(1).Busy {
		t.Error("what the worker answers itself says that it had no time")
	}
	if !strings.Contains(f.host.figures[0], `"enabled":false`) {
		t.Errorf("without a client: %s", f.host.figures[0])
	}
}
