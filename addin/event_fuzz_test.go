package addin

import (
	"testing"

	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/record/recordtest"
)

// FuzzCaptureEvent: whatever is given as an event, what is sent is one JSON object with
// each key once, the id that the call answered and a moment.
func FuzzCaptureEvent(f *testing.F) {
	for _, seed := range []string{
		`{"message":"m"}`, `{"event_id":"x","timestamp":1,"tags":[["a","b"]],"":0}`, `[]`, `{"logentry":"x","exception":{},"breadcrumbs":[1]}`,
		`{"sdk":{"name":"n"},"platform":5,"user":{"email":"e"},"contexts":{"trace":{}}}`, `{"level":"fatal","fingerprint":"x","type":"error"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		fixture := ready(t, `{"memoryOnly":true}`)
		id := [16]byte{15: 7}
		fixture.apply(recordtest.Call{Object: 1, ID: id, Args: []any{given}}, "CaptureEvent")
		items := fixture.items("event")
		if len(items) != 1 {
			t.Fatalf("%d events", len(items))
		}
		payload := items[0].Payload
		if canonical, err := rawjson.Canonical(string(payload)); err != nil || string(canonical) != string(payload) {
			t.Fatalf("%s: %v", payload, err)
		}
		seen := map[string]bool{}
		for key := range rawjson.Fields(payload) {
			if seen[key] {
				t.Fatalf("%q stands twice in %s", key, payload)
			}
			seen[key] = true
		}
		eventID, _ := rawjson.Text(rawjson.Find(payload, "event_id"))
		if eventID != hexOf(id) || rawjson.Kind(rawjson.Find(payload, "timestamp")) != '"' {
			t.Fatalf("%s", payload)
		}
	})
}
