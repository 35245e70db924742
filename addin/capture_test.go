package addin

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/record/recordtest"
)

const errorText = "{ОбщийМодуль.Продажи.Модуль(42)}: Ошибка при вызове метода контекста (Записать)"

func TestCaptureException_withScope(t *testing.T) {
	f := ready(t, `{"release":"Торговля@11.5","dist":"rus","environment":"test","serverName":"web-1","sendDefaultPii":true}`)
	f.call(1, "SetUser", "42", "Иванов", "i@example.com", "10.0.0.1", `{"отдел":"Продажи"}`)
	f.call(1, "SetTag", "organization", "ООО Ромашка")
	f.call(1, "SetTag", "Количество попыток", 3)
	f.call(1, "SetTags", `{"a":1.5,"b":true,"c":"x","d":null}`)
	f.call(1, "SetContext", "runtime", `{"name":"1C:Enterprise","version":"8.3.27"}`)
	f.call(1, "SetExtra", "order", `{"number":"0001"}`)
	f.call(1, "SetExtra", "note", `просто текст`)
	f.call(1, "SetTransactionName", "Документ.Заказ.Провести")
	f.call(1, "AddBreadcrumb", "Открыта форма", "ui.open", "info", `{"form":"Заказ"}`, "navigation")
	f.call(1, "AddBreadcrumb", "Нажата кнопка", "ui.click")
	at := f.now
	f.call(1, "CaptureException", errorText)

	e := f.event()
	want(t, e, "0000000000000000000000000000000c", "event_id")
	want(t, e, at.Add(time.Millisecond).Format("2006-01-02T15:04:05.000Z"), "timestamp")
	want(t, e, "other", "platform")
	want(t, e, "error", "level")
	want(t, e, "Торговля@11.5", "release")
	want(t, e, "rus", "dist")
	want(t, e, "test", "environment")
	want(t, e, "web-1", "server_name")
	want(t, e, "Документ.Заказ.Провести", "transaction")
	want(t, e, map[string]any{"name": "sentry.go.1c", "version": Version}, "sdk")
	want(t, e, "Ошибка при вызове метода контекста (Записать)", "exception", "values", -1, "value")
	want(t, e, "1c", "exception", "values", -1, "mechanism", "type")
	want(t, e, map[string]any{
		"id": "42", "username": "Иванов", "email": "i@example.com", "ip_address": "10.0.0.1",
		"data": map[string]any{"отдел": "Продажи"},
	}, "user")
	want(t, e, map[string]any{
		"organization": "ООО Ромашка", "source": "code", "Kolichestvo_popytok": "3", "a": "1.5", "b": "true", "c": "x",
	}, "tags")
	want(t, e, map[string]any{"Kolichestvo_popytok": "Количество попыток"}, "contexts", "tag_names")
	want(t, e, "8.3.27", "contexts", "runtime", "version")
	want(t, e, "Linux", "contexts", "os", "name")
	want(t, e, map[string]any{"order": map[string]any{"number": "0001"}, "note": "просто текст"}, "extra")
	want(t, e, "Открыта форма", "breadcrumbs", "values", 0, "message")
	want(t, e, "navigation", "breadcrumbs", "values", 0, "type")
	want(t, e, "Заказ", "breadcrumbs", "values", 0, "data", "form")
	want(t, e, "default", "breadcrumbs", "values", 1, "type")
	want(t, e, nil, "contexts", "sdk_problems")
	if len(e.Text("contexts", "trace", "trace_id")) != 32 {
		t.Errorf("trace_id is %q", e.Text("contexts", "trace", "trace_id"))
	}
}

