package addin

import (
	"strings"
	"testing"

	"sentry1c/addin/internal/event"
)

// TestCapture_givenBreadcrumbs: actions that come with an event stand among those of the
// scope in the order of their times, and stay with this event.
func TestCapture_givenBreadcrumbs(t *testing.T) {
	f := ready(t, `{"maxBreadcrumbs":3}`)
	f.call(1, "AddBreadcrumb", "late", "", "info", "", "default", "2026-11-29T10:00:05Z")
	f.call(1, "AddBreadcrumb", "early", "", "info", "", "default", "2026-11-29T10:00:01Z")
	f.call(1, "CaptureException", errorText, `{"breadcrumbs":[
		{"timestamp":"2026-11-29T10:00:03Z","message":"клик","category":"ui.click","level":"warning","type":"user","data":{"форма":"Заказ"}},
		{"timestamp":1,"message":"too old to be kept"},
		{"level":"громко"}, 5, {"oops":1}]}`)
	e := f.event()
	for i, message := range []string{"early", "клик", "late"} {
		want(t, e, message, "breadcrumbs", "values", i, "message")
	}
	want(t, e, nil, "breadcrumbs", "values", 3)
	want(t, e, "Заказ", "breadcrumbs", "values", 1, "data", "форма")
	want(t, e, "2026-11-29T10:00:03.000Z", "breadcrumbs", "values", 1, "timestamp")
	if got := e.Text("contexts", "sdk_problems", "Params.breadcrumbs"); !strings.Contains(got, "unknown key") {
		t.Errorf("what is wrong is told as %q", got)
	}
	f.call(1, "CaptureMessage", "next")
	if got := f.events(); len(got) == 2 {
		want(t, got[1], nil, "breadcrumbs", "values", 2)
	}
}

func TestAddBreadcrumb_badTimestamp(t *testing.T) {
	f := ready(t, "")
	f.call(1, "AddBreadcrumb", "a", "", "info", "", "default", "завтра")
	if got := f.lastError(1); !strings.HasPrefix(got, "Timestamp: a moment is expected") {
		t.Errorf("told %q", got)
	}
	f.call(1, "CaptureMessage", "m")
	want(t, f.event(), "a", "breadcrumbs", "values", 0, "message")
}

// TestCapture_mechanism: what nobody caught says so in its outermost exception.
func TestCapture_mechanism(t *testing.T) {
	f := ready(t, "")
	f.call(1, "CaptureException", errorText+"\nпо причине:\nНарушение прав доступа!", `{"handled":false,"mechanism":"job"}`)
	e := f.event()
	values := e["exception"].(map[string]any)["values"].([]any)
	last := len(values) - 1
	want(t, e, "job", "exception", "values", last, "mechanism", "type")
	want(t, e, false, "exception", "values", last, "mechanism", "handled")
	f.call(1, "CaptureException", errorText, `{"handled":"нет"}`)
	e = f.events()[1]
	want(t, e, true, "exception", "values", 0, "mechanism", "handled")
	want(t, e, "Params.handled: true or false is expected", "contexts", "sdk_problems", "Params.handled")
}

// TestCapture_modules: they go as names and versions.
func TestCapture_modules(t *testing.T) {
	f := ready(t, "")
	f.call(1, "CaptureException", errorText, `{"modules":{"Доработки":"1.2.3","Обмен":7,"bad":{}}}`)
	e := f.event()
	want(t, e, map[string]any{"Доработки": "1.2.3", "Обмен": "7"}, "modules")
	if e.Text("contexts", "sdk_problems", "Params.modules") == "" {
		t.Error("the one that is no version is not named")
	}
}

// TestCapture_minidump: a dump goes with the event, for alone it would be another one.
func TestCapture_minidump(t *testing.T) {
	f := ready(t, "")
	f.call(1, "AddAttachment", "a.txt", "text")
	f.call(1, "AddAttachment", "crash.dmp", []byte("MDMP..."), event.Minidump)
	f.call(1, "CaptureException", errorText)
	f.event()
	if n := len(f.server.envelopes); n != 2 {
		t.Fatalf("%d envelopes, want the event and the text", n)
	}
	for _, e := range f.server.envelopes {
		kind := e.Items[0].Type()
		switch {
		case kind == "event" && len(e.Items) == 2 && e.Items[1].Header["attachment_type"] == "event.minidump":
		case kind == "attachment" && len(e.Items) == 1 && e.Items[0].Header["filename"] == "a.txt":
		default:
			t.Errorf("an envelope of %v", e.Items)
		}
	}
}

// TestCapture_request: a service tells what it was asked, without cookies and the
// address of who asked unless that is allowed.
func TestCapture_request(t *testing.T) {
	const params = `{"request":{"url":"http://srv/hs/order","method":"POST","cookies":"a=b","headers":{"Authorization":"Basic SECRET"},"env":{"REMOTE_ADDR":"10.0.0.1","SERVER_NAME":"srv"}}}`
	f := ready(t, "")
	f.call(1, "CaptureException", errorText, params)
	e := f.event()
	want(t, e, "POST", "request", "method")
	want(t, e, "srv", "request", "env", "SERVER_NAME")
	want(t, e, nil, "request", "cookies")
	want(t, e, nil, "request", "env", "REMOTE_ADDR")
	if strings.Contains(e.Text("request", "headers", "Authorization"), "SECRET") {
		t.Error("the header is not masked")
	}
	f = ready(t, `{"sendDefaultPii":true}`)
	f.call(1, "CaptureException", errorText, params)
	want(t, f.event(), "10.0.0.1", "request", "env", "REMOTE_ADDR")
}
