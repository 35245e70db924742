package delivery

import (
	"encoding/json"
	"errors"
	"net"
	"sort"
	"time"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/guard"
)

// reportEvery is the shortest time between two client reports.
const reportEvery = 30 * time.Second

// maxReport is how many reasons and categories a report tells: Sentry takes 4 KiB.
const maxReport = 40

// reports tell the server what was dropped, so that its figures of a project are
// whole. A report goes in an envelope of its own, when nothing fails, and at most once:
// servers add up what they are told. What is lost of it is not reported.
type reports struct {
	// untold is what was dropped since the last report, and due when the next shall go.
	untold map[loss]uint64
	last   time.Time
	due    time.Time
	// alarm sends one when it is due; nil if there is none to send.
	alarm *time.Timer
	// inFlight counts those that are being sent.
	inFlight int
}

// loss is a line of a report.
type loss struct {
	reason   Reason
	category Category
}

// noteLoss keeps what was dropped for the next report.
func (d *Delivery) noteLoss(reason Reason, category Category, count uint64) {
	if d.config.ReportAs.SDKName == "" || category == Report || count == 0 {
		return
	}
	r := &d.reports
	if r.untold == nil {
		r.untold = make(map[loss]uint64)
	}
	if len(r.untold) == 0 {
		r.due = time.Now().Add(reportEvery)
	}
	r.untold[loss{reason, category}] += count
	d.setReportAlarm(time.Now())
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// setReportAlarm arranges that a report is thought of when it is due. While the server
// fails, whoever finds it well does that.
func (d *Delivery) setReportAlarm(now time.Time) {
	r := &d.reports
	if r.alarm != nil || len(r.untold) == 0 {
		return
	}
	when := later(r.due, d.limits.until(Report))
	r.alarm = time.AfterFunc(max(when.Sub(now), time.Millisecond), func() {
		guard.Run("report's alarm", func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			r.alarm = nil
			d.startSenders(time.Now())
			if !d.pace.probing {
				d.setReportAlarm(time.Now())
			}
		})
	})
}

// HastenReport lets what was dropped be told soon: somebody may be about to leave.
func HastenReport(d *Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hastenReport(time.Now())
}

// hastenReport is HastenReport, with the lock held.
func (d *Delivery) hastenReport(now time.Time) {
	r := &d.reports
	if len(r.untold) == 0 || now.Sub(r.last) < reportEvery {
		return
	}
	r.due = now
	d.startSenders(now)
}

// nextReport makes the report that may be sent now; nil if there is none.
func (d *Delivery) nextReport(now time.Time) *entry {
	r := &d.reports
	if len(r.untold) == 0 || r.due.After(now) || d.pace.probing || d.limits.until(Report).After(now) {
		return nil
	}
	e := &entry{category: Report, owner: &Owner{}, created: now, since: now, losses: r.untold, label: "report"}
	e.envelope = d.config.reportOf(r.untold, now)
	r.untold = nil
	r.last = now
	r.inFlight++
	return e
}

// reportOf returns the envelope of a report.
func (c *Config) reportOf(losses map[loss]uint64, now time.Time) []byte {
	type line struct {
		Reason   Reason   `json:"reason"`
		Category Category `json:"category"`
		Quantity uint64   `json:"quantity"`
	}
	var report struct {
		Timestamp string `json:"timestamp"`
		Discarded []line `json:"discarded_events"`
	}
	report.Timestamp = now.UTC().Format(envelope.TimeFormat)
	for what, count := range losses {
		report.Discarded = append(report.Discarded, line{what.reason, what.category, count})
	}
	sort.Slice(report.Discarded, func(i, j int) bool {
		a, b := report.Discarded[i], report.Discarded[j]
		return string(a.Category)+" "+string(a.Reason) < string(b.Category)+" "+string(b.Reason)
	})
	report.Discarded = report.Discarded[:min(len(report.Discarded), maxReport)]
	body, err := json.Marshal(report)
	if err != nil {
		panic("BUG: report: " + err.Error())
	}
	return envelope.Item{Type: "client_report"}.Append(c.ReportAs.Append(nil), body)
}

// settleReport acts on the answer for a report: what surely did not come is told again.
func (d *Delivery) settleReport(e *entry, answer Response, now time.Time) {
	d.reports.inFlight--
	switch answer.verdict {
	case delivered:
		d.pace.succeed()
	case unreachable:
		d.pace.trouble(e, now, maxPause)
	}
	if answer.unsent {
		for what, count := range e.losses {
			d.noteLoss(what.reason, what.category, count)
		}
	}
}

// neverSent reports whether an error came before anything went to the server.
func neverSent(err error) bool {
	var operation *net.OpError
	return errors.As(err, &operation) && operation.Op == "dial"
}
