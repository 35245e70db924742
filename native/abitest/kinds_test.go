package abitest

import (
	"bytes"
	"strings"
	"testing"

	"sentry1c/build/kit/receiver"
)

// TestKinds: what is no error goes through the boundary, too. The ids of check-ins and
// feedback are answered and never become LastEventID; binary data that is longer than a
// record arrives whole.
func TestKinds(t *testing.T) {
	o, server := started(t, `{"release":"1.0"}`)
	long := bytes.Repeat([]byte{0, 1, '\n', 0xFF}, 100<<10)
	if !truth(t, o, "AddAttachment", "long.bin", long) || !truth(t, o, "StartSession") {
		t.Fatal(property(t, o, "LastError"))
	}
	id := text(t, o, "ЗаписатьСобытие", `{"message":"given","event_id":"ffffffffffffffffffffffffffffffff"}`)
	checkIn := text(t, o, "ОтметитьЗадание", "job", "in_progress")
	if again := text(t, o, "CaptureCheckIn", "job", "ok", checkIn); again != checkIn || len(checkIn) != 32 {
		t.Errorf("check-ins %q and %q", checkIn, again)
	}
	feedback := text(t, o, "CaptureFeedback", "m", "", "", id)
	if feedback == id || len(feedback) != 32 {
		t.Errorf("feedback %q about %q", feedback, id)
	}
	if got := property(t, o, "LastEventID"); got != id {
		t.Errorf("LastEventID = %q, want %q", got, id)
	}
	if answer := text(t, o, "ExportLog", "no rows"); answer != "" || !strings.Contains(property(t, o, "LastError"), "no records") {
		t.Errorf("ExportLog answered %q", answer)
	}
	if !truth(t, o, "EndSession") || !truth(t, o, "Flush", 10000) {
		t.Fatal(property(t, o, "LastError"))
	}
	came := map[string][]receiver.Item{}
	for _, envelope := range server.Envelopes() {
		for _, item := range envelope.Items {
			came[item.Type()] = append(came[item.Type()], item)
		}
	}
	for kind, count := range map[string]int{"event": 1, "attachment": 1, "check_in": 2, "feedback": 1, "session": 2} {
		if len(came[kind]) != count {
			t.Errorf("%d items of type %s, want %d", len(came[kind]), kind, count)
		}
	}
	if len(came["attachment"]) == 1 && !bytes.Equal(came["attachment"][0].Payload, long) {
		t.Errorf("the attachment came with %d bytes, want %d", len(came["attachment"][0].Payload), len(long))
	}
}