func TestCapture_envelopeAndRequest(t *testing.T) {
	f := ready(t, `{"headers":{"X-Proxy":"да нет"}}`)
	f.call(1, "CaptureMessage", "hello")
	f.event()
	envelope, request := f.server.envelopes[0], f.server.requests[0]
	if got := envelope.Header["event_id"]; got != "00000000000000000000000000000002" {
		t.Errorf("event_id = %v", got)
	}
	if sent, err := time.Parse("2006-01-02T15:04:05.000Z", envelope.Header["sent_at"].(string)); err != nil || time.Since(sent) > time.Minute {
		t.Errorf("sent_at = %v", envelope.Header["sent_at"])
	}
	if got := fmt.Sprint(envelope.Header["sdk"]); got != "map[name:sentry.go.1c version:"+Version+"]" {
		t.Errorf("sdk = %s", got)
	}
	if got, want := request.URL.String(), "https://sentry.example.com/api/42/envelope/"; got != want {
		t.Errorf("URL = %s, want %s", got, want)
	}
	for name, want := range map[string]string{
		"X-Sentry-Auth":    "Sentry sentry_version=7, sentry_client=sentry.go.1c/" + Version + ", sentry_key=0123456789abcdef0123456789abcdef",
		"User-Agent":       "sentry.go.1c/" + Version,
		"Content-Type":     "application/x-sentry-envelope",
		"Content-Encoding": "gzip",
		"X-Proxy":          "да нет",
	} {
		if got := request.Header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
}

func TestCapture_params(t *testing.T) {
	f := ready(t, "")
	f.call(1, "SetTag", "kept", "1")
	f.call(1, "SetTag", "replaced", "1")
	f.call(1, "SetLevel", "warning")
	f.call(1, "SetFingerprint", `["a","b"]`)
	f.call(1, "CaptureMessage", "текст", "info", `{
		"level":"fatal","logger":"sales","transaction":"T","tags":{"replaced":2,"new":"3"},"extra":{"x":[1]},
		"contexts":{"deal":{"n":1}},"user":{"id":"7"},"fingerprint":["own"],"release":"r/1","environment":"none","dist":"a b",
		"serverName":"s","timestamp":"2026-01-31T10:20:30.5+03:00","module":"ОбщийМодуль.А","line":5,"code":"X","causes":[]}`)
	e := f.event()
	want(t, e, "fatal", "level")
	want(t, e, "sales", "logger")
	want(t, e, "T", "transaction")
	want(t, e, map[string]any{"kept": "1", "replaced": "2", "new": "3"}, "tags")
	want(t, e, map[string]any{"x": []any{1}}, "extra")
	want(t, e, map[string]any{"n": 1}, "contexts", "deal")
	want(t, e, map[string]any{"id": "7"}, "user")
	want(t, e, []string{"own"}, "fingerprint")
	want(t, e, "r-1", "release")
	want(t, e, "no-environment", "environment")
	want(t, e, "a_b", "dist")
	want(t, e, "s", "server_name")
	want(t, e, "2026-01-31T07:20:30.500Z", "timestamp")
	want(t, e, nil, "contexts", "sdk_problems")
}

func TestCapture_levels(t *testing.T) {
	f := ready(t, "")
	f.call(1, "CaptureMessage", "default")
	f.call(1, "CaptureMessage", "argument", "Предупреждение")
	f.call(1, "SetLevel", "debug")
	f.call(1, "CaptureMessage", "scope", "error")
	f.call(1, "CaptureException", errorText)
	f.call(1, "SetLevel", "")
	f.call(1, "CaptureException", errorText)
	got := map[string]bool{}
	for _, e := range f.events() {
		got[e.Text("event_id")[30:]+e.Text("level")] = true
	}
	for _, want := range []string{"02info", "03warning", "05debug", "06debug", "08error"} {
		if !got[want] {
			t.Errorf("no event %s in %v", want, got)
		}
	}
}

func TestCaptureMessage_template(t *testing.T) {
	f := ready(t, "")
	for _, test := range []struct{ template, values, want string }{
		{"Заказ %1 от %2: %1", `["7",2.5]`, "Заказ 7 от 2.5: 7"},
		{"Order {} of {}", `["a","b"]`, "Order a of b"},
		{"%s and %s", `[true,null]`, "true and null"},
		{"%1%10", `["a","2","3","4","5","6","7","8","9","j"]`, "aj"},
		{"nothing", `["a"]`, "nothing"},
	} {
		f.call(1, "CaptureMessage", test.template, "info", `{"params":`+test.values+`}`)
		events := f.events()
		e := events[len(events)-1]
		want(t, e, test.template, "logentry", "message")
		want(t, e, test.want, "logentry", "formatted")
	}
}

// What is wrong beside the error never costs the event: it goes with the problem
// named, and the problem is LastError.
func TestCapture_badArguments(t *testing.T) {
	tests := []struct {
		name    string
		method  string
		args    []any
		key, en string
	}{
		{"params no JSON", "CaptureException", []any{errorText, "{oops"}, "Params", "Params: not JSON at character 2: unexpected 'o'"},
		{"params an array", "CaptureException", []any{errorText, "[]"}, "Params", "Params: a JSON object is expected"},
		{"params binary", "CaptureException", []any{errorText, []byte{1}}, "Params", "Params: binary data where a text is expected"},
		{"params a number", "CaptureException", []any{errorText, 5}, "Params", "Params: a JSON object is expected"},
		{"params too deep", "CaptureException", []any{errorText, strings.Repeat("[", 99) + strings.Repeat("]", 99)}, "Params",
			"Params: JSON nested deeper than 32 levels"},
		{"unknown key", "CaptureException", []any{errorText, `{"lvl":1}`}, "Params.lvl", "Params.lvl: unknown key: known are"},
		{"level of params", "CaptureException", []any{errorText, `{"level":"bad"}`}, "Params.level",
			`Params.level: unknown level "bad": known are debug, info, warning, error, fatal`},
		{"level a number", "CaptureException", []any{errorText, `{"level":5}`}, "Params.level", "Params.level: a text is expected"},
		{"tags a list", "CaptureException", []any{errorText, `{"tags":[1]}`}, "Params.tags", "Params.tags: a JSON object is expected"},
		{"tag an object", "CaptureException", []any{errorText, `{"tags":{"a":{}}}`}, "Params.tags",
			`Params.tags: the value of "a" must be a text, a number or a truth`},
		{"timestamp", "CaptureException", []any{errorText, `{"timestamp":"yesterday"}`}, "Params.timestamp", "Params.timestamp: a moment is expected"},
		{"timestamp infinite", "CaptureException", []any{errorText, `{"timestamp":1e999}`}, "Params.timestamp", "Params.timestamp: a moment is expected"},
		{"fingerprint", "CaptureException", []any{errorText, `{"fingerprint":[{}]}`}, "Params.fingerprint", "Params.fingerprint: the value of"},
		{"user", "CaptureException", []any{errorText, `{"user":"x"}`}, "Params.user", "Params.user: a JSON object is expected"},
		{"context", "CaptureException", []any{errorText, `{"contexts":{"a":1}}`}, "Params.contexts", "Params.contexts: a JSON object is expected"},
		{"id", "CaptureException", []any{errorText, "", "nonsense"}, "EventID", `EventID: "nonsense" is no id`},
		{"no text", "CaptureException", nil, "ErrorText", "ErrorText: the argument is missing"},
		{"empty text", "CaptureException", []any{" \n"}, "ErrorText", "ErrorText: the text is empty"},
		{"text a null pointer", "CaptureException", []any{recordtest.Bad(record.BadPointer, 5)}, "ErrorText", "ErrorText: no memory behind a length of 5"},
		{"params of 21 MB", "CaptureException", []any{errorText, recordtest.Bad(record.BadLength, 21<<20)}, "Params", "Params: 22020096 bytes are more than"},
		{"params an object of 1C", "CaptureException", []any{errorText, recordtest.Bad(record.BadType, 9)}, "Params", "Params: a value of this type (9) cannot be passed"},
		{"level of a message", "CaptureMessage", []any{"m", "loud"}, "Level", `Level: unknown level "loud"`},
		{"level of a message null", "CaptureMessage", []any{"m", recordtest.Raw{Kind: record.Null}}, "Level", `Level: unknown level ""`},
		{"empty message", "CaptureMessage", []any{""}, "Message", "Message: the text is empty"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := ready(t, "")
			f.call(1, test.method, test.args...)
			if got := f.lastError(1); !strings.Contains(got, test.en) {
				t.Errorf("LastError = %q, want %q", got, test.en)
			}
			if got := f.lastError(1); got != "" {
				t.Errorf("LastError after reading = %q", got)
			}
			e := f.event()
			if got := e.Text("contexts", "sdk_problems", test.key); !strings.Contains(got, test.en) {
				t.Errorf("sdk_problems[%s] = %q, want %q", test.key, got, test.en)
			}
		})
	}
}

