package addin

import (
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sentry1c/addin/internal/memory"
	"sentry1c/addin/internal/record/recordtest"
	"sentry1c/build/kit/race"
)

// shape is a call with an argument of n parts.
type shape struct {
	method string
	param  int // the position of the argument that grows
	name   string
	args   func(n int) []any
}

// many puts n parts together, each made of its number.
func many(n int, begin, end string, part func(i string) string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = part(strconv.Itoa(i))
	}
	return begin + strings.Join(parts, ",") + end
}

// members is an object of n members with that value; each key stands there once.
func members(value string) func(n int) string {
	return func(n int) string {
		return many(n, "{", "}", func(i string) string { return `"key` + i + `":` + value })
	}
}

// elements is an array of n elements; # in one is its number.
func elements(element string) func(n int) string {
	return func(n int) string {
		return many(n, "[", "]", func(i string) string { return strings.ReplaceAll(element, "#", i) })
	}
}

// under is an object with what grows under one key.
func under(key string, grows func(n int) string) func(n int) string {
	return func(n int) string { return `{"` + key + `":` + grows(n) + `}` }
}

// captureShapes are the keys of Params that have parts.
func captureShapes() map[string]func(n int) string {
	return map[string]func(n int) string{
		"unknown keys":  members(`1`),
		"tags":          under("tags", members(`"value"`)),
		"tags, wrong":   under("tags", members(`[]`)),
		"one tag":       under("tags", func(n int) string { return many(n, "{", "}", func(i string) string { return `"a":"` + i + `"` }) }),
		"extra":         under("extra", members(`"value"`)),
		"contexts":      under("contexts", members(`{"a":1}`)),
		"one context":   under("contexts", under("a", members(`1`))),
		"user":          under("user", members(`"value"`)),
		"fingerprint":   under("fingerprint", elements(`"part#"`)),
		"breadcrumbs":   under("breadcrumbs", elements(`{"message":"m#"}`)),
		"wrong actions": under("breadcrumbs", elements(`{"what":"m#"}`)),
		"request":       under("request", members(`"value"`)),
		"environment":   under("request", under("env", members(`"value"`))),
		"causes":        under("causes", elements(`{"description":"d#","module":"ОбщийМодуль.А.Модуль","line":#}`)),
		"secrets":       under("extra", members(`"password=secret"`)),
	}
}

func shapes() (all []shape) {
	add := func(method string, param int, name string, grows func(n int) string, before ...any) {
		all = append(all, shape{method, param, name, func(n int) []any { return append(slices.Clone(before), grows(n)) }})
	}
	for name, grows := range captureShapes() {
		add("CaptureException", 1, name, grows, "Ошибка")
		add("CaptureMessage", 2, name, grows, "Сообщение", "info")
	}
	for _, template := range []string{"без мест", "%1 из %2", "{} из {}"} {
		add("CaptureMessage", 2, "values in "+template, under("params", elements(`"value#"`)), template, "info")
	}
	all = append(all, shape{"CaptureMessage", 2, "values and their places", func(n int) []any {
		return []any{strings.Repeat("{} ", n), "info", under("params", elements(`"value#"`))(n)}
	}})
	given := captureShapes()
	for name, grows := range map[string]func(n int) string{
		"pairs of tags":     under("tags", elements(`["key#","value"]`)),
		"logentry":          under("logentry", under("params", elements(`"value#"`))),
		"exceptions":        under("exception", elements(`{"type":"T#","value":"v"}`)),
		"frames":            under("exception", under("values", func(n int) string { return `[{"stacktrace":{"frames":` + elements(`{"lineno":#}`)(n) + `}}]` })),
		"given breadcrumbs": under("breadcrumbs", elements(`{"message":"m#"}`)),
		"null members":      members(`null`),
	} {
		given[name] = grows
	}
	for name, grows := range given {
		add("CaptureEvent", 0, name, grows)
	}
	for name, value := range map[string]string{"texts": `"value"`, "numbers": `1`, "objects": `{"a":1}`, "secrets": `"password=secret"`} {
		add("AddBreadcrumb", 3, name, members(value), "Нажата кнопка", "ui", "info")
		add("SetUser", 4, name, members(value), "7", "", "", "")
		add("SetTags", 0, name, members(value))
		add("SetContext", 1, name, members(value), "order")
		add("SetExtra", 1, name, members(value), "order")
		add("SetSpanData", 2, name, members(value), "", "order")
		add("Log", 2, name, members(value), "info", "строка")
		add("Metric", 4, name, members(value), "counter", "name", 1, "")
		add("StartTransaction", 2, name, members(value), "Проведение", "op")
		add("CaptureCheckIn", 4, name, members(value), "Обмен", "ok", "", 0)
	}
	add("SetFingerprint", 0, "parts", elements(`"part#"`))
	add("CaptureCheckIn", 4, "many schedules", func(n int) string {
		return many(n, "{", "}", func(string) string { return `"schedule":"0 3 * * *"` })
	}, "Обмен", "ok", "", 0)
	for name, grows := range map[string]func(n int) string{
		"unknown keys":        members(`1`),
		"data":                under("data", members(`"value"`)),
		"measurements":        under("measurements", members(`{"value":1,"unit":"byte"}`)),
		"measurements, wrong": under("measurements", members(`"x"`)),
	} {
		// With a duration it is finished and sent at once.
		finished := func(n int) string { return `{"durationMs":5,` + grows(n)[1:] }
		add("StartTransaction", 3, name, finished, "Проведение", "op", "")
		add("StartSpan", 3, name, finished, "", "op", "запрос")
	}
	for name, grows := range map[string]func(n int) string{
		"unknown options": members(`1`),
		"headers":         under("headers", members(`"value"`)),
		"roots":           under("extensionRoots", members(`"/dir"`)),
		"prefixes":        under("inAppInclude", elements(`"Модуль#"`)),
		"patterns":        under("ignoreErrors", elements(`"text#"`)),
	} {
		wrong := func(n int) string { return strings.TrimSuffix(grows(n), "}") + `,"unknown":1}` } // makes no client
		add("Init", 1, name, wrong, testDSN)
	}
	const row = `{"date":"2026-11-23T10:20:30","level":"Ошибка","event":"_$PerformError$_","session":#,"comment":"Ошибка #"}`
	const log = `"options":{"now":"2026-11-23T12:00:00","levels":["error"]}`
	for name, grows := range map[string]func(n int) string{
		"skipped": func(n int) string {
			return `"rows":` + elements(strings.Replace(row, "Ошибка", "Информация", 1))(n)
		},
		"sent":     func(n int) string { return `"sent":` + elements(row)(n) },
		"alive":    func(n int) string { return `"alive":` + elements(`{"number":#,"started":"2026-11-23T10:20:30"}`)(n) },
		"sessions": func(n int) string { return `"sessions":` + elements(row)(n) },
		"trail": func(n int) string {
			return `"rows":[` + strings.Replace(strings.ReplaceAll(row, "#", "1"), "{", `{"trail":`+elements(row)(n)+",", 1) + `]`
		},
	} {
		add("ExportLog", 0, name, func(n int) string { return `{` + log + `,` + grows(n) + `}` })
	}
	add("ExportLog", 1, "cursor", func(n int) string {
		return `{"v":1,"from":"2026-11-23T10:20:30","seen":` + elements(`"t9z:0123456789abc#"`)(n) + `}`
	}, `{`+log+`,"rows":[]}`)
	return all
}

