package addin

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/record/recordtest"
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
	{"transaction", `{"release":"1.0","tracesSampleRate":1}`, [][]any{
		{"SetTag", "organization", "Ромашка"},
		{"SetUser", "5f1c"},
		{"StartTransaction", "Документ.Заказ.Проведение", "task", "", `{"data":{"target_ms":2000}}`},
		{"StartSpan", "", "db.query", "Остатки"},
		{"SetSpanData", "", "rows", "17"},
		{"FinishSpan", ""},
		{"SetMeasurement", "", "documents", 3, "none"},
		{"StartSpan", "", "wait", "не завершён"},
		{"FinishSpan", "a000000000000003", "internal_error"},
	}},
	// As the job of the extension tells of runs of jobs and of key operations.
	{"transaction_job", `{"release":"1.0","tracesSampleRate":1}`, [][]any{
		{"SetUser", "robot"},
		{"StartTransaction", "ЗагрузкаКурсов", "job", "", `{"start":"2026-11-23T10:00:00Z","durationMs":90000,"status":"internal_error","key":"0d5f1b7a6a5211ec9f2e0050569e1c10","exported":true}`},
	}},
	{"transaction_measured", `{"release":"1.0","tracesSampleRate":1}`, [][]any{
		{"StartTransaction", "Документ.Заказ.Проведение", "key_operation", "", `{"start":"2026-11-23T10:00:00.250Z","durationMs":3100,"key":"base|Проведение|1","exported":true,
			"user":{"username":"Иванова"},"measurements":{"target":{"value":2,"unit":"second"}},"data":{"session":7}}`},
	}},
	{"client_report", `{"sampleRate":0}`, [][]any{
		{"CaptureMessage", "m"},
		{"Flush", 1000},
	}},
	{"session_log", `{"release":"УправлениеТорговлей@11.5.12.34","environment":"test"}`, [][]any{
		{"ExportLog", `{"options":{"infobase":"srv base","now":"2026-11-23T10:20:30"},"sessions":[
			{"date":"2026-11-23T10:01:00","event":"_$Session$_.Start","session":7,"user":"5f1c","application":"1CV8C"},
			{"date":"2026-11-23T10:02:00","event":"_$Session$_.Start","session":8,"user":"5f1c","application":"WebClient"},
			{"date":"2026-11-23T10:09:00","event":"_$Session$_.Finish","session":7,"application":"1CV8C"}],
			"rows":[{"date":"2026-11-23T10:05:00","level":"error","event":"_$PerformError$_","comment":"Деление на 0","session":8}],"first":true,"end":"2026-11-23T10:20:00"}`, goldenCursor},
	}},
	{"session_log_ends", `{"release":"УправлениеТорговлей@11.5.12.34"}`, [][]any{
		{"ExportLog", `{"options":{"infobase":"srv base","now":"2026-11-23T10:20:30"},"sessions":[
			{"date":"2026-11-23T10:10:00","event":"_$Session$_.Finish","session":8,"application":"1CV8C"}],"alive":[],"first":true,"end":"2026-11-23T10:20:00"}`,
			`{"v":1,"from":"2026-11-23T10:05:00","open":["7:toy940::5k:2:1:3:c:0123456789abcdef","8:toy940:::1:1:1:g:0123456789abcdef"],"releases":[{"r":"УправлениеТорговлей@11.5.11.1","e":"test"},{"r":"УправлениеТорговлей@11.5.12.34","e":"production"}]}`},
	}},
	{"check_in_once", "", [][]any{
		{"CaptureCheckIn", "night", "error", "fc6d8c0c-43fc-4630-ad85-0ee518f1b9d0", 12.5, `{"schedule":"0 3 * * 1-5"}`},
	}},
}

// chances are the parts of an envelope that differ from run to run, and what stands
// for them.
var chances = []struct {
	is     *regexp.Regexp
	stands string
}{
	{regexp.MustCompile(`^\{"sent_at":"[^"]+",?`), `{`},
	{regexp.MustCompile(`"sid":"[^"]+"`), `"sid":"b0a5c9ad-7f4b-8d4e-9c6c-1f2d3e4f5a6b"`},
	{regexp.MustCompile(`"sample_rand":"[^"]+"`), `"sample_rand":"0.123456"`},
	// Of a report: when it was made.
	{regexp.MustCompile(`^(\{[^\n]*\n\{"type":"client_report"[^\n]*\n\{"timestamp":)"[^"]+"`), `${1}"2026-11-23T10:20:30.456Z"`},
}

// ids are those of a transaction, which begins a trace of its own.
var ids = regexp.MustCompile(`"(event_id|trace_id)":"[0-9a-f]{32}"`)

func unchanging(body []byte) []byte {
	if bytes.Contains(body, []byte(`{"type":"transaction"`)) {
		body = ids.ReplaceAll(body, []byte(`"$1":"c1000000000000000000000000000001"`))
	}
	for _, c := range chances {
		body = c.is.ReplaceAll(body, []byte(c.stands))
	}
	return body
}

// came is how many envelopes came.
func (f *fixture) came() int {
	f.server.mu.Lock()
	defer f.server.mu.Unlock()
	return len(f.server.envelopes)
}

func TestEnvelopes_golden(t *testing.T) {
	for _, test := range goldenEnvelopes {
		t.Run(test.name, func(t *testing.T) {
			moment := goldenTime
			if strings.HasPrefix(test.name, "check_in") {
				moment = time.Time{} // an old one is not sent, and it does not tell when it was
			}
			f := readyAt(t, test.options, moment)
			f.worker.objects[1].trace = event.TraceIDs{Trace: [16]byte{0xA1, 15: 1}, Span: [8]byte{0xB1, 7: 1}}
			for i, call := range test.calls {
				c := recordtest.Call{Object: 1, Args: call[1:]}
				if strings.HasPrefix(call[0].(string), "Start") {
					c.ID = [16]byte{0: 0xA0, 7: byte(i + 1)} // of a span or a session
				}
				f.apply(c, call[0].(string))
			}
			// A report goes by itself, a moment later.
			for deadline := time.Now().Add(10 * time.Second); test.name == "client_report" && f.came() == 0 && time.Now().Before(deadline); {
				time.Sleep(time.Millisecond)
			}
			f.items("")
			var bodies [][]byte
			for _, body := range f.server.bodies {
				if !bytes.Contains(body, []byte(`"type":"event"`)) {
					bodies = append(bodies, unchanging(body))
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
