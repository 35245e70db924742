package addin

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

const planted = "S3cr3t-Тайна"

// plantings are calls that bring a secret into a scope or an event.
var plantings = [][]any{
	{"SetTag", "Пароль", planted},
	{"SetTag", "connection", "Usr=a;Pwd=" + planted + ";"},
	{"SetTags", `{"api_key":"` + planted + `","b":"Pwd=` + planted + `;"}`},
	{"SetUser", "1", "", "", "", `{"token":"` + planted + `"}`},
	{"SetContext", "c", `{"a":[{"password":"` + planted + `"}]}`},
	{"SetExtra", "Токен", planted},
	{"SetExtra", "e", `{"cookie":["` + planted + `"]}`},
	{"SetExtra", "text", "http://u:" + planted + "@host/"},
	{"SetTransactionName", "GET /?token=" + planted},
	{"AddBreadcrumb", `{"password":"` + planted + `"}`, "", "info", `{"Пароль":"` + planted + `"}`},
	{"CaptureMessage", "Pwd=" + planted + ";", "error", `{"params":["Pwd=` + planted + `;"],"tags":{"token":"` + planted + `"}}`},
	{"CaptureException", "{ОбщийМодуль.А.Модуль(7)}: Pwd=" + planted + ";", `{"extra":{"secret":"` + planted + `"},"sourceLine":"Pwd=` + planted + `;"}`},
	{"CaptureEvent", `{"message":"token=` + planted + `","tags":[["token","` + planted + `"]],"request":{"headers":{"Cookie":"` + planted + `"}},
		"exception":{"values":[{"value":"x","stacktrace":{"frames":[{"vars":{"Пароль":"` + planted + `"}}]}}]}}`},
	{"CaptureFeedback", "мой Пароль=" + planted},
	{"CaptureFeedback", "m", "Пароль=" + planted, "Pwd=" + planted + ";"},
	{"SetUser", "Pwd=" + planted + ";", "token=" + planted, "token=" + planted, "token=" + planted},
	{"SetFingerprint", `["a","Pwd=` + planted + `;"]`},
	{"SetFingerprint", "Pwd=" + planted + ";"},
	{"CaptureMessage", "m", "error", `{"fingerprint":["Pwd=` + planted + `;"],"transaction":"Pwd=` + planted + `;"}`},
	{"AddBreadcrumb", "m", "Pwd=" + planted + ";", "info", "", "token=" + planted},
	{"StartTransaction", "a", "Pwd=" + planted + ";", `{"sentry-trace":"0123456789abcdef0123456789abcdef-0123456789abcdef-1","baggage":"sentry-transaction=Pwd%3D` + planted + `%3B"}`, `{"durationMs":5,"data":{"token":"` + planted + `"}}`},
	{"AddAttachment", "token=" + planted + ".txt", "{}"},
	{"CaptureCheckIn", "Пароль=" + planted, "ok"},
	{"CaptureMessage", "m", "Pwd=" + planted + ";"}, // an unknown level is quoted
	{"Log", "info", "Pwd=" + planted + ";", `{"token":"` + planted + `","list":["Pwd=` + planted + `;"]}`},
	{"Metric", "counter", "m", 1, "", `{"token":"` + planted + `"}`},
}

// spellings are ways to write a secret; § stands for it.
var spellings = []string{
	`Пароль=§`, `Пароль = "§"`, `пароль: '§'`, `password : "§"`, `Password='§';`, `Srvr="s";Ref="r";Usr="u";Pwd="§";`, `Usr=u;Pwd=§;`, `pwd: §`,
	`<password>§</password>`, `<Пароль>§</Пароль>`, `<user name="a" password="§"/>`, `Вставить("Пароль", "§")`, `Insert("token", "§");`,
	`{"name":"password","value":"§"}`, `{"token":"§"}`, `{"secret":{"a":"§"}}`, `{"tokens":["§","§"]}`, `{\"password\": \"§\"}`,
	`Api-Key: §`, `PRIVATE-TOKEN: §`, `Authorization: Bearer §`, `authorization=bEaReR   §`, `Cookie: session=§`, `https://user:§@host/path`, `GET /?access_token=§&a=1`,
	"Пароль:\n\t§", "client_secret=§", "ТокенДоступа=§", "карта §",
}

