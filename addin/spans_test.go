package addin

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/addin/internal/tracing"
	"sentry1c/build/kit/receiver"
)

// start records the beginning of a span and returns its id.
func (f *fixture) start(method string, args ...any) string {
	f.t.Helper()
	c := recordtest.Call{Object: 1, Args: args}
	f.count++
	c.ID[0], c.ID[7] = 0xA0, byte(f.count)
	f.apply(c, method)
	return spanID(c.ID).String()
}

const traced = `{"tracesSampleRate": 1, "release": "1.0"}`

// TestTransaction: a transaction with its steps, values and measurements, and an error
// that happened in one of them.
func TestTransaction(t *testing.T) {
	f := ready(t, traced)
	f.call(1, "SetTag", "organization", "Ромашка")
	root := f.start("StartTransaction", "Документ.Заказ.Проведение", "task")
	step := f.start("StartSpan", root, "db.query", "Остатки")
	f.call(1, "SetSpanData", step, "rows", "17")
	f.call(1, "SetSpanData", step, "text", "ВЫБРАТЬ 1")
	f.call(1, "CaptureException", "ошибка в этапе")
	f.call(1, "SetMeasurement", root, "documents", 3, "none")
	f.call(1, "FinishSpan", step, "not_found")
	open := f.start("StartSpan", "", "wait")
	f.call(1, "FinishSpan", root)
	transactions := f.decoded("transaction")
	if len(transactions) != 1 {
		t.Fatalf("%d transactions; %s", len(transactions), f.lastError(1))
	}
	tx := transactions[0]
	want(t, tx, "Документ.Заказ.Проведение", "transaction")
	want(t, tx, "transaction", "type")
	want(t, tx, "task", "contexts", "trace", "op")
	want(t, tx, "ok", "contexts", "trace", "status")
	want(t, tx, root, "contexts", "trace", "span_id")
	want(t, tx, "Ромашка", "tags", "organization")
	want(t, tx, map[string]any{"value": 3, "unit": "none"}, "measurements", "documents")
	want(t, tx, step, "spans", 0, "span_id")
	want(t, tx, root, "spans", 0, "parent_span_id")
	want(t, tx, map[string]any{"rows": 17, "text": "ВЫБРАТЬ 1"}, "spans", 0, "data")
	want(t, tx, "not_found", "spans", 0, "status")
	want(t, tx, open, "spans", 1, "span_id")
	want(t, tx, "deadline_exceeded", "spans", 1, "status")
	want(t, tx, nil, "breadcrumbs")

	event := f.decoded("event")[0]
	want(t, event, step, "contexts", "trace", "span_id")
	want(t, event, tx.At("contexts", "trace", "trace_id"), "contexts", "trace", "trace_id")
	for _, envelope := range f.server.envelopes {
		context, _ := envelope.Header["trace"].(map[string]any)
		if context["trace_id"] != tx.At("contexts", "trace", "trace_id") || context["public_key"] == "" || context["sampled"] != "true" ||
			context["sample_rand"] == nil || context["transaction"] != "Документ.Заказ.Проведение" {
			t.Errorf("the sampling context is %v", context)
		}
	}
	balance(t, f.statistics(1))
}

// TestTransaction_measured: a key operation that БСП has measured is sent by one call.
func TestTransaction_measured(t *testing.T) {
	f := ready(t, traced)
	f.start("StartTransaction", "Открытие списка", "ui", "",
		`{"durationMs": 1500, "start": "2026-11-23T10:00:00Z", "data": {"target": 2}, "measurements": {"apdex": {"value": 0.5}}, "status": "ok"}`)
	tx := f.decoded("transaction")[0]
	want(t, tx, "2026-11-23T10:00:00.000Z", "start_timestamp")
	want(t, tx, "2026-11-23T10:00:01.500Z", "timestamp")
	want(t, tx, 2, "contexts", "trace", "data", "target")
	want(t, tx, 0.5, "measurements", "apdex", "value")
}

