package addin

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/sdk"
)

const (
	inProgress = "in_progress"
	// maxCheckInSeconds keeps out what is no duration of a job: ten years.
	maxCheckInSeconds = 10 * 365 * 24 * 60 * 60
)

// checkInStatuses are the words that Sentry takes from a job itself.
var checkInStatuses = []string{inProgress, "ok", "error"}

// captureCheckIn is the method CaptureCheckIn. What would tell something else than the
// caller meant, a wrong status or no monitor, is not sent: it would open or close an
// incident.
func captureCheckIn(c *call) {
	slug := names.Slug(c.text(0))
	status := strings.ToLower(strings.TrimSpace(c.text(1)))
	checkGivenID(c)
	seconds, hasSeconds := c.seconds(3)
	config, _ := c.json(4, '{')
	if config != nil {
		config = event.MonitorConfig(config, c.reportKey(4))
	}
	client := c.object.client
	if client == nil {
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
		client.lose(delivery.Invalid, delivery.Monitor)
		return
	}
	m := client.monitor(slug)
	started, opened := m.opened(c.record.ID)
	if status != inProgress && !hasSeconds && opened {
		// The server would take the time that the network needs for the job's.
		seconds, hasSeconds = max(c.time().Sub(started).Seconds(), 0), true
	}
	if !m.allows(c.record.ID, status, c.time()) && c.worker.outlet.Present() {
		client.lose(delivery.Backpressure, delivery.Monitor)
		return
	}
	b := rawjson.AppendText([]byte{'{'}, "check_in_id", c.id())
	b = rawjson.AppendText(b, "monitor_slug", slug)
	b = rawjson.AppendText(b, "status", status)
	if hasSeconds && status != inProgress {
		b = strconv.AppendFloat(rawjson.AppendKey(b, "duration"), seconds, 'f', -1, 64)
	}
	b = rawjson.AppendText(b, "release", names.Release(client.options.Release))
	b = rawjson.AppendText(b, "environment", names.Environment(client.options.Environment))
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

const (
	// maxCheckIns is what Sentry takes of a monitor in a minute (facts: sentry 3.4).
	maxCheckIns    = 6
	checkInsWindow = time.Minute
	// maxMonitors and maxOpenCheckIns bound what is remembered.
	maxMonitors     = 1000
	maxOpenCheckIns = 100
)

// monitor is what a client knows of one: the server drops what comes too often, and
// if that were the end of a job whose start it took, the job would be late for ever.
type monitor struct {
	// sent are the moments of the window, with one kept free for the end of each job
	// that was begun.
	sent []time.Time
	open []openCheckIn
}

type openCheckIn struct {
	id    [16]byte
	since time.Time
}

// monitor returns what is known of the one named slug.
func (cl *client) monitor(slug string) *monitor {
	if m := cl.monitors[slug]; m != nil {
		return m
	}
	if cl.monitors == nil || len(cl.monitors) >= maxMonitors {
		cl.monitors = make(map[string]*monitor)
	}
	m := &monitor{}
	cl.monitors[slug] = m
	return m
}

func (m *monitor) find(id [16]byte) int {
	return slices.IndexFunc(m.open, func(o openCheckIn) bool { return o.id == id })
}

// opened tells when the job of a check-in began, if that was sent.
func (m *monitor) opened(id [16]byte) (since time.Time, ok bool) {
	if i := m.find(id); i >= 0 {
		return m.open[i].since, true
	}
	return time.Time{}, false
}

// allows tells whether one more check-in may be sent, and counts it.
func (m *monitor) allows(id [16]byte, status string, now time.Time) bool {
	m.sent = slices.DeleteFunc(m.sent, func(moment time.Time) bool {
		return now.Sub(moment) >= checkInsWindow || moment.Sub(now) >= checkInsWindow
	})
	if i := m.find(id); i >= 0 && status != inProgress {
		if now.Sub(m.open[i].since) >= checkInsWindow {
			m.sent = append(m.sent, now)
		}
		m.open = slices.Delete(m.open, i, i+1)
		return true
	}
	needs := 1
	if status == inProgress {
		needs = 2
	}
	if len(m.sent)+needs > maxCheckIns {
		return false
	}
	for range needs {
		m.sent = append(m.sent, now)
	}
	if status == inProgress {
		if len(m.open) >= maxOpenCheckIns {
			m.open = slices.Delete(m.open, 0, 1)
		}
		m.open = append(m.open, openCheckIn{id, now})
	}
	return true
}