// TestLinear: a call with twice as many parts in an argument takes less than three times as
// long, so that no argument holds the worker up.
func TestLinear(t *testing.T) {
	all := shapes()
	for _, m := range Methods {
		for i, p := range m.Params {
			if p.Mark == JSON && !slices.ContainsFunc(all, func(s shape) bool { return s.method == m.Name.En && s.param == i }) {
				t.Errorf("no shape for %s of %s", p.Name.En, m.Name.En)
			}
		}
	}
	for _, s := range all {
		t.Run(s.method+"/"+s.name, func(t *testing.T) {
			if race.Detected {
				timed(t, s)(100)() // what it measures is itself
				return
			}
			var ratio float64
			for range 4 { // a machine with much else to do
				if ratio = growth(t, s); ratio < 3 {
					return
				}
			}
			t.Errorf("twice as many parts take %.1f times as long", ratio)
		})
	}
}

// growth is how many times longer a call takes with twice as many parts: the medians of
// rounds that take turns, in the time of processors, which what else the machine does
// changes little. A round that it changed all the same is made again: there the same call
// takes another time before and after the longer one.
func growth(t *testing.T, s shape) float64 {
	const parts, rounds, most = 1000, 11, 44
	// The collector runs now in one call and now in none, and costs as much as the call; where a
	// worker of an earlier test begins to rest, it would be run.
	memory.Begin()
	defer memory.End()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	runtime.GC()
	once := timed(t, s)
	few, many := once(parts), once(2*parts)
	few()
	var short, long []time.Duration
	before := few()
	for made := 0; len(long) < rounds; made++ {
		middle, after := many(), few()
		quiet := max(before, after) < 3*min(before, after)/2
		if quiet || made >= most-rounds {
			short, long = append(short, after), append(long, middle)
		}
		before = after
	}
	slices.Sort(short)
	slices.Sort(long)
	return float64(long[rounds/2]) / float64(short[rounds/2])
}

// timed makes, for a number of parts, what a call with them takes.
func timed(t *testing.T, s shape) func(parts int) func() time.Duration {
	f := ready(t, `{"memoryOnly":true,"tracesSampleRate":1,"maxEventsPerMinute":1}`)
	method, _ := positionOf(t, s.method)
	return func(parts int) func() time.Duration {
		encoded := recordtest.Call{Object: 1, Method: method, Sequence: 5, At: f.now, ID: [16]byte{1}, Args: s.args(parts)}.Encode()
		return func() time.Duration {
			f.call(1, "ClearScope")
			f.call(1, "StartTransaction", "Операция")
			begin := clock()
			if err := f.worker.Apply(encoded); err != nil {
				t.Fatal(err)
			}
			return clock() - begin
		}
	}
}