// TestMask_spellings: however a secret is written and wherever it stands, none lies in
// the spool, the log of states or beside the ring, and neither Statistics nor LastError
// tells it. The last spelling is hidden by an expression of the user's own.
func TestMask_spellings(t *testing.T) {
	const secret = "S3cr3tTajna7"
	for _, spelling := range spellings {
		text := strings.ReplaceAll(spelling, "§", secret)
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		f := ready(t, `{"sendDefaultPii":true,"release":"1","tracesSampleRate":1,"maskPatterns":["карта \\S+"]}`)
		f.server.status, f.server.says = 503, `{"detail":`+string(quoted)+`}`
		cursor := f.beginLog()
		in := func(format string) string { return strings.ReplaceAll(format, "TEXT", string(quoted)) }
		for _, call := range [][]any{
			{"SetTag", "t", text}, {"SetExtra", "e", text}, {"SetContext", "c", in(`{"a":[TEXT]}`)}, {"SetUser", text}, {"SetFingerprint", text},
			{"SetTransactionName", text}, {"AddBreadcrumb", text, text, "info", in(`{"a":TEXT}`), text}, {"AddAttachment", text, "{}"},
			{"CaptureMessage", text, text}, {"CaptureException", "{ОбщийМодуль.А.Модуль(7)}: " + text},
			{"CaptureException", "{ОбщийМодуль.А.Модуль(7)}:А();\nпо причине:\n" + text, in(`{"sourceLine":TEXT,"description":TEXT,"breadcrumbs":[{"message":TEXT}]}`)},
			{"CaptureEvent", in(`{"message":TEXT,"tags":[["t",TEXT]]}`)}, {"CaptureFeedback", text, text}, {"StartTransaction", text, text, "", `{"durationMs":5}`},
			{"Log", "info", text, in(`{"a":TEXT}`)}, {"CaptureCheckIn", text, text},
			{"ExportLog", logRows(in(`{"date":"2026-03-01T10:05:00","level":"error","event":"_$PerformError$_","comment":TEXT,"metadata":TEXT,"data":TEXT,"user":TEXT,"userName":TEXT,
				"application":TEXT,"session":7,"server":TEXT,"computer":TEXT,"dataArea":TEXT,"trail":[{"date":"2026-03-01T10:04:00","level":"info","event":"a","comment":TEXT,"metadata":TEXT,"data":TEXT,"session":7}]}`),
				in(`{"date":"2026-03-01T10:05:01","level":"info","event":"Обмен","comment":TEXT,"application":TEXT}`)), cursor},
		} {
			f.call(1, call[0].(string), call[1:]...)
			if told := f.lastError(1); strings.Contains(told, secret) {
				t.Errorf("%s: LastError of %s tells %s", spelling, call[0], told)
			}
		}
		f.call(1, "Flush", 50)
		if told := f.call(1, "Statistics", 0).Text; strings.Contains(told, secret) {
			t.Errorf("%s: Statistics tell %s", spelling, told)
		}
		for _, dir := range append(f.worker.life.RingFolders(), f.worker.root()) {
			wantNoSecret(t, []any{spelling}, secret, dir)
		}
		if kept := len(f.spooled()); kept < 6 {
			t.Errorf("%s: only %d events lie in the spool", spelling, kept)
		}
	}
}

// TestMask_everywhere: no secret that a name gives away leaves the process, lies in its
// spool or in its log of states.
func TestMask_everywhere(t *testing.T) {
	for _, planting := range plantings {
		f := ready(t, `{"sendDefaultPii":true}`)
		f.server.status = 503 // so that the spool keeps it
		f.call(1, planting[0].(string), planting[1:]...)
		f.call(1, "CaptureMessage", "m")
		for _, dir := range append(f.worker.life.RingFolders(), f.worker.root()) {
			wantNoSecret(t, planting, planted, dir)
		}
		f.call(1, "Flush", 0)
		if kept := len(f.spooled()); kept == 0 {
			t.Errorf("%v: nothing lies in the spool", planting[0])
		}
	}
}