// TestTransaction_incoming: the trace of another process goes on, here and in the next.
func TestTransaction_incoming(t *testing.T) {
	f := ready(t, traced)
	const trace, parent = "771a43a4192642f0b136d5159a501700", "99659d76b7cdae94"
	root := f.start("StartTransaction", "HTTP", "http.server", `{"sentry-trace": "`+trace+"-"+parent+`-1", "baggage": "sentry-trace_id=`+trace+`,sentry-release=web"}`)
	headers := f.call(1, "TraceHeaders").Text
	if headers != `{"sentry-trace":"`+trace+"-"+root+`-1","baggage":"sentry-trace_id=`+trace+`,sentry-release=web"}` {
		t.Errorf("headers are %s", headers)
	}
	f.call(1, "FinishSpan", root)
	tx := f.decoded("transaction")[0]
	want(t, tx, trace, "contexts", "trace", "trace_id")
	want(t, tx, parent, "contexts", "trace", "parent_span_id")
	// Without a transaction the trace of the object goes along, undecided.
	if headers = f.call(1, "TraceHeaders").Text; !strings.Contains(headers, `"sentry-trace":"`) || strings.Contains(headers, "sentry-sampled") {
		t.Errorf("headers are %s", headers)
	}
	f.start("StartTransaction", "x", "", `{"sentry-trace": "`+trace+"-"+parent+`-0"}`, `{"durationMs": 1}`)
	if s := f.statistics(1); s.Dropped["sample_rate"] != 1 {
		t.Errorf("dropped %v", s.Dropped)
	}
}

// TestTransaction_recovered: the steps that a dead process began are sent by the next,
// with those that it only recorded.
func TestTransaction_recovered(t *testing.T) {
	f := ready(t, traced)
	root := f.start("StartTransaction", "Обмен", "task")
	step := f.start("StartSpan", root, "http.client", "Выгрузка")
	open := f.start("StartTransaction", "Не завершена", "task")
	f.leave("SetSpanData", step, "bytes", "5")
	f.leave("FinishSpan", step, "ok")
	f.leave("FinishSpan", root, "ok")
	f.die()
	next := f.heir()
	next.worker.getenv = f.worker.getenv
	next.recovers()
	byName := map[any]receiver.Event{}
	for _, tx := range next.decoded("transaction") {
		byName[tx.At("transaction")] = tx
	}
	want(t, byName["Обмен"], 5, "spans", 0, "data", "bytes")
	want(t, byName["Обмен"], "ok", "contexts", "trace", "status")
	want(t, byName["Не завершена"], "deadline_exceeded", "contexts", "trace", "status")
	want(t, byName["Не завершена"], open, "contexts", "trace", "span_id")
}

// TestTransaction_bounds: what nobody finishes is given up, and an object that goes
// leaves nothing open.
func TestTransaction_bounds(t *testing.T) {
	f := ready(t, traced)
	for i := range maxTransactions + 3 {
		f.start("StartTransaction", fmt.Sprint("t", i), "")
	}
	if open := len(f.worker.objects[1].transactions); open != maxTransactions {
		t.Errorf("%d are open", open)
	}
	f.now = f.now.Add(transactionLimit + time.Minute)
	f.start("StartTransaction", "after", "")
	if open := len(f.worker.objects[1].transactions); open != 1 {
		t.Errorf("%d are open", open)
	}
	f.call(1, "Close", 5000)
	f.bool(1, "Init", testDSN, traced)
	ids := map[any]bool{}
	for _, tx := range f.decoded("transaction") {
		want(t, tx, "deadline_exceeded", "contexts", "trace", "status")
		ids[tx.At("event_id")] = true
	}
	if len(ids) != maxTransactions+4 {
		t.Errorf("%d transactions arrived, want %d", len(ids), maxTransactions+4)
	}
}

