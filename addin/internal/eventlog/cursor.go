package eventlog

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"sentry1c/addin/internal/rawjson"
)

const (
	// overlap is how far before the cursor is read again, for records that were
	// written late under an earlier second.
	overlap = time.Minute
	// stepBack is how far the cursor goes back when its time is no guide.
	stepBack = 15 * time.Minute
	// maxSeen bounds the ids that are remembered, so that the cursor stays shorter
	// than what an isolated add-in may be handed.
	maxSeen = 1000
	// maxCounts bounds the different records of one second that are counted.
	maxCounts = 1000
	// maxCursor is how long it may be: an isolated add-in is handed no text of more.
	maxCursor = 98_000

	cursorVersion = 1
)

// Reasons to begin elsewhere than the cursor says.
const (
	resetClock      = "clock"
	resetUnreadable = "unreadable"
)

// cursor is where reading goes on.
type cursor struct {
	Version int    `json:"v"`
	From    string `json:"from"` // the first second that is not closed
	// Seen are the last records that were taken or that others had sent, oldest
	// first, as seconds and shortened ids. Records up to Forgotten that lie before
	// From were seen too: in a burst of more than maxSeen records within the
	// overlap, one of them that is written late is lost.
	Seen      []string `json:"seen,omitempty"`
	Forgotten string   `json:"forgotten,omitempty"`
	// Second is the last second that this reading has come to, and Counts how many
	// records of each digest it has met there.
	Second string         `json:"second,omitempty"`
	Counts map[string]int `json:"counts,omitempty"`
	Marks  []mark         `json:"marks,omitempty"`
	// Open are the sessions that go on, or whose end is not told yet, and Releases those
	// that they run.
	Open     []string  `json:"open,omitempty"`
	Releases []Release `json:"releases,omitempty"`

	from    time.Time
	seen    map[string]bool
	marksOf map[int64][]*mark

	sessions sessions
}

func parseCursor(text string, o *options) (c *cursor, reset string) {
	if rawjson.Unmarked(text) == "" {
		c = newCursor(o.now)
		c.Forgotten = printDate(o.now.Add(-time.Second))
		return c, ""
	}
	c = &cursor{}
	from, ok := time.Time{}, false
	if json.Unmarshal([]byte(rawjson.Unmarked(text)), c) == nil && c.Version == cursorVersion {
		from, ok = parseDate(c.From)
	}
	if !ok {
		return newCursor(o.now.Add(-stepBack)), resetUnreadable
	}
	if len(c.Seen) > maxSeen || len(c.Counts) > maxCounts || len(c.Marks) > maxMarks || len(c.Open) > maxOpen || len(c.Releases) > maxOpen {
		return newCursor(o.now.Add(-stepBack)), resetUnreadable
	}
	c.setFrom(from)
	c.index()
	for _, text := range c.Open {
		if s, release, ok := parseSession(text); ok {
			if release > 0 && release <= len(c.Releases) {
				s.release = c.Releases[release-1]
			}
			c.sessions = append(c.sessions, s)
		}
	}
	return c, ""
}

func newCursor(from time.Time) *cursor {
	c := &cursor{Version: cursorVersion}
	c.setFrom(from)
	c.index()
	return c
}

func (c *cursor) index() {
	c.seen = make(map[string]bool, len(c.Seen))
	for _, text := range c.Seen {
		if _, short, ok := splitEntry(text); ok {
			c.seen[short] = true
		}
	}
}

func (c *cursor) setFrom(from time.Time) {
	c.from, c.From = from, printDate(from)
}

// followClock goes back if the cursor lies where no record can be yet: the clock
// was set back, or the cursor comes from a machine whose clock was wrong.
func (c *cursor) followClock(o *options) (reset string) {
	if !c.from.After(o.safe().Add(time.Second)) || !c.from.After(o.now) {
		return ""
	}
	c.setFrom(o.now.Add(-stepBack))
	c.Forgotten = ""
	return resetClock
}

// shortID is what of an id is remembered.
func shortID(id string) string { return id[:16] }

// entry is what stands in Seen: the second, so that forgetting an id keeps its
// time, and the id.
func entry(id string, date time.Time) string {
	return strconv.FormatInt(date.Unix(), 36) + ":" + shortID(id)
}

func splitEntry(text string) (date time.Time, short string, ok bool) {
	seconds, short, _ := strings.Cut(text, ":")
	n, err := strconv.ParseInt(seconds, 36, 64)
	return time.Unix(n, 0).UTC(), short, err == nil && len(short) == 16
}

func (c *cursor) isSeen(id string, date time.Time) bool {
	if c.seen[shortID(id)] {
		return true
	}
	forgotten, ok := parseDate(c.Forgotten)
	return ok && !date.After(forgotten) && date.Before(c.from)
}

func (c *cursor) remember(id string, date time.Time) {
	c.seen[shortID(id)] = true
	c.Seen = append(c.Seen, entry(id, date))
	// Cutting in large pieces keeps a long chunk linear.
	if len(c.Seen) >= 2*maxSeen {
		c.trim()
	}
}

// trim forgets the oldest ids. What they stand for is closed by then, unless the
// clock was set back.
func (c *cursor) trim() {
	excess := len(c.Seen) - maxSeen
	if excess <= 0 {
		return
	}
	for _, text := range c.Seen[:excess] {
		date, short, _ := splitEntry(text)
		delete(c.seen, short)
		if forgotten, ok := parseDate(c.Forgotten); !ok || date.After(forgotten) {
			c.Forgotten = printDate(date)
		}
	}
	c.Seen = slices.Delete(c.Seen, 0, excess)
}

// count returns how many records like this one the reading has met in its second.
func (c *cursor) count(d digest, date string) int {
	if c.Second != date {
		c.Second, c.Counts = date, nil
	}
	key := d.short()
	n, known := c.Counts[key]
	if known || len(c.Counts) < maxCounts {
		if c.Counts == nil {
			c.Counts = map[string]int{}
		}
		c.Counts[key] = n + 1
	}
	return n
}

// text is the cursor as it is kept, and how many sessions it had to forget for its
// length.
func (c *cursor) text() (text string, forgotten int) {
	c.trim()
	c.Open, c.Releases = c.Open[:0], nil
	for _, s := range c.sessions {
		c.Open = append(c.Open, s.text(c.numberOf(s.release)))
	}
	for text = c.encode(); len(text) > maxCursor && len(c.Open) > 0; text = c.encode() {
		excess := len(text) - maxCursor
		n := min(len(c.Open), 1+excess/len(c.Open[0]))
		c.Open = c.Open[n:]
		forgotten += n
	}
	return text, forgotten
}

// numberOf is the number of a release in Releases, from 1; 0 is none.
func (c *cursor) numberOf(release Release) int {
	if release.Name == "" {
		return 0
	}
	at := slices.Index(c.Releases, release)
	if at < 0 {
		at, c.Releases = len(c.Releases), append(c.Releases, release)
	}
	return at + 1
}

func (c *cursor) encode() string {
	text, err := json.Marshal(c)
	if err != nil {
		panic("BUG: eventlog: cursor: " + err.Error())
	}
	return string(text)
}
