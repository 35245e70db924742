package eventlog

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sentry1c/addin/internal/bslerr"
)

const (
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
	// Parts are hashes of the messages in that line: a brief presentation has the
	// causes in it, a detailed one has a line for each.
	Parts []string `json:"p,omitempty"`
	// Short says that the line is too short to tell errors apart within others.
	Short bool   `json:"w,omitempty"`
	Row   string `json:"r,omitempty"`
	// Others are further records of the same error, by their events: the application
	// may write what it caught before it is shown.
	Others map[string]string `json:"o,omitempty"`
}

// maxOthers bounds them.
const maxOthers = 4

// readMark reads a record of ours: the id in the first line, behind it the error.
func readMark(r *row) (mark, bool) {
	id, text, _ := strings.Cut(r.Comment, "\n")
	line := firstLine(text)
	if _, ok := parseDate(r.Date); !ok || line == "" {
		return mark{}, false
	}
	return mark{
		ID: strings.TrimSpace(id), Date: r.Date, Session: r.Session, Line: hashLine(line), Parts: split(line),
		Short: utf8.RuneCountInString(line) < shortLine,
	}, true
}

// fits reports whether the mark speaks of the record.
func (m *mark) fits(r *row, date time.Time) bool {
	marked, ok := parseDate(m.Date)
	if !ok || m.Session != r.Session || marked.Sub(date).Abs() > markDistance {
		return false
	}
	lines := messageLines(r.Comment)
	if slices.Contains(lines, m.Line) {
		return true
	}
	for _, part := range m.Parts {
		if !slices.Contains(lines, part) {
			return false
		}
	}
	return len(m.Parts) > 0
}

// serves reports whether the mark speaks of the record, and makes it that record's: a
// mark serves one record of each event, and the same one whenever it is read again.
func (m *mark) serves(r *row, date time.Time, id string) bool {
	if r.Event == performError {
		if m.Row != id && (m.Row != "" || !m.fits(r, date)) {
			return false
		}
		m.Row = id
		return true
	}
	if other, known := m.Others[r.Event]; known || len(m.Others) >= maxOthers {
		return other == id
	}
	if m.Short && hashLine(firstLine(r.Comment)) != m.Line || !m.fits(r, date) {
		return false
	}
	if m.Others == nil {
		m.Others = map[string]string{}
	}
	m.Others[r.Event] = id
	return true
}

// place is the beginning {Module(1)}: of a line.
var place = regexp.MustCompile(`^\{[^}]*\}:?\s*`)

const (
	// maxParts bounds the messages in one line.
	maxParts = 6
	// comparedRunes are how much of a line is compared: marks are cut.
	comparedRunes = 150
	// shortLine is how many characters a line has at least that says which error it is.
	shortLine = 12
)

// messageLines are the hashes of the lines of an error and of the messages in them:
// what the client shows and what the platform writes differ in places and blanks.
func messageLines(text string) []string {
	var hashes []string
	count := 0
	for line := range strings.Lines(text) {
		if line = bare(line); line == "" {
			continue
		}
		hashes = append(hashes, hashLine(line))
		hashes = append(hashes, split(line)...)
		if count++; count == comparedLines {
			break
		}
	}
	return hashes
}

// firstLine is the first line of an error that says something, without its place.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = bare(line); line != "" {
			return line
		}
	}
	return ""
}

// bare is a line without places before its text.
func bare(line string) string {
	line = strings.TrimSpace(line)
	for range maxParts {
		rest := place.ReplaceAllString(line, "")
		if rest == line {
			break
		}
		line = rest
	}
	return strings.TrimSpace(line)
}

// split takes «Ошибка при вызове метода контекста (Записать): Деление на 0» apart; nil
// for a line of one message.
func split(line string) []string {
	var parts []string
	for len(parts) < maxParts {
		p, ok := bslerr.FindPhrase(line)
		if !ok || !strings.HasPrefix(p.Rest, ": ") || p.Arg == "" {
			break
		}
		parts = append(parts, hashLine(line[:len(line)-len(p.Rest)]))
		line = bare(p.Rest[len(": "):])
	}
	if parts == nil || line == "" {
		return parts
	}
	return append(parts, hashLine(line))
}

func hashLine(line string) string {
	n := 0
	for i := range line {
		if n++; n > comparedRunes {
			line = line[:i]
			break
		}
	}
	sum := sha256.Sum256([]byte(strings.TrimRight(line, " .!:")))
	return hex.EncodeToString(sum[:6])
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

// indexMarks finds marks by their sessions, until they change.
func (c *cursor) indexMarks() {
	c.marksOf = make(map[int64][]*mark, len(c.Marks))
	for i := range c.Marks {
		m := &c.Marks[i]
		c.marksOf[m.Session] = append(c.marksOf[m.Session], m)
	}
}

// marked reports whether somebody sent the record already, under another id.
func (c *cursor) marked(r *row, date time.Time, id string) bool {
	if commentMark.MatchString(r.Comment) {
		return true
	}
	for _, m := range c.marksOf[r.Session] {
		if m.serves(r, date, id) {
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