// TestSpans_badInput: a wrong argument is named and costs nothing else.
func TestSpans_badInput(t *testing.T) {
	f := ready(t, traced)
	root := f.start("StartTransaction", "t", "")
	done := f.start("StartSpan", root, "x")
	f.call(1, "FinishSpan", done)
	for _, test := range []struct {
		problem string
		method  string
		args    []any
	}{
		{"is no span id", "FinishSpan", []any{"nonsense"}},
		{"is no span of an open transaction", "StartSpan", []any{strings.Repeat("ab", 8), "x"}},
		{"is finished already", "FinishSpan", []any{done}},
		{"unknown word \"good\": known are ok, cancelled", "FinishSpan", []any{f.start("StartSpan", root, "y"), "good"}},
		{"milliseconds from 0 to a day", "StartSpan", []any{root, "x", "", `{"durationMs": -1}`}},
		{"a moment is expected", "StartSpan", []any{root, "x", "", `{"start": "soon"}`}},
		{"unknown key", "StartSpan", []any{root, "x", "", `{"color": 1}`}},
		{"a JSON object is expected", "StartTransaction", []any{"t", "", "[]"}},
		{"32 and 16 hexadecimal digits", "StartTransaction", []any{"t", "", `{"sentry-trace": "x"}`, `{"durationMs": 1}`}},
		{"the name is empty", "StartTransaction", []any{" ", "", "", `{"durationMs": 1}`}},
		{"a number is expected", "SetMeasurement", []any{root, "n", "много"}},
		{"Latin letters", "SetMeasurement", []any{root, "имя", 1}},
		{"unit", "SetMeasurement", []any{root, "n", 1, "рублей"}},
		{"the name is empty", "SetSpanData", []any{root, "", "1"}},
	} {
		f.lastError(1)
		f.start(test.method, test.args...)
		if problem := f.lastError(1); !strings.Contains(problem, test.problem) {
			t.Errorf("%s%v: %q, want %q", test.method, test.args, problem, test.problem)
		}
	}
	if text := f.call(1, "TraceHeaders", "nonsense").Text; text != "{}" {
		t.Errorf("headers of nothing are %s", text)
	}
	for range tracing.MaxSpans + 2 {
		f.start("StartSpan", root, "x")
	}
	if problem := f.lastError(1); !strings.Contains(problem, "1000") {
		t.Errorf("too many spans: %q", problem)
	}
	f.call(1, "FinishSpan", root)
	f.decoded("transaction")
	balance(t, f.statistics(1))
}

// TestLog: lines travel together, with their types, levels and place; a full batch is
// sent at once, another after its time.
func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ready(t, `{"release": "1.0", "serverName": "srv"}`)
		f.call(1, "SetUser", "5f1c")
		f.call(1, "Log", "Предупреждение", "Остаток мал", `{"sku": "А-1", "left": 3, "share": 0.5, "hot": true, "list": [1], "none": null}`)
		if problem := f.lastError(1); !strings.Contains(problem, `"list" is no text`) {
			t.Errorf("problem is %q", problem)
		}
		if len(f.spooledFiles()) != 1 {
			t.Error("the batch is not in the spool")
		}
		for i := range 120 {
			f.call(1, "Log", "info", fmt.Sprint("строка ", i))
		}
		synctest.Wait()
		if got := len(f.server.envelopes); got != 1 {
			t.Fatalf("%d envelopes before the time is over", got)
		}
		time.Sleep(client.BatchPause + time.Second)
		f.worker.Keep()
		f.worker.Deliver()
		synctest.Wait()
		logs := f.decoded("log")
		if len(logs) != 2 {
			t.Fatalf("%d batches", len(logs))
		}
		first, _ := logs[0].At("items").([]any)
		second, _ := logs[1].At("items").([]any)
		if len(first) != client.MaxBatch || len(second) != 21 {
			t.Errorf("%d and %d lines", len(first), len(second))
		}
		want(t, logs[0], "warn", "items", 0, "level")
		want(t, logs[0], 13, "items", 0, "severity_number")
		want(t, logs[0], "Остаток мал", "items", 0, "body")
		for key, value := range map[string]any{
			"sku": "А-1", "left": 3, "share": 0.5, "hot": true, "list": "[1]", "none": nil,
			"sentry.release": "1.0", "user.id": "5f1c", "server.address": "srv", "sentry.environment": "production",
		} {
			want(t, logs[0], value, "items", 0, "attributes", key, "value")
		}
		for key, kind := range map[string]string{"sku": "string", "left": "integer", "share": "double", "hot": "boolean"} {
			want(t, logs[0], kind, "items", 0, "attributes", key, "type")
		}
		if header := f.server.envelopes[0].Items[0].Header; header["item_count"] != float64(100) || header["content_type"] != "application/vnd.sentry.items.log+json" {
			t.Errorf("the item's header is %v", header)
		}
		f.call(1, "Log", "loud", "x")
		if problem := f.lastError(1); !strings.Contains(problem, "known are trace, debug") {
			t.Errorf("problem is %q", problem)
		}
		f.call(1, "Log", "info", " ")
		if problem := f.lastError(1); !strings.Contains(problem, "the text is empty") {
			t.Errorf("problem is %q", problem)
		}
		f.decoded("log")
		balance(t, f.statistics(1))
	})
}

