package addin

import (
	"strings"
	"testing"
)

// TestCaptureFeedback: a feedback has an id of its own and names the event it is about;
// neither sampling nor ignore rules touch it.
func TestCaptureFeedback(t *testing.T) {
	f := ready(t, `{"sampleRate":0,"ignoreErrors":["."],"release":"1.0"}`)
	f.call(1, "SetTag", "organization", "Ромашка")
	f.call(1, "SetLevel", "fatal")
	f.call(1, "SetFingerprint", "x")
	f.call(1, "AddBreadcrumb", "b")
	f.call(1, "CaptureFeedback", "Не проводится", "Мария", "m@example.com", "FC6D8C0C-43FC-4630-AD85-0EE518F1B9D0")
	feedback := f.only("feedback")
	want(t, feedback, "Не проводится", "contexts", "feedback", "message")
	want(t, feedback, "Мария", "contexts", "feedback", "name")
	want(t, feedback, "m@example.com", "contexts", "feedback", "contact_email")
	want(t, feedback, "fc6d8c0c43fc4630ad850ee518f1b9d0", "contexts", "feedback", "associated_event_id")
	want(t, feedback, "Ромашка", "tags", "organization")
	want(t, feedback, "info", "level")
	want(t, feedback, nil, "fingerprint")
	want(t, feedback, nil, "breadcrumbs")
	if id := feedback.Text("event_id"); len(id) != 32 || id != f.server.envelopes[0].Header["event_id"] {
		t.Errorf("id %q in an envelope of %v", id, f.server.envelopes[0].Header)
	}
	balance(t, f.statistics(1))
}

func TestCaptureFeedback_badInput(t *testing.T) {
	for _, test := range []struct {
		args []any
		told string
		text string
	}{
		{nil, "missing", "(no text)"},
		{[]any{" \n"}, "the text is empty", "(no text)"},
		{[]any{[]byte("x")}, "binary data", "(no text)"},
		{[]any{"m", "n", "e", "17"}, `"17" is no id`, "m"},
		{[]any{strings.Repeat("я", 5000)}, "", strings.Repeat("я", 4095) + "…"},
	} {
		f := ready(t, "")
		f.call(1, "CaptureFeedback", test.args...)
		if got := f.lastError(1); !strings.Contains(got, test.told) || test.told == "" && got != "" {
			t.Errorf("%.40v: told %q, want %q", test.args, got, test.told)
		}
		feedback := f.only("feedback")
		want(t, feedback, test.text, "contexts", "feedback", "message")
		if _, has := feedback.At("contexts", "feedback").(map[string]any)["associated_event_id"]; has {
			t.Errorf("%.40v: is about an event", test.args)
		}
	}
}

// TestRecover_feedback: what was recorded last before a kill arrives once.
func TestRecover_feedback(t *testing.T) {
	f := ready(t, "")
	id := f.leave("CaptureFeedback", "m")
	checkIn := f.leave("CaptureCheckIn", "job", "ok")
	f.die()
	next := f.heir()
	next.recovers()
	want(t, next.only("feedback"), hexOf(id), "event_id")
	want(t, next.only("check_in"), hexOf(checkIn), "check_in_id")
}