func TestCapture_problemsInRussian(t *testing.T) {
	f := ready(t, "")
	locale := recordtest.Call{Object: 1, Method: record.MethodLocale, Args: []any{"ru_RU"}}
	if err := f.worker.Apply(locale.Encode()); err != nil {
		t.Fatal(err)
	}
	f.call(1, "CaptureMessage", "m", "громко", `{"x":1}`)
	want := `Уровень: неизвестный уровень "громко": допустимы debug, info, warning, error, fatal`
	if got := f.event().Text("contexts", "sdk_problems", "Level"); got != want {
		t.Errorf("problem = %q, want %q", got, want)
	}
	if got := f.lastError(1); !strings.HasPrefix(got, "Параметры.x: неизвестный ключ: известны ") {
		t.Errorf("LastError = %q", got)
	}
}

func TestCapture_oddTexts(t *testing.T) {
	f := ready(t, "")
	f.call(1, "CaptureException", []uint16{'a', 0xD83D, 'b', 0, 0xDE00})
	f.call(1, "SetTag", []uint16{0xD800}, []uint16{'x', 0xD800})
	f.call(1, "AddBreadcrumb", []uint16{0xDC00})
	f.call(1, "CaptureException", errorText, `{"extra":{"k":"\ud83d\u0000"}}`)
	events := f.events()
	for _, e := range events {
		switch e.Text("event_id")[30:] {
		case "02":
			want(t, e, "a\uFFFDb\uFFFD\uFFFD", "exception", "values", 0, "value")
		case "05":
			want(t, e, "x\uFFFD", "tags", "_")
			want(t, e, "\uFFFD", "breadcrumbs", "values", 0, "message")
			want(t, e, "\uFFFD\uFFFD", "extra", "k")
		}
	}
}

