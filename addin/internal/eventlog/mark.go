package eventlog

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"
)

const (
	// performError is the record that the platform makes of an error which nobody
	// caught, and which the hook of shown errors sees as well.
	performError = "_$PerformError$_"
	// markDistance is how far the mark of an error may lie from its record: the
	// user's machine is asked, the server is called.
	markDistance = 2 * time.Minute
	maxMarks     = 300
	// comparedLines are the lines of a record in which the line of a mark is sought.
	comparedLines = 30
)

// commentMark is what the wrapper of the log puts behind the comment of a record it
// has sent.
var commentMark = regexp.MustCompile(`\[Sentry [0-9a-f]{32}\]\s*$`)

// mark says that an error was sent.
type mark struct {
	ID      string `json:"i"` // of the event
	Date    string `json:"d"`
	Session int64  `json:"s"`
	Line    string `json:"l"` // hash of the first line of the error
	Row     string `json:"r,omitempty"`
}

// readMark reads a record of ours: the id in the first line, behind it the error.
func readMark(r *row) (mark, bool) {
	id, text, _ := strings.Cut(r.Comment, "\n")
	lines := messageLines(text)
	if _, ok := parseDate(r.Date); !ok || len(lines) == 0 {
		return mark{}, false
	}
	return mark{ID: strings.TrimSpace(id), Date: r.Date, Session: r.Session, Line: lines[0]}, true
}

// fits reports whether the mark speaks of the record.
func (m *mark) fits(r *row, date time.Time) bool {
	marked, ok := parseDate(m.Date)
	return ok && m.Session == r.Session && marked.Sub(date).Abs() <= markDistance && slices.Contains(messageLines(r.Comment), m.Line)
}

// place is the beginning {Module(1)}: of a line.
var place = regexp.MustCompile(`^\{[^}]*\}:?\s*`)

// messageLines are the hashes of the lines of an error: what the client shows and
// what the platform writes differ in places and blanks.
func messageLines(text string) []string {
	var hashes []string
	for line := range strings.Lines(text) {
		line = place.ReplaceAllString(strings.TrimSpace(line), "")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		sum := sha256.Sum256([]byte(line))
		if hashes = append(hashes, hex.EncodeToString(sum[:6])); len(hashes) == comparedLines {
			break
		}
	}
	return hashes
}

// note remembers marks that are new.
func (c *cursor) note(rows []row) {
	for i := range rows {
		m, ok := readMark(&rows[i])
		if ok && !slices.ContainsFunc(c.Marks, func(have mark) bool { return have.ID == m.ID }) {
			c.Marks = append(c.Marks, m)
		}
	}
	if excess := len(c.Marks) - maxMarks; excess > 0 {
		c.Marks = slices.Delete(c.Marks, 0, excess)
	}
}

// marked reports whether somebody sent the record already, under another id. A mark
// serves one record, and the same one whenever it is read again.
func (c *cursor) marked(r *row, date time.Time, id string) bool {
	if commentMark.MatchString(r.Comment) {
		return true
	}
	if r.Event != performError {
		return false
	}
	for i := range c.Marks {
		if m := &c.Marks[i]; m.Row == id || m.Row == "" && m.fits(r, date) {
			m.Row = id
			return true
		}
	}
	return false
}

// forgetMarks drops those that no record can need any more.
func (c *cursor) forgetMarks(from time.Time) {
	c.Marks = slices.DeleteFunc(c.Marks, func(m mark) bool {
		date, ok := parseDate(m.Date)
		return !ok || date.Before(from.Add(-overlap-markDistance))
	})
}
