package eventlog

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Reason says why a record was not taken.
type Reason string

// The reasons.
const (
	Level    Reason = "level"    // its level is not wanted
	Excluded Reason = "excluded" // the settings leave its event out
	Own      Reason = "own"      // we wrote it ourselves
	Sent     Reason = "sent"     // the wrapper of the log or the hook of shown errors sent it
	Seen     Reason = "seen"     // it was taken before
	Later    Reason = "later"    // it is too young: the next reading takes it
	Bad      Reason = "bad"      // it has no date or no known level
)

// Result is what a call of ExportLog comes to.
type Result struct {
	Events []Event
	// Sessions are updates of release health, in the order in which they are to be sent.
	Sessions []Update
	Cursor   string
	Skipped  map[Reason]int
	// Reset says why reading begins elsewhere than the cursor said.
	Reset string

	from time.Time
}

// Export chooses what is to be sent. Sessions that begin now are sessions of the release
// given. An error says that the rows are not what the contract wants; nothing is taken
// then, and the old cursor stays right.
func Export(rowsJSON, cursorJSON string, release Release) (*Result, error) {
	in, err := parseInput(rowsJSON)
	if err != nil {
		return nil, err
	}
	in.Options.release = release
	c, reset := parseCursor(cursorJSON, &in.Options)
	r := &Result{Skipped: map[Reason]int{}, Reset: reset}
	if in.Begin {
		if back := c.followClock(&in.Options); back != "" {
			r.Reset = back
		}
	}
	if in.First || in.Begin {
		c.Second, c.Counts = "", nil
	}
	c.note(in.Sent)
	c.indexMarks()
	r.takeSessions(in, c)
	r.take(in, c)
	r.shareTrail(in.Trail)
	r.pairLocks(in.Rows)
	if end, ok := parseDate(in.End); ok {
		c.close(end, &in.Options)
		r.closeSessions(in, c)
	}
	c.forgetMarks(c.from)
	r.from = c.from.Add(-overlap)
	var forgotten int
	if r.Cursor, forgotten = c.text(); forgotten > 0 {
		r.Skipped[Forgotten] += forgotten
	}
	return r, nil
}

// close moves the cursor behind the last second of a window, but not behind what
// may still be written.
func (c *cursor) close(end time.Time, o *options) {
	if safe := o.safe(); end.After(safe) {
		end = safe
	}
	if next := end.Add(time.Second); next.After(c.from) {
		c.setFrom(next)
	}
}

// take goes through the rows in the order of their seconds.
func (r *Result) take(in *input, c *cursor) {
	slices.SortStableFunc(in.Rows, func(a, b row) int { return strings.Compare(a.Date, b.Date) })
	safe := in.Options.safe()
	for i := range in.Rows {
		record := &in.Rows[i]
		date, ok := parseDate(record.Date)
		level, known := levelOf(record.Level)
		switch {
		case !ok || !known:
			r.Skipped[Bad]++
			continue
		case date.After(safe):
			r.Skipped[Later]++
			continue
		}
		if reason := r.takeOne(record, date, level, &in.Options, c); reason != "" {
			r.Skipped[reason]++
		}
		if date.After(c.from) {
			c.setFrom(date)
		}
	}
}

// takeOne makes an event of the record, or says why not.
func (r *Result) takeOne(record *row, date time.Time, level string, o *options, c *cursor) Reason {
	switch {
	case o.Own != "" && record.Event == o.Own:
		return Own
	case !o.levels[level]:
		return Level
	case o.excludes(record.Event):
		return Excluded
	}
	d := record.digest(o.Infobase, level)
	id := d.id(c.count(d, record.Date))
	if c.isSeen(id, date) {
		return Seen
	}
	c.remember(id, date)
	if level == levelError {
		c.countError(record, date)
	}
	if c.marked(record, date, id) {
		return Sent
	}
	r.Events = append(r.Events, record.event(id, level, date, o))
	return ""
}

// Answer is the answer of ExportLog. said is a sentence about what was skipped that
// should not have been there; "" is none.
func (r *Result) Answer(said string) string {
	text, err := json.Marshal(struct {
		Cursor  string         `json:"cursor"`
		From    string         `json:"from"`
		Taken   int            `json:"taken"`
		Told    int            `json:"sessions,omitempty"`
		Skipped map[Reason]int `json:"skipped"`
		Said    string         `json:"said,omitempty"`
		Reset   string         `json:"reset,omitempty"`
	}{r.Cursor, printDate(r.from), len(r.Events), len(r.Sessions), r.Skipped, said, r.Reset})
	if err != nil {
		panic("BUG: eventlog: answer: " + err.Error())
	}
	return string(text)
}