// clock is the time of processors of this process, or that of the day where the system
// counts it in large steps.
func clock() time.Duration {
	if runtime.GOOS == "windows" {
		return time.Since(started)
	}
	all, _ := processTime()
	return all
}

var started = time.Now()

// TestLeftOut: what servers have no room for is left out by name, and the rest arrives.
func TestLeftOut(t *testing.T) {
	const parts = 20_000
	f := ready(t, `{"memoryOnly":true}`)
	f.call(1, "SetTags", members(`"value"`)(parts))
	if told := f.lastError(1); !strings.Contains(told, "more than 100 ") || !strings.Contains(told, "19900: key100, key101") {
		t.Errorf("SetTags: %s", told)
	}
	f.call(1, "ClearScope")
	f.call(1, "CaptureMessage", "Сообщение", "info", `{"tags":`+members(`"v"`)(parts)+`,"contexts":`+members(`{"a":1}`)(parts)+
		`,"extra":`+members(`"`+strings.Repeat("x", 100)+`"`)(parts)+`}`)
	f.call(1, "CaptureMessage", "Сообщение", "info", members(`1`)(parts))
	events := f.events()
	if len(events) != 2 {
		t.Fatalf("%d events", len(events))
	}
	problem := func(i int, key string) string {
		text, _ := events[i].At("contexts", "sdk_problems", key).(string)
		return text
	}
	for key, told := range map[string]string{
		"Params.tags": "19900: key100, ", "Params.contexts": "19900: key100, ", "Params.extra": "19000: key1000, ",
	} {
		if got := problem(0, key); !strings.Contains(got, told) {
			t.Errorf("%s: %q, want %q", key, got, told)
		}
	}
	if tags, _ := events[0].At("tags").(map[string]any); len(tags) != 100 {
		t.Errorf("%d tags", len(tags))
	}
	if extra, _ := events[0].At("extra").(map[string]any); len(extra) != 1000 {
		t.Errorf("%d additional values", len(extra))
	}
	if got := problem(1, "further"); !strings.HasPrefix(got, strconv.Itoa(parts-maxProblems)+" ") {
		t.Errorf("further problems: %q", got)
	}
}

// TestByteOrderMark: programs of Windows begin a text with one; every argument of JSON is
// read all the same.
func TestByteOrderMark(t *testing.T) {
	const mark = "\uFEFF"
	good := map[string][]any{
		"Init":             {testDSN, `{"memoryOnly":true,"tracesSampleRate":1}`},
		"CaptureException": {"Ошибка", `{"tags":{"a":"b"}}`},
		"CaptureMessage":   {"Сообщение", "info", `{"tags":{"a":"b"}}`},
		"CaptureEvent":     {`{"message":"Сообщение"}`},
		"AddBreadcrumb":    {"Нажата кнопка", "ui", "info", `{"a":1}`},
		"SetUser":          {"7", "", "", "", `{"a":1}`},
		"SetTags":          {`{"a":"b"}`},
		"SetContext":       {"order", `{"a":1}`},
		"SetExtra":         {"order", `{"a":1}`},
		"SetFingerprint":   {`["a","b"]`},
		"SetSpanData":      {"", "order", `{"a":1}`},
		"StartTransaction": {"Проведение", "op", `{"sentry-trace":"0123456789abcdef0123456789abcdef-0123456789abcdef"}`, `{"data":{"a":1}}`},
		"StartSpan":        {"", "op", "запрос", `{"data":{"a":1}}`},
		"Log":              {"info", "строка", `{"a":1}`},
		"Metric":           {"counter", "name", 1, "", `{"a":1}`},
		"CaptureCheckIn":   {"Обмен", "ok", "", 0, `{"schedule":"0 3 * * *"}`},
		"ExportLog":        {`{"options":{"now":"2026-11-23T12:00:00"},"rows":[]}`, `{"v":1,"from":"2026-11-23T10:20:30"}`},
	}
	for _, m := range Methods {
		for i, p := range m.Params {
			if p.Mark != JSON {
				continue
			}
			args := slices.Clone(good[m.Name.En])
			if i >= len(args) {
				t.Errorf("%s: no argument %s to try", m.Name.En, p.Name.En)
				continue
			}
			for _, text := range []string{mark + args[i].(string), mark} {
				if text == mark && p.Default == nil {
					continue // it must be given
				}
				f := ready(t, `{"memoryOnly":true,"tracesSampleRate":1}`)
				f.call(1, "StartTransaction", "Операция")
				args[i] = text
				answer := f.call(1, m.Name.En, args...)
				if told := f.lastError(1); told != "" || m.Result == AnswerBool && !answer.Truth {
					t.Errorf("%s, %s %q: %+v, %s", m.Name.En, p.Name.En, text, answer, told)
				}
				if s := f.worker.objects[1].scope(); m.Name.En == "SetExtra" && string(s.Extra.Get("order")) != `{"a":1}` ||
					m.Name.En == "SetFingerprint" && len(s.Fingerprint) != 2 {
					t.Errorf("%s: the text was taken, not what it says", m.Name.En)
				}
			}
		}
	}
}
