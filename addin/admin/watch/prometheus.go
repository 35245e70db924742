package watch

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/status"
)

// metrics are samples in Prometheus's text format
// (https://prometheus.io/docs/instrumenting/exposition_formats/), each family with its
// help and kind, no series twice.
type metrics struct {
	b    *bytes.Buffer
	name string
	seen map[string]bool
}

// family begins a metric.
func (m *metrics) family(name, kind, help string) {
	m.name, m.seen = "sentry1c_"+name, make(map[string]bool)
	m.b.WriteString("# HELP " + m.name + " " + help + "\n# TYPE " + m.name + " " + kind + "\n")
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// sample adds a value; labels are names and values in turn.
func (m *metrics) sample(value float64, labels ...string) {
	var series strings.Builder
	series.WriteString(m.name)
	for i := 0; i < len(labels); i += 2 {
		series.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + labels[i] + `="` + labelEscapes.Replace(cli.Plain(labels[i+1])) + `"`)
	}
	if len(labels) > 0 {
		series.WriteByte('}')
	}
	if m.seen[series.String()] {
		return // of a file that somebody else has written
	}
	m.seen[series.String()] = true
	m.b.WriteString(series.String() + " " + strconv.FormatFloat(value, 'f', -1, 64) + "\n")
}

// seconds is a moment as Prometheus has it.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

func (v *view) prometheus(b *bytes.Buffer, o *Overview) {
	m := &metrics{b: b}
	m.family("disabled", "gauge", "Whether the component is switched off for this user.")
	m.sample(map[bool]float64{true: 1}[o.SwitchedOff != ""])
	m.family("unreadable", "gauge", "Files and folders that could not be read.")
	m.sample(float64(len(o.Problems)))
	m.family("runs", "gauge", "Processes that use the component or used it, by state.")
	for _, state := range states {
		count := 0
		for _, run := range o.Runs {
			if run.State == state {
				count++
			}
		}
		m.sample(float64(count), "state", string(state))
	}
	o.runMetrics(m)
	o.clientMetrics(m)
	o.projectMetrics(m)
}

func (o *Overview) runMetrics(m *metrics) {
	each := func(name, kind, help string, value func(*Run) (float64, bool)) {
		m.family(name, kind, help)
		for i := range o.Runs {
			if n, ok := value(&o.Runs[i]); ok {
				m.sample(n, "run", o.Runs[i].ID)
			}
		}
	}
	m.family("run_info", "gauge", "What a process is.")
	for _, run := range o.Runs {
		process, pid, version := "", "", ""
		if t := run.Told; t != nil {
			process, pid, version = t.Process, strconv.Itoa(t.PID), t.AddIn
		}
		m.sample(1, "run", run.ID, "state", string(run.State), "process", process, "pid", pid, "version", version)
	}
	each("run_start_time_seconds", "gauge", "When a run began.", func(run *Run) (float64, bool) { return seconds(run.Since), shows(run.Since) })
	each("ring_capacity_bytes", "gauge", "Memory for calls that are not read yet.", func(run *Run) (float64, bool) { return float64(run.RingBytes), run.Rings > 0 })
	each("ring_used_bytes", "gauge", "Calls that are not read yet.", func(run *Run) (float64, bool) { return float64(run.RingUsed), run.Rings > 0 })
	each("objects", "gauge", "Objects of 1C that use the component.", func(run *Run) (float64, bool) {
		if run.Told == nil {
			return 0, false
		}
		return float64(run.Told.Objects), true
	})
	each("calls_without_room_total", "counter", "Calls that found no room in memory.", func(run *Run) (float64, bool) {
		if run.Told == nil {
			return 0, false
		}
		return float64(run.Told.Dropped), true
	})
}

