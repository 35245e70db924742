package addin

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// randomCalls are what objects are called for, as often as they stand here.
var randomCalls = strings.Fields(`
	CaptureMessage CaptureMessage CaptureMessage CaptureMessage CaptureCheckIn CaptureFeedback Log Log Log
	StartSession StartSession EndSession StartTransaction StartTransaction FinishSpan FinishSpan
	SetTag SetTag SetTag SetTag SetUser AddBreadcrumb PushScope PopScope ClearScope AddAttachment ClearAttachments
	SetContext SetContext RemoveContext SetExtra SetLevel SetFingerprint SetTransactionName RemoveTag SetTags ClearBreadcrumbs
	StartSpan StartSpan CaptureException CaptureEvent FinishStep
	Close Init Refused Destroyed Destroyed`)

// call adds a call of a method, and what goes with it.
func (p *program) call(o *programObject, name string) {
	n := len(p.steps)
	s := step{object: o.number, name: name, gone: o.inMemory}
	pin := fmt.Sprint(" PIN-", n)
	switch s.name {
	case "Refused":
		s.name, s.gone = "Init", false
		s.args = []any{[]string{testDSN, otherProject}[p.random.IntN(2)], []string{`{"nonsense":1}`, `{"release":"x"`, `[]`}[p.random.IntN(3)], []string{"", "a"}[p.random.IntN(2)]}
		p.replies[n] = true
	case "SetContext":
		s.args = []any{[]string{"c", "d"}[p.random.IntN(2)], fmt.Sprintf(`{"n":%d,"text":"PIN-%d","token":"x"}`, n, n)}
	case "RemoveContext":
		s.args = []any{[]string{"c", "d"}[p.random.IntN(2)]}
	case "SetExtra":
		s.args = []any{[]string{"e", "password"}[p.random.IntN(2)], []string{"", fmt.Sprint(n, pin)}[p.random.IntN(2)]}
	case "SetLevel":
		s.args = []any{[]string{"", "warning", "debug", "nonsense"}[p.random.IntN(4)]}
	case "SetFingerprint":
		s.args = []any{[]string{"", `["a","{{ default }}"]`, "one" + pin}[p.random.IntN(3)]}
	case "SetTransactionName":
		s.args = []any{[]string{"", "name" + pin}[p.random.IntN(2)]}
	case "RemoveTag":
		s.args = []any{[]string{"a", "password"}[p.random.IntN(2)]}
	case "SetTags":
		s.args = []any{fmt.Sprintf(`{"a":"%d","t%d":"PIN-%d","password":""}`, n, n%5, n)}
	case "CaptureException":
		s.args = []any{fmt.Sprintf("{ОбщийМодуль.Обмен.Модуль(%d)}: Ошибка %d%s", n, n, pin)}
	case "CaptureEvent":
		s.args = []any{fmt.Sprintf(`{"message":"event %d PIN-%d","tags":{"x":"PIN-1"},"user":{"id":"7","email":"a@b.c"}}`, n, n)}
	case "StartSpan":
		if len(p.started) > 0 {
			p.spans = append(p.spans, n)
			s.args = []any{fmt.Sprintf("%016x", spanOfStep(p.started[p.random.IntN(len(p.started))])), "op", "span" + pin}
		}
	case "FinishStep":
		s.name = "FinishSpan"
		if len(p.spans) > 0 {
			s.args = []any{fmt.Sprintf("%016x", spanOfStep(p.spans[p.random.IntN(len(p.spans))])), "ok"}
		}
	case "CaptureMessage":
		s.args = []any{fmt.Sprint([]string{"message ", "message ", "ignored "}[p.random.IntN(3)], n, pin), []string{"error", "info", "warning"}[p.random.IntN(3)]}
	case "CaptureCheckIn":
		s.args = []any{fmt.Sprint("job-", n), "ok"}
	case "Log":
		s.args = []any{"info", fmt.Sprint("line ", n)}
	case "StartTransaction":
		p.started = append(p.started, n)
		s.args = []any{workOf(n), "task"}
	case "FinishSpan":
		if len(p.started) > 0 { // of any object
			s.args = []any{fmt.Sprintf("%016x", spanOfStep(p.started[p.random.IntN(len(p.started))])), "ok"}
		}
	case "SetTag":
		// What is no secret is kept as the record of it, and a secret by what it became.
		s.args = []any{[]string{"a", "password"}[p.random.IntN(2)], fmt.Sprint(n)}
	case "AddAttachment":
		s.args = []any{fmt.Sprint(n, ".txt"), fmt.Sprint("content ", n)}
	case "SetUser":
		s.args = []any{fmt.Sprint("said in ", n, pin), "name", "a@b.c"}
		if p.random.IntN(4) == 0 {
			s.args = nil
		}
	case "AddBreadcrumb", "CaptureFeedback":
		s.args = []any{fmt.Sprint("said in ", n, pin)}
	case "Close":
		s.args = []any{0}
		o.ready, o.closed = false, true
	case "Init":
		s.args, s.gone = []any{"off", []string{"", p.options()}[p.random.IntN(2)]}, false
		o.ready, o.closed = false, true
	case destroyed:
		p.create(o)
	}
	p.add(s)
	follows := p.random.IntN(2) == 0
	switch {
	case name == destroyed && follows:
		p.add(step{name: tooLate, gone: true})
	case name == "SetTag" && s.args[0] == "password" && follows:
		p.call(o, "Close")
	}
	if !o.ready {
		p.ends = append(p.ends, len(p.steps))
	}
}

// options are random ones.
func (p *program) options() string {
	all := []string{`"tracesSampleRate":1`}
	r := p.random
	if r.IntN(3) > 0 {
		all = append(all, fmt.Sprintf(`"release":"%d"`, r.IntN(2)))
	}
	if r.IntN(3) == 0 {
		all = append(all, fmt.Sprintf(`"environment":%q`, []string{"", "test"}[r.IntN(2)]))
	}
	if r.IntN(4) == 0 {
		all = append(all, `"spoolPath":"`+secondRoot+`"`)
	}
	if r.IntN(4) == 0 {
		all = append(all, `"maskPatterns":["PIN-\\d+"]`)
	}
	if p.drops && r.IntN(6) == 0 {
		all = append(all, `"ignoreErrors":["ignored"]`)
	}
	if p.drops && r.IntN(10) == 0 {
		all = append(all, `"sampleRate":0`)
	}
	if r.IntN(5) == 0 {
		all = append(all, `"sendDefaultPii":true`)
	}
	if r.IntN(8) == 0 {
		all = append(all, `"dist":"d"`)
	}
	if r.IntN(12) == 0 {
		all = append(all, `"grouping":"server"`)
	}
	return "{" + strings.Join(all, ",") + "}"
}

// randomSaid is an environment.
func randomSaid(random *rand.Rand) map[string]string {
	said := map[string]string{}
	if random.IntN(2) == 0 {
		said["SENTRY_RELEASE"] = fmt.Sprint("r", random.IntN(3))
	}
	if random.IntN(2) == 0 {
		said["SENTRY_ENVIRONMENT"] = fmt.Sprint("e", random.IntN(3))
	}
	if random.IntN(2) == 0 {
		said["SENTRY_DSN"] = []string{testDSN, otherProject}[random.IntN(2)]
	}
	return said
}

// secondRoot stands for the second root.
// secondRoot stands for the second root.
const secondRoot = "second root"