func wantNoSecret(t *testing.T, planting []any, secret, dir string) {
	t.Helper()
	units := utf16.Encode([]rune(secret))
	wide := make([]byte, 0, 2*len(units))
	for _, unit := range units {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if strings.Contains(string(content), secret) || strings.Contains(string(content), string(wide)) {
			t.Errorf("%.100v: the secret lies in %s", planting, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestMask_seen: that something was hidden can be seen, and what is no secret stays.
func TestMask_seen(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "Пароль", planted)
	f.call(1, "SetExtra", "connection", `Srvr="s";Ref="r";Pwd="`+planted+`";`)
	f.call(1, "SetContext", "c", `{"Номер":"ЗП-1","token":true}`)
	f.call(1, "CaptureMessage", "Неверный пароль: введите снова")
	event := f.event()
	want(t, event, "[Filtered]", "tags", "Parol")
	want(t, event, `Srvr="s";Ref="r";Pwd="[Filtered]";`, "extra", "connection")
	want(t, event, "ЗП-1", "contexts", "c", "Номер")
	want(t, event, true, "contexts", "c", "token")
	want(t, event, "Неверный пароль: введите снова", "logentry", "formatted")
}

// TestPersonalData: without sendDefaultPii the id of a user is all that is told of
// anybody, wherever the rest comes from; with it everything is told.
func TestPersonalData(t *testing.T) {
	for _, allowed := range []bool{false, true} {
		options := `{"sendDefaultPii":false,"release":"1"}`
		if allowed {
			options = strings.Replace(options, "false", "true", 1)
		}
		f := ready(t, options)
		f.call(1, "SetUser", "5f1c", "Иванова", "m@example.com", "10.0.0.1", `{"department":"Продажи"}`)
		f.call(1, "StartSession")
		f.call(1, "CaptureMessage", "scope")
		f.call(1, "CaptureMessage", "params", "error", `{"user":{"id":"5f1c","username":"Иванова","email":"m@example.com","ip_address":"10.0.0.1","name":"Иванова"}}`)
		f.call(1, "CaptureEvent", `{"message":"event","user":{"id":"5f1c","username":"Иванова","email":"m@example.com","ip_address":"10.0.0.1"}}`)
		f.call(1, "CaptureFeedback", "feedback")
		f.items("")
		for _, envelope := range f.server.envelopes {
			content, _ := json.Marshal(string(envelope.Items[0].Payload))
			text := string(content)
			for _, private := range []string{"Иванова", "m@example.com", "10.0.0.1", "srv-1c"} {
				if strings.Contains(text, private) && !allowed {
					t.Errorf("%s is told in %s", private, text)
				}
			}
			if envelope.Items[0].Type() != "session" && !strings.Contains(text, "5f1c") {
				t.Errorf("the id is missing in %s", text)
			}
			if envelope.Items[0].Type() == "event" && allowed && !strings.Contains(text, "m@example.com") {
				t.Errorf("the address is missing in %s", text)
			}
		}
		if n := len(f.server.envelopes); n != 5 {
			t.Errorf("%d envelopes, want 5", n)
		}
	}
	f := ready(t, "")
	f.call(1, "SetUser", "", "Иванова")
	f.call(1, "CaptureMessage", "m")
	want(t, f.event(), nil, "user")
}

// TestMask_patterns: the user's expressions hold everywhere, and leave alone what tells
// servers when something was and where.
func TestMask_patterns(t *testing.T) {
	f := ready(t, `{"maskPatterns":["\\d{3,}"],"modules":{"БСП":"3.1.12","ключ":"1234"}}`)
	f.call(1, "SetTag", "card", "4276 1234")
	f.call(1, "SetContext", "c", `{"phone":79161234567,"n":12}`)
	f.call(1, "AddBreadcrumb", "карта 4276", "c", "info", `{"id":12345}`)
	f.call(1, "CaptureException", "{ОбщийМодуль.А.Модуль(1234)}: Нет заказа 77001", `{"timestamp":1795000000.25,"line":1234,"module":"ОбщийМодуль.А.Модуль","extra":{"x":"a 555"},
		"breadcrumbs":[{"timestamp":"2026-11-23T10:00:00Z","message":"77001"}]}`)
	f.call(1, "CaptureEvent", `{"timestamp":1795000000,"message":"77001","exception":{"values":[{"type":"E","value":"77001","stacktrace":{"frames":[{"lineno":1234,"vars":{"a":77001}}]}}]}}`)
	events := f.events()
	if len(events) != 2 {
		t.Fatalf("%d events", len(events))
	}
	e, given := events[0], events[1]
	if e.At("extra") == nil {
		e, given = given, e
	}
	for _, one := range events {
		want(t, one, "[Filtered] [Filtered]", "tags", "card")
		want(t, one, map[string]any{"phone": "[Filtered]", "n": 12}, "contexts", "c")
		want(t, one, map[string]any{"БСП": "3.1.12", "ключ": "[Filtered]"}, "modules")
		want(t, one, nil, "contexts", "sdk_problems")
	}
	want(t, e, "2026-11-18T11:06:40.250Z", "timestamp")
	want(t, e, "Нет заказа [Filtered]", "exception", "values", 0, "value")
	want(t, e, "a [Filtered]", "extra", "x")
	want(t, e, "2026-11-23T10:00:00.000Z", "breadcrumbs", "values", 0, "timestamp")
	want(t, e, "[Filtered]", "breadcrumbs", "values", 0, "message")
	want(t, e, "карта [Filtered]", "breadcrumbs", "values", 1, "message")
	want(t, e, map[string]any{"id": "[Filtered]"}, "breadcrumbs", "values", 1, "data")
	want(t, given, "2026-11-18T11:06:40.000Z", "timestamp")
	want(t, given, 1234, "exception", "values", 0, "stacktrace", "frames", 0, "lineno")
	want(t, given, "[Filtered]", "exception", "values", 0, "stacktrace", "frames", 0, "vars", "a")
}

// TestMask_ids: no expression makes ids that callers were given unknown.
func TestMask_ids(t *testing.T) {
	f := ready(t, `{"tracesSampleRate":1,"maskPatterns":["\\d{3,}"]}`)
	const trace, parent, event = "1234567890abcdef1234567890abcdef", "1234567890123456", "12345678901234567890123456789012"
	root := f.start("StartTransaction", "t", "", `{"sentry-trace":"`+trace+"-"+parent+`-1","baggage":"sentry-trace_id=`+trace+`,sentry-sample_rand=0.123456"}`)
	step := f.start("StartSpan", root, "op")
	f.call(1, "FinishSpan", step)
	f.call(1, "FinishSpan", root)
	f.call(1, "CaptureFeedback", "m", "", "", event)
	if told := f.lastError(1); told != "" {
		t.Errorf("told %q", told)
	}
	tx := f.only("transaction")
	want(t, tx, trace, "contexts", "trace", "trace_id")
	want(t, tx, parent, "contexts", "trace", "parent_span_id")
	want(t, tx, "ok", "spans", 0, "status")
	want(t, f.only("feedback"), event, "contexts", "feedback", "associated_event_id")
}

// TestMask_later: expressions that come later hold for what the object has gathered.
func TestMask_later(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "card", "4276")
	f.call(1, "SetContext", "c", `{"a":["4276"]}`)
	f.call(1, "SetExtra", "e", "4276")
	f.call(1, "SetUser", "4276")
	f.call(1, "SetTransactionName", "a 4276")
	f.call(1, "SetFingerprint", "4276")
	f.call(1, "AddBreadcrumb", "4276")
	f.call(1, "PushScope")
	if !f.bool(1, "Init", testDSN, `{"maskPatterns":["4276"]}`) {
		t.Fatal(f.lastError(1))
	}
	f.call(1, "PopScope")
	f.call(1, "CaptureMessage", "m")
	e := f.event()
	if text := fmt.Sprint(e); strings.Contains(text, "4276") || strings.Count(text, "[Filtered]") != 7 {
		t.Errorf("%s", text)
	}
	if at := e.Text("breadcrumbs", "values", 0, "timestamp"); len(at) != len("2026-11-23T10:00:00.000Z") {
		t.Errorf("the action was at %q", at)
	}
}

// TestMask_badPattern: an expression that is not taken is an error of Init which names it.
func TestMask_badPattern(t *testing.T) {
	f := newFixture(t)
	if f.bool(1, "Init", testDSN, `{"maskPatterns":["ok","а("]}`) {
		t.Error("Init said yes")
	}
	if told := f.lastError(1); !strings.Contains(told, `option "maskPatterns": expression 2, "а(": `) {
		t.Errorf("told %q", told)
	}
}