func (o *Overview) clientMetrics(m *metrics) {
	each := func(name, kind, help string, samples func(c *status.Client, add func(value float64, labels ...string))) {
		m.family(name, kind, help)
		for i := range o.Runs {
			if o.Runs[i].Told == nil {
				continue
			}
			clients := o.Runs[i].Told.Clients
			for j := range clients {
				c := &clients[j]
				samples(c, func(value float64, labels ...string) {
					m.sample(value, append([]string{"run", o.Runs[i].ID, "client", strconv.Itoa(int(c.Number)), "server", c.Server, "environment", c.Environment}, labels...)...)
				})
			}
		}
	}
	type add = func(float64, ...string)
	each("recorded_total", "counter", "What was recorded to be sent.", func(c *status.Client, add add) { add(float64(c.Recorded)) })
	each("adopted_total", "counter", "What ended runs had left.", func(c *status.Client, add add) { add(float64(c.Adopted)) })
	each("sent_total", "counter", "What the server has taken.", func(c *status.Client, add add) { add(float64(c.Sent)) })
	each("requests_total", "counter", "Requests that were answered or failed.", func(c *status.Client, add add) { add(float64(c.Requests)) })
	each("dropped_total", "counter", "What was given up, by reason.", func(c *status.Client, add add) {
		for _, reason := range slices.Sorted(maps.Keys(c.Dropped)) {
			add(float64(c.Dropped[reason]), "reason", reason)
		}
	})
	each("queued", "gauge", "What this process has to send.", func(c *status.Client, add add) { add(float64(c.Queued + c.InFlight)) })
	each("failures", "gauge", "Attempts that failed in a row.", func(c *status.Client, add add) { add(float64(c.Failures)) })
	each("degraded", "gauge", "What the promise to lose nothing lacks.", func(c *status.Client, add add) { add(float64(len(c.Degraded))) })
	each("last_response_status", "gauge", "The last status of the server; 0 is no answer.", func(c *status.Client, add add) {
		if n := len(c.Answers); n > 0 {
			add(float64(c.Answers[n-1].Status))
		}
	})
	each("last_response_timestamp_seconds", "gauge", "When that was.", func(c *status.Client, add add) {
		if n := len(c.Answers); n > 0 && shows(c.Answers[n-1].Last) {
			add(seconds(c.Answers[n-1].Last))
		}
	})
}

func (o *Overview) projectMetrics(m *metrics) {
	each := func(name, help string, samples func(p *Project, add func(value float64, labels ...string))) {
		m.family(name, "gauge", help)
		for i := range o.Projects {
			p := &o.Projects[i]
			samples(p, func(value float64, labels ...string) {
				m.sample(value, append([]string{"root", p.Root, "project", p.Folder, "server", p.Server}, labels...)...)
			})
		}
	}
	type add = func(float64, ...string)
	each("spool_files", "What waits on the disk, by category.", func(p *Project, add add) {
		for _, category := range slices.Sorted(maps.Keys(p.Waiting)) {
			add(float64(p.Waiting[category]), "category", category)
		}
	})
	each("spool_bytes", "How large that is.", func(p *Project, add add) { add(float64(p.Bytes)) })
	each("spool_orphans", "How many files of it runs have left that ended.", func(p *Project, add add) { add(float64(p.Orphans)) })
	each("spool_oldest_timestamp_seconds", "When the oldest of it was recorded.", func(p *Project, add add) {
		if shows(p.Oldest) {
			add(seconds(p.Oldest))
		}
	})
	each("spool_quarantined", "What no server takes, by reason.", func(p *Project, add add) {
		for _, reason := range slices.Sorted(maps.Keys(p.Quarantine)) {
			add(float64(p.Quarantine[reason]), "reason", reason)
		}
	})
	each("rate_limit_until_timestamp_seconds", "Until when the server wants no more of a category.", func(p *Project, add add) {
		for _, category := range slices.Sorted(maps.Keys(p.Limits)) {
			if shows(p.Limits[category]) {
				add(seconds(p.Limits[category]), "category", category)
			}
		}
	})
}
