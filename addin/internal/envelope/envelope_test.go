package envelope

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"
)

func TestEnvelope(t *testing.T) {
	b := Header{EventID: "00000000000040008000000000000001", SDKName: "sentry.go.1c", SDKVersion: "1.0.0"}.Append(nil)
	b = Item{Type: "event"}.Append(b, []byte(`{"a":"Ё"}`))
	want := `{"event_id":"00000000000040008000000000000001","sdk":{"name":"sentry.go.1c","version":"1.0.0"}}` + "\n" +
		`{"type":"event","length":10}` + "\n" + `{"a":"Ё"}` + "\n"
	if string(b) != want {
		t.Errorf("envelope = %s, want %s", b, want)
	}
}

func TestItem_allFields(t *testing.T) {
	b := Item{Type: "log", ContentType: "a/b", Filename: "ф \".txt", AttachmentType: "c", Count: 2}.Append(nil, []byte("12"))
	header, payload, _ := bytes.Cut(b, []byte("\n"))
	var got map[string]any
	if err := json.Unmarshal(header, &got); err != nil {
		t.Fatalf("header %s: %v", header, err)
	}
	for key, want := range map[string]any{
		"type": "log", "length": 2.0, "content_type": "a/b", "filename": "ф \".txt", "attachment_type": "c", "item_count": 2.0,
	} {
		if got[key] != want {
			t.Errorf("%s = %v, want %v", key, got[key], want)
		}
	}
	if string(payload) != "12\n" {
		t.Errorf("payload = %q", payload)
	}
}

func TestSent_isUTC(t *testing.T) {
	moscow := time.FixedZone("MSK", 3*60*60)
	now := time.Date(2026, 11, 23, 2, 30, 0, 5e6, moscow)
	for stored, want := range map[string]string{
		"{\"sdk\":1}\n…": `{"sent_at":"2026-11-22T23:30:00.005Z","sdk":1}` + "\n…",
		"{}\n":           `{"sent_at":"2026-11-22T23:30:00.005Z"}` + "\n",
	} {
		head, rest, err := Sent([]byte(stored), now)
		if got := string(head) + string(rest); err != nil || got != want {
			t.Errorf("Sent(%q) = %q, %v, want %q", stored, got, err, want)
		}
	}
	if _, _, err := Sent([]byte("oops"), now); err == nil {
		t.Error("Sent of no envelope gave no error")
	}
}
