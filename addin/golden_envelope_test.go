package addin

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"sentry1c/addin/internal/journaltest"
)

// goldenEnvelopes are situations whose envelopes stand in testdata/envelopes, named
// after them and numbered, without the moment of sending. Envelopes of events alone are
// those of TestEvents_golden.
var goldenEnvelopes = []struct {
	name    string
	options string
	calls   [][]any
}{
	{"attachments", "", [][]any{
		{"AddAttachment", `C:\temp\Запрос.json`, `{"номер":1}`},
		{"AddAttachment", "dump", []byte{0, 1, '\n', 0xFF}, "application/x-1c"},
		{"AddAttachment", "empty.txt", ""},
		{"CaptureMessage", "m"},
	}},
	{"feedback", `{"release":"1.0"}`, [][]any{
		{"SetTag", "organization", "Ромашка"},
		{"SetUser", "5f1c"},
		{"CaptureFeedback", "Форма закрылась", "Мария", "m@example.com", "FC6D8C0C43FC4630AD850EE518F1B9D0"},
	}},
	{"check_in", `{"release":"1.0","environment":"test"}`, [][]any{
		{"CaptureCheckIn", "Обмен с сайтом", "in_progress", "", nil,
			`{"schedule":{"type":"interval","value":10,"unit":"Minutes"},"checkin_margin":5,"max_runtime":30,"timezone":"Europe/Moscow"}`},
	}},
	{"session", `{"release":"УправлениеТорговлей@11.5.12.34","environment":"test","sendDefaultPii":true}`, [][]any{
		{"SetUser", "5f1c"},
		{"StartSession"},
		{"CaptureException", errorText},
		{"EndSession", "crashed"},
	}},
	{"log", `{"release":"1.0"}`, [][]any{
		{"Log", "warn", "Остаток мал", `{"sku":"А-1","left":3}`},
		{"Log", "info", "обмен завершён"},
	}},
	{"metric", `{"release":"1.0"}`, [][]any{
		{"Metric", "counter", "orders", 2, "", `{"shop":"Мир"}`},
		{"Metric", "distribution", "exchange.duration", 1.5, "second"},
	}},
	{"check_in_once", "", [][]any{
		{"CaptureCheckIn", "night", "error", "fc6d8c0c-43fc-4630-ad85-0ee518f1b9d0", 12.5, `{"schedule":"0 3 * * 1-5"}`},
	}},
}

var (
	sentAt = regexp.MustCompile(`^\{"sent_at":"[^"]+",?`)
	sid    = regexp.MustCompile(`"sid":"[^"]+"`)
)

func TestEnvelopes_golden(t *testing.T) {
	for _, test := range goldenEnvelopes {
		t.Run(test.name, func(t *testing.T) {
			f := ready(t, test.options)
			f.worker.objects[1].trace = traceIDs{trace: [16]byte{0xA1, 15: 1}, span: [8]byte{0xB1, 7: 1}}
			for _, call := range test.calls {
				f.apply(journaltest.Call{Object: 1, Args: call[1:]}, call[0].(string))
			}
			f.items("")
			var bodies [][]byte
			for _, body := range f.server.bodies {
				if !bytes.Contains(body, []byte(`"type":"event"`)) {
					body = sentAt.ReplaceAll(body, []byte("{"))
					bodies = append(bodies, sid.ReplaceAll(body, []byte(`"sid":"b0a5c9ad-7f4b-8d4e-9c6c-1f2d3e4f5a6b"`)))
				}
			}
			slices.SortFunc(bodies, bytes.Compare)
			golden := func(i int) string {
				return filepath.Join("testdata", "envelopes", fmt.Sprintf("%s.%d.envelope", test.name, i))
			}
			for i, got := range bodies {
				if *update {
					if err := os.WriteFile(golden(i), got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden(i))
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("envelope %d is\n%s\nwant\n%s", i, got, want)
				}
			}
			if _, err := os.Stat(golden(len(bodies))); err == nil || len(bodies) == 0 {
				t.Errorf("%d envelopes came, and more are expected", len(bodies))
			}
		})
	}
}