// TestSpans_secrets: what looks like a secret stays at home, in memory and on disk.
func TestSpans_secrets(t *testing.T) {
	f := ready(t, traced)
	root := f.start("StartTransaction", "https://ivan:qwerty1@host/", "http", "", `{"data": {"password": "qwerty2"}}`)
	step := f.start("StartSpan", root, "db", "Srvr=s;Pwd=qwerty3;")
	f.call(1, "SetSpanData", step, "token", "qwerty4")
	f.call(1, "Log", "info", "Pwd=qwerty5;", `{"Пароль": "qwerty6", "x": {"token": "qwerty7"}}`)
	f.call(1, "Metric", "counter", "x", 1, "", `{"api_key": "qwerty8"}`)
	state, err := os.ReadFile(f.worker.life.Run.Log.Path())
	if err != nil || bytes.Contains(state, []byte("qwerty")) || bytes.Contains(state, []byte("q\x00w\x00e\x00r")) {
		t.Errorf("the log of states has a secret, %v", err)
	}
	f.call(1, "FinishSpan", root)
	f.items("transaction")
	for _, body := range f.server.bodies {
		if bytes.Contains(body, []byte("qwerty")) {
			t.Errorf("sent: %s", body)
		}
	}
}

// TestLog_killed: the lines of a batch that was not sent reach the server by the next
// process, and so do those that were only recorded.
func TestLog_killed(t *testing.T) {
	f := ready(t, "")
	f.call(1, "Log", "info", "первая")
	f.call(1, "Log", "info", "вторая")
	f.leave("Log", "info", "третья")
	f.die()
	next := f.heir()
	next.recovers()
	lines := 0
	for _, log := range next.decoded("log") {
		items, _ := log.At("items").([]any)
		lines += len(items)
	}
	if lines != 3 {
		t.Errorf("%d lines arrived", lines)
	}
}

// TestMetric: numbers with their types and units; one that makes no sense is not sent.
func TestMetric(t *testing.T) {
	f := ready(t, "")
	f.call(1, "Metric", "Counter", "orders", 2, "", `{"shop": "Мир"}`)
	f.call(1, "Metric", "distribution", "exchange.duration", 1.5, "second")
	for problem, args := range map[string][]any{
		"known are counter": {"sum", "x", 1}, "a number is expected": {"gauge", "x", "много"}, "Latin letters": {"gauge", "заказы", 1},
		"unit": {"gauge", "x", 1, "₽"},
	} {
		f.call(1, "Metric", args...)
		if have := f.lastError(1); !strings.Contains(have, problem) {
			t.Errorf("%v: %q, want %q", args, have, problem)
		}
	}
	f.call(1, "Metric", "gauge", "x", math.Inf(1))
	metrics := f.decoded("trace_metric")
	if len(metrics) != 1 {
		t.Fatalf("%d batches", len(metrics))
	}
	want(t, metrics[0], "orders", "items", 0, "name")
	want(t, metrics[0], "counter", "items", 0, "type")
	want(t, metrics[0], 2, "items", 0, "value")
	want(t, metrics[0], "Мир", "items", 0, "attributes", "shop", "value")
	want(t, metrics[0], "second", "items", 1, "unit")
	if items, _ := metrics[0].At("items").([]any); len(items) != 2 {
		t.Errorf("%d items", len(items))
	}
	s := f.statistics(1)
	balance(t, s)
	if s.Dropped["invalid"] != 5 {
		t.Errorf("dropped %v", s.Dropped)
	}
}

// spooledFiles returns the names of the envelopes that lie in the spool.
func (f *fixture) spooledFiles() (names []string) {
	f.t.Helper()
	for _, cl := range f.worker.clients {
		names = append(names, listEnvelopes(f.t, cl.Spool().Dir())...)
	}
	return names
}