func TestCapture_sideBlocks(t *testing.T) {
	f := ready(t, "")
	long := `{"extra":{"long":"` + strings.Repeat("я", 40000) + `"}}`
	raw := recordtest.Call{Args: []any{long}}.Encode()
	f.host.sides[7] = raw[72+8 : 72+8+2*utf8.RuneCountInString(long)]
	f.call(1, "CaptureException", errorText, recordtest.Side(7, record.Text, len(f.host.sides[7])))
	f.call(1, "CaptureException", errorText, recordtest.Side(8, record.Text, 5))
	events := f.events()
	for _, e := range events {
		if e.Text("event_id")[30:] == "02" {
			want(t, e, strings.Repeat("я", 40000), "extra", "long")
		}
	}
	if len(f.host.dropped) != 2 {
		t.Errorf("dropped side blocks %v, want 7 and 8", f.host.dropped)
	}
}

func TestCapture_largeEventsAreCut(t *testing.T) {
	f := ready(t, `{"maxBreadcrumbs":1000}`)
	for range 1000 {
		f.call(1, "AddBreadcrumb", strings.Repeat("ж", 5000))
	}
	for i := range 50 {
		f.call(1, "SetContext", fmt.Sprint("c", i), `{"x":"`+strings.Repeat("y", 60000)+`"}`)
	}
	f.call(1, "CaptureException", strings.Repeat("текст ошибки ", 10000))
	e := f.event()
	payload := f.server.envelopes[0].Items[0].Payload
	if len(payload) > 1<<20 {
		t.Errorf("event of %d bytes", len(payload))
	}
	if got := e.Text("contexts", "sdk_problems", "event"); !strings.Contains(got, "larger than") {
		t.Errorf("problem = %q", got)
	}
	if got := utf8.RuneCountInString(e.Text("exception", "values", 0, "value")); got != 13*10000-1 {
		t.Errorf("text of %d characters, want all but the blank at the end", got)
	}
}

