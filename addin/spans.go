package addin

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/tracing"
)

const (
	// maxTransactions is how many an object may have open; the oldest gives way.
	maxTransactions = 20
	// transactionLimit is when a transaction that nobody finished is given up.
	transactionLimit = time.Hour
	// lastYear is the last one that a moment in JSON can have.
	lastYear = 9999
	// maxSpanText is how long a name, an op or a description may be.
	maxSpanText = 2000
	// maxSpanData is how many values a span has.
	maxSpanData = 100
)

// spanParams are the Params of StartTransaction and StartSpan.
type spanParams struct {
	start        time.Time
	duration     time.Duration
	finished     bool // a duration was given
	status       string
	data         rawjson.Object
	measurements []tracing.Measurement
}

// readSpanParams reads argument i, and reports what is wrong in it. of takes what only a
// whole transaction has; nil is a span.
func readSpanParams(c *call, i int, of *measured) (p spanParams) {
	p.start, p.status = c.time(), "ok"
	raw, ok := c.json(i, '{')
	if !ok || raw == nil {
		return p
	}
	report := func(key string, bad problem.Problem) {
		c.report(c.params[i].Name, problem.Problem{En: key + ": " + bad.En, Ru: key + ": " + bad.Ru})
	}
	for key, value := range rawjson.Fields(raw) {
		switch key {
		case "start":
			moment, ok := event.ParseMoment(value)
			if !ok {
				report(key, event.MomentProblem())
				continue
			}
			p.start = moment
		case "durationMs":
			ms, ok := numberOf(value)
			if !ok || ms < 0 || ms > float64(transactionLimit/time.Millisecond)*24 {
				report(key, problem.New("a number of milliseconds from 0 to a day is expected", "ожидается число миллисекунд от 0 до суток"))
				continue
			}
			p.duration, p.finished = time.Duration(ms*float64(time.Millisecond)), true
		case "status":
			text, _ := rawjson.Text(value)
			if bad, ok := names.OneOf(text, tracing.Statuses); !ok {
				report(key, bad)
				continue
			}
			p.status = text
		case "data":
			if rawjson.Kind(value) != '{' {
				report(key, problem.WrongKind('{'))
				continue
			}
			b := rawjson.Builder{Most: maxSpanData}
			for name, datum := range rawjson.Fields(value) {
				b.Set(name, c.maskedValue(name, datum))
			}
			p.data = b.Object()
			if left := b.Left(); left.Count > 0 {
				report(key, problem.LeftOut(maxSpanData, left))
			}
		case "measurements":
			p.measurements = readMeasurements(value, func(bad problem.Problem) { report(key, bad) })
		default:
			if of == nil || !of.read(key, value, report) {
				report(key, problem.New("unknown key: known are %s", "неизвестный ключ: допустимы %s", spanKeys(of != nil)))
			}
		}
	}
	if of != nil {
		of.complete(c, report)
	}
	if p.start.Add(p.duration).Year() > lastYear {
		report("start", event.MomentProblem())
		p.start = c.time()
	}
	if p.finished && p.start.Equal(c.time()) {
		// Only how long it took is known: it has just ended.
		p.start = c.time().Add(-p.duration)
	}
	return p
}

// readMeasurements reads {"name": {"value": 1, "unit": "byte"}}, or a number instead
// of the inner object.
func readMeasurements(raw []byte, report func(problem.Problem)) (measurements []tracing.Measurement) {
	if rawjson.Kind(raw) != '{' {
		report(problem.WrongKind('{'))
		return nil
	}
	var left rawjson.Left
	for name, value := range rawjson.Fields(raw) {
		if len(measurements) >= tracing.MaxMeasurements {
			left.Add(name)
			continue
		}
		m := tracing.Measurement{Name: name}
		number := value
		if rawjson.Kind(value) == '{' {
			number = rawjson.Find(value, "value")
			m.Unit, _ = rawjson.Text(rawjson.Find(value, "unit"))
		}
		var ok bool
		if m.Value, ok = numberOf(number); !ok {
			report(problem.New("%q is no number", "%q не является числом", names.Cut(name, 64)))
			continue
		}
		if bad, ok := checkMeasurement(m); !ok {
			report(bad)
			continue
		}
		measurements = append(measurements, m)
	}
	if left.Count > 0 {
		report(problem.LeftOut(tracing.MaxMeasurements, left))
	}
	return measurements
}

// apply puts the params into a span.
func (p *spanParams) apply(s *tracing.Span) {
	for _, f := range p.data {
		if len(s.Data) < maxSpanData {
			s.Set(f.Name, f.Raw)
		}
	}
}

