package addin

import (
	"encoding/hex"
	"strconv"
	"strings"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/sdk"
)

const (
	// maxCheckInSeconds keeps out what is no duration of a job: ten years.
	maxCheckInSeconds = 10 * 365 * 24 * 60 * 60
)

// checkInStatuses are the words that Sentry takes from a job itself.
var checkInStatuses = []string{client.InProgress, "ok", "error"}

// captureCheckIn is the method CaptureCheckIn. What would tell something else than the
// caller meant, a wrong status or no monitor, is not sent: it would open or close an
// incident.
func captureCheckIn(c *call) {
	slug := names.Slug(c.maskedText(0))
	status := strings.ToLower(strings.TrimSpace(c.maskedText(1)))
	checkGivenID(c)
	seconds, hasSeconds := c.seconds(3)
	config, _ := c.json(4, '{')
	if config != nil {
		config = event.MonitorConfig(config, c.reportKey(4))
	}
	cl := c.object.client
	if cl == nil {
		return
	}
	bad, known := names.OneOf(status, checkInStatuses)
	switch {
	case slug == "" && len(c.problems) > 0: // told already
	case slug == "":
		c.report(c.params[0].Name, problem.New("the name of the monitor is empty", "имя монитора пустое"))
	case !known:
		c.report(c.params[1].Name, bad)
	}
	if slug == "" || !known {
		cl.Lose(delivery.Invalid, delivery.Monitor)
		return
	}
	m := cl.Monitor(slug)
	started, opened := m.Opened(c.record.ID)
	if status != client.InProgress && !hasSeconds && opened {
		// The server would take the time that the network needs for the job's.
		seconds, hasSeconds = max(c.time().Sub(started).Seconds(), 0), true
	}
	if !m.Allows(c.record.ID, status, c.time()) && c.worker.outlet.Present() {
		cl.Lose(delivery.Backpressure, delivery.Monitor)
		return
	}
	b := rawjson.AppendText([]byte{'{'}, "check_in_id", c.id())
	b = rawjson.AppendText(b, "monitor_slug", slug)
	b = rawjson.AppendText(b, "status", status)
	if hasSeconds && status != client.InProgress {
		b = strconv.AppendFloat(rawjson.AppendKey(b, "duration"), seconds, 'f', -1, 64)
	}
	b = rawjson.AppendText(b, "release", names.Release(cl.Options.Release))
	b = rawjson.AppendText(b, "environment", names.Environment(cl.Options.Environment))
	b = rawjson.AppendRaw(b, "monitor_config", config)
	trace := rawjson.Object{{Name: "trace_id", Raw: rawjson.String(hex.EncodeToString(c.object.trace.Trace[:]))}}
	b = rawjson.AppendFields(b, "contexts", rawjson.Object{{Name: "trace", Raw: rawjson.AppendObject(nil, trace)}})
	out := envelope.Header{EventID: c.id(), SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(nil)
	c.send(delivery.Monitor, 0, envelope.Item{Type: "check_in"}.Append(out, append(b, '}')))
}

// seconds reads argument i as a duration; zero and nothing are none.
func (c *call) seconds(i int) (seconds float64, ok bool) {
	v := c.value(i)
	seconds, isNumber := v.Float()
	switch text := strings.TrimSpace(v.Text()); {
	case isNumber && seconds == 0, !isNumber && text == "":
		return 0, false
	case !isNumber:
		var err error
		if seconds, err = strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err != nil {
			c.report(c.params[i].Name, problem.WrongKind('0'))
			return 0, false
		}
	}
	if !(seconds >= 0 && seconds <= maxCheckInSeconds) {
		c.report(c.params[i].Name, problem.New("%v is no duration in seconds", "%v не является длительностью в секундах", seconds))
		return 0, false
	}
	return seconds, true
}