func TestCapture_fewerBreadcrumbsBeforeContexts(t *testing.T) {
	f := ready(t, "")
	for i := range 100 {
		f.call(1, "AddBreadcrumb", fmt.Sprint(i, strings.Repeat("ж", 4000)))
	}
	for i := range 12 {
		f.call(1, "SetContext", fmt.Sprint("c", i), `{"x":"`+strings.Repeat("y", 60000)+`"}`)
	}
	f.call(1, "CaptureException", errorText)
	e := f.event()
	crumbs, _ := e.At("breadcrumbs", "values").([]any)
	if len(crumbs) == 0 || len(crumbs) >= 100 || !strings.HasPrefix(e.Text("breadcrumbs", "values", -1, "message"), "99") {
		t.Errorf("%d breadcrumbs, the last %.10q", len(crumbs), e.Text("breadcrumbs", "values", -1, "message"))
	}
	want(t, e, nil, "contexts", "sdk_problems")
}

func TestSampling(t *testing.T) {
	f := ready(t, `{"sampleRate":0}`)
	f.call(1, "CaptureMessage", "x")
	if s := f.statistics(1); s.Recorded != 1 || s.Dropped["sample_rate"] != 1 {
		t.Errorf("statistics = %+v", s)
	}
	f.bool(2, "Init", testDSN, `{"sampleRate":0.5}`)
	for range 2000 {
		f.call(2, "CaptureMessage", "x")
	}
	f.bool(2, "Flush", 10000)
	s := f.statistics(2)
	if dropped := float64(s.Dropped["sample_rate"]); math.Abs(dropped-1000) > 200 || s.Sent+uint64(dropped) != 2000 {
		t.Errorf("sent %d, dropped %v of 2000 at a rate of 0.5", s.Sent, s.Dropped)
	}
}

func TestIgnoreErrors(t *testing.T) {
	f := ready(t, `{"ignoreErrors":["Конфликт блокировок","^м.ш$"]}`)
	f.call(1, "CaptureException", "Конфликт блокировок при выполнении транзакции")
	f.call(1, "CaptureMessage", "мяш")
	f.call(1, "CaptureMessage", "мышь")
	f.event()
	if s := f.statistics(1); s.Recorded != 3 || s.Sent != 1 || s.Dropped["event_processor"] != 2 {
		t.Errorf("statistics = %+v", s)
	}
}

func TestCapture_idsOfTheCaller(t *testing.T) {
	f := ready(t, "")
	id := [16]byte{1, 2, 3}
	f.apply(recordtest.Call{Object: 1, ID: id, Flags: record.FlagIDGiven, Args: []any{errorText, "", "01020300-0000-0000-0000-000000000000"}}, "CaptureException")
	e := f.event()
	want(t, e, "01020300000000000000000000000000", "event_id")
	want(t, e, nil, "contexts", "sdk_problems")
}

func TestCapture_tellsAnIncompleteScope(t *testing.T) {
	f := ready(t, "")
	f.apply(recordtest.Call{Object: 1, Flags: record.FlagScopeIncomplete, Args: []any{errorText}}, "CaptureException")
	if got := f.event().Text("contexts", "sdk_problems", "scope"); !strings.Contains(got, "incomplete") {
		t.Errorf("problem = %q", got)
	}
}