// spanOf returns the span that argument i names and its transaction; what is wrong is
// reported.
func spanOf(c *call, i int) (*tracing.Transaction, *tracing.Span) {
	text := c.text(i)
	if strings.TrimSpace(text) == "" && len(c.problems) == 0 {
		if tx := c.object.activeTransaction(); tx != nil {
			return tx, tx.Active()
		}
		c.report(c.params[i].Name, problem.New("no transaction is open", "нет открытой операции"))
		return nil, nil
	}
	id, err := tracing.ParseSpanID(text)
	if err != nil {
		c.report(c.params[i].Name, problem.New("%q is no span id: 16 hexadecimal digits are expected, as StartTransaction returns them",
			"%q не является идентификатором этапа: ожидаются 16 шестнадцатеричных цифр, которые возвращает НачатьОперацию", names.Cut(c.masked(text), 64)))
		return nil, nil
	}
	for _, tx := range slices.Backward(c.object.transactions) {
		if s := tx.Span(id); s != nil {
			return tx, s
		}
	}
	c.report(c.params[i].Name, problem.New("%s is no span of an open transaction of this object", "%s не является этапом открытой операции этого объекта", id))
	return nil, nil
}

// activeTransaction is the last one that was begun and goes on; nil if there is none.
func (o *object) activeTransaction() *tracing.Transaction {
	if len(o.transactions) == 0 {
		return nil
	}
	return o.transactions[len(o.transactions)-1]
}

// setSpanData is the method SetSpanData.
func setSpanData(c *call) {
	_, s := spanOf(c, 0)
	key := c.text(1)
	text := c.text(2)
	raw, err := rawjson.Canonical(text)
	if kind := rawjson.Kind(raw); err != nil || kind == 'n' {
		raw = rawjson.String(text)
	}
	switch {
	case s == nil:
	case key == "":
		c.report(c.params[1].Name, problem.New("the name is empty", "имя пустое"))
	case len(raw) > maxContext:
		c.report(c.params[2].Name, problem.TooLong(maxContext))
	case len(s.Data) >= maxSpanData:
		c.report(c.params[1].Name, problem.TooMany(maxSpanData))
	default:
		s.Set(key, c.maskedValue(key, raw))
	}
}

// setMeasurement is the method SetMeasurement.
func setMeasurement(c *call) {
	tx, _ := spanOf(c, 0)
	m := tracing.Measurement{Name: c.maskedText(1), Unit: c.maskedText(3)}
	value, ok := c.number(2)
	if tx == nil || !ok {
		return
	}
	m.Value = value
	if bad, ok := checkMeasurement(m); !ok {
		c.report(c.params[1].Name, bad)
		return
	}
	if !tx.Measure(m) {
		c.report(c.params[1].Name, problem.TooMany(tracing.MaxMeasurements))
	}
}

const (
	maxMeasurementName = 128
	maxUnit            = 15
)

// checkMeasurement reports whether Sentry takes the name and the unit.
func checkMeasurement(m tracing.Measurement) (bad problem.Problem, ok bool) {
	const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."
	if m.Name == "" || len(m.Name) > maxMeasurementName || strings.Trim(m.Name, alphabet) != "" {
		return problem.New("a name has 1 to %d Latin letters, digits, signs _ and dots: %q", "имя состоит из 1–%d латинских букв, цифр, знаков _ и точек: %q",
			maxMeasurementName, names.Cut(m.Name, 64)), false
	}
	if len(m.Unit) > maxUnit || strings.Trim(m.Unit, alphabet+"%/") != "" {
		return problem.New("unit %q: up to %d Latin letters are expected, such as millisecond, byte, percent",
			"единица %q: ожидается до %d латинских букв, например millisecond, byte, percent", names.Cut(m.Unit, 64), maxUnit), false
	}
	return problem.Problem{}, true
}

// numberOf reads an encoded number.
func numberOf(raw []byte) (float64, bool) {
	if rawjson.Kind(raw) != '0' {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	return f, err == nil && f-f == 0
}

// number returns argument i as a number; what is none is reported.
func (c *call) number(i int) (float64, bool) {
	v := c.value(i)
	if f, ok := v.Float(); ok && f-f == 0 {
		return f, true
	}
	if f, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(v.Text()), ",", ".", 1), 64); err == nil && f-f == 0 {
		return f, true
	}
	c.report(c.params[i].Name, problem.WrongKind('0'))
	return 0, false
}

// traceHeaders is the method TraceHeaders.
func traceHeaders(c *call) {
	o := c.object
	h := tracing.NewHeaders(o.trace.Trace, o.trace.Span, tracing.Deferred, o.traceContext())
	if text := strings.TrimSpace(c.text(0)); text != "" || o.activeTransaction() != nil {
		tx, s := spanOf(c, 0)
		if tx == nil {
			c.answer(Answer{IsText: true, Text: "{}"})
			return
		}
		decision := tracing.Unsampled
		if tx.Trace.Sampled {
			decision = tracing.Sampled
		}
		h = tracing.NewHeaders(tx.Trace.ID, s.ID, decision, tx.Trace.Context)
	}
	b := rawjson.AppendText([]byte{'{'}, "sentry-trace", h.SentryTrace)
	b = rawjson.AppendText(b, "baggage", h.Baggage)
	c.answer(Answer{IsText: true, Text: string(append(b, '}'))})
}