func TestServerName_onlyIfAllowed(t *testing.T) {
	for options, name := range map[string]any{"": nil, `{"sendDefaultPii":true}`: "srv-1c", `{"serverName":"x"}`: "x"} {
		f := ready(t, options)
		f.call(1, "CaptureMessage", "m")
		want(t, f.event(), name, "server_name")
	}
}

// TestCapture_source: an event says where it comes from, unless the caller says so.
func TestCapture_source(t *testing.T) {
	for _, test := range []struct {
		method string
		args   []any
		want   any
	}{
		{"CaptureException", []any{errorText}, "code"},
		{"CaptureException", []any{errorText, `{"mechanism":"ui"}`}, "interface"},
		{"CaptureException", []any{errorText, `{"mechanism":"job","handled":false}`}, "job"},
		{"CaptureException", []any{errorText, `{"mechanism":"eventlog"}`}, "eventlog"},
		{"CaptureException", []any{errorText, `{"mechanism":"webservice"}`}, "code"},
		{"CaptureException", []any{errorText, `{"mechanism":"ui","tags":{"source":"касса"}}`}, "касса"},
		{"CaptureMessage", []any{"m"}, nil},
		{"CaptureMessage", []any{"m", "info", `{"mechanism":"job"}`}, "job"},
		{"CaptureEvent", []any{`{"message":"m"}`}, nil},
	} {
		f := ready(t, "")
		f.call(1, test.method, test.args...)
		want(t, f.event(), test.want, "tags", "source")
	}
	f := ready(t, "")
	f.call(1, "SetTag", "source", "касса")
	f.call(1, "CaptureException", errorText)
	want(t, f.event(), "касса", "tags", "source")
}

// TestCapture_application: the application is told in words beside its name.
func TestCapture_application(t *testing.T) {
	for application, shown := range map[string]any{"1CV8C": "Thin client", "Касса": nil, "": nil} {
		f := ready(t, "")
		f.call(1, "SetTag", "application", application)
		f.call(1, "CaptureException", errorText)
		want(t, f.event(), shown, "tags", "application_name")
	}
	f := ready(t, "")
	f.worker.objects[1].language = problem.Russian
	f.call(1, "SetTag", "application", "1CV8C")
	f.call(1, "CaptureException", errorText)
	want(t, f.event(), "Тонкий клиент", "tags", "application_name")
}

// TestCapture_exported: what is told of another session has the scope of the infobase only.
func TestCapture_exported(t *testing.T) {
	f := ready(t, `{"tracesSampleRate":1}`)
	f.call(1, "SetTags", `{"infobase":"base","application":"BackgroundJob"}`)
	f.call(1, "SetContext", "session", `{"number":99}`)
	f.call(1, "SetUser", "robot")
	f.call(1, "SetLevel", "fatal")
	f.call(1, "AddBreadcrumb", "of the job")
	f.call(1, "StartTransaction", "Контроль заданий", "job")
	f.call(1, "CaptureException", errorText, `{"exported":true,"handled":false,"mechanism":"job","user":{"id":"5f1c"},"tags":{"job":"Обмен"},"contexts":{"session":{"number":7}}}`)
	e := f.event()
	want(t, e, map[string]any{"infobase": "base", "job": "Обмен", "source": "job"}, "tags")
	want(t, e, map[string]any{"id": "5f1c"}, "user")
	want(t, e, map[string]any{"number": 7}, "contexts", "session")
	want(t, e, nil, "contexts", "os")
	want(t, e, "error", "level")
	want(t, e, nil, "breadcrumbs")
	want(t, e, "ОбщийМодуль.Продажи.Модуль", "transaction")
	if trace := e.Text("contexts", "trace", "trace_id"); trace == f.worker.objects[1].transactions[0].Trace.ID.String() {
		t.Error("it stands in the trace of the job")
	}
}
