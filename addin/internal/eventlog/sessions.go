package eventlog

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Unpaired counts rows that end a session whose start is not known.
const Unpaired Reason = "unpaired"

// Forgotten counts sessions that are too many to be kept in mind.
const Forgotten Reason = "forgotten"

// NoRelease counts updates of sessions that no server would take.
const NoRelease Reason = "noRelease"

// maxOpen bounds the sessions that are kept in mind: they lie in the cursor.
const maxOpen = 1000

// clientApplications are those whose sessions count unless the options say others:
// somebody works in them.
var clientApplications = []string{"1CV8", "1CV8C", "WebClient", "MobileClient", "MobileAppClient"}

// Update is the state of a session of release health. It carries all of it, so that an
// update that overtakes another, or comes twice, does no harm.
type Update struct {
	ID          string // a UUID, the same whenever the session is read again
	Init        bool   // the first one of the session
	Seq         int64  // grows from update to update
	Status      string // ok, exited, unhandled or abnormal
	Started     time.Time
	Time        time.Time
	Duration    time.Duration // of one that has ended
	Errors      int64
	DistinctID  string // digest of the user's id; "" if there is none
	Application string // of the first update
	Release     Release
}

// Release is what the sessions of an infobase run: servers count them by it.
type Release struct {
	Name        string `json:"r,omitempty"`
	Environment string `json:"e,omitempty"`
}

// session is one that has begun.
type session struct {
	number    int64
	started   time.Time // by the server's clock
	finished  time.Time // zero while it goes on
	lost      bool      // it ends without a row that says so
	missed    bool      // the list of those alive lacked it once: its end may still be on the way
	errors    int64
	told      int64 // errors that an update has told
	unhandled bool
	seq       int64  // of the next update
	user, app string // until the first update
	did       string // tells its user apart, from then on
	last      time.Time
	release   Release // at its start: an update meanwhile makes it no session of the new one
}

// sessions are those in the cursor, in the order of their starts.
type sessions []*session

// find returns the session of a number that went on at a moment.
func (s sessions) find(number int64, at time.Time) *session {
	for _, one := range slices.Backward(s) {
		if one.number == number && !at.Before(one.started) && (one.finished.IsZero() || !at.After(one.finished)) {
			return one
		}
	}
	return nil
}

// open returns the session of a number that has no end yet.
func (s sessions) open(number int64) *session {
	for _, one := range slices.Backward(s) {
		if one.number == number && one.finished.IsZero() {
			return one
		}
	}
	return nil
}

// takeSessions goes through rows that begin and end sessions. What they say is told when
// their window closes, so that errors of the window count whichever are given first.
func (r *Result) takeSessions(in *input, c *cursor) {
	slices.SortStableFunc(in.Sessions, func(a, b row) int { return strings.Compare(a.Date, b.Date) })
	safe := in.Options.safe()
	for i := range in.Sessions {
		record := &in.Sessions[i]
		date, ok := parseDate(record.Date)
		switch {
		case !ok || record.Event != sessionStart && record.Event != sessionFinish:
			r.Skipped[Bad]++
			continue
		case date.After(safe):
			r.Skipped[Later]++
			continue
		case !in.Options.countsSessions(record.Application):
			continue
		}
		if reason := r.takeSession(record, date, &in.Options, c); reason != "" {
			r.Skipped[reason]++
		}
	}
	if excess := len(c.sessions) - maxOpen; excess > 0 {
		c.sessions = slices.Delete(c.sessions, 0, excess)
		r.Skipped[Forgotten] += excess
	}
}

func (r *Result) takeSession(record *row, date time.Time, o *options, c *cursor) Reason {
	d := record.digest(o.Infobase, "session")
	id := d.id(0) // one number begins or ends once in a second
	if c.isSeen(id, date) {
		return Seen
	}
	c.remember(id, date)
	if record.Session <= 0 {
		return Bad
	}
	before := c.sessions.open(record.Session)
	if record.Event == sessionFinish {
		if before == nil || date.Before(before.started) {
			return Unpaired
		}
		before.finished = date
		return ""
	}
	if before != nil {
		if date.Before(before.started) {
			return Unpaired // the clock was set back: what goes on is newer
		}
		// Its number is used again, so it has ended.
		before.finished, before.lost = date, true
	}
	at, _ := slices.BinarySearchFunc(c.sessions, date, func(s *session, date time.Time) int {
		if s.started.After(date) {
			return 1
		}
		return -1
	})
	c.sessions = slices.Insert(c.sessions, at, &session{
		number: record.Session, started: date, user: record.User, app: strings.ReplaceAll(record.Application, ":", ""), last: date, release: o.release,
	})
	return ""
}

// countsSessions reports whether sessions of an application count. Designer's do not.
func (o *options) countsSessions(application string) bool {
	if application == "Designer" {
		return false
	}
	wanted := o.SessionApplications
	if len(wanted) == 0 {
		wanted = clientApplications
	}
	return slices.Contains(wanted, application)
}

// countError notes that a record is an error of its session.
func (c *cursor) countError(record *row, date time.Time) {
	if s := c.sessions.find(record.Session, date); s != nil {
		s.errors++
		s.last = date
		s.unhandled = s.unhandled || record.Event == performError
	}
}

// aliveGrace is how long a session may be missing from the list of those alive: the
// list is made at another moment than the log is read.
const aliveGrace = time.Minute

// closeSessions makes updates of what changed in a window, and forgets what has ended.
func (r *Result) closeSessions(in *input, c *cursor) {
	alive := in.aliveSessions()
	var left sessions
	for _, s := range c.sessions {
		if alive != nil && s.finished.IsZero() && in.Options.now.Sub(s.started) > aliveGrace {
			missing := !alive[aliveKey(s.number, s.started)]
			if missing && s.missed {
				s.finished, s.lost = s.last, true
			}
			s.missed = missing
		}
		if update, changed := s.update(&in.Options); changed {
			r.Sessions = append(r.Sessions, update)
		}
		if s.finished.IsZero() {
			left = append(left, s)
		}
	}
	c.sessions = left
}

// update is the session's next update; changed is false if there is nothing to tell.
func (s *session) update(o *options) (u Update, changed bool) {
	if s.seq > 0 && s.finished.IsZero() && s.errors == s.told {
		return u, false
	}
	zone := -time.Duration(o.UTCOffsetMinutes) * time.Minute
	if s.seq == 0 {
		s.did = DistinctID(s.user)
	}
	u = Update{
		ID: s.id(o.Infobase), Init: s.seq == 0, Seq: s.seq, Status: "ok", Started: s.started.Add(zone), Time: s.last.Add(zone), Errors: s.errors,
		DistinctID: s.did, Application: s.app, Release: s.release,
	}
	if u.Release.Name == "" { // none was known then
		u.Release = o.release
	}
	if !s.finished.IsZero() {
		u.Time, u.Duration = s.finished.Add(zone), max(0, s.finished.Sub(s.started))
		switch {
		case s.unhandled:
			u.Status = "unhandled"
		case s.lost:
			u.Status = "abnormal"
		default:
			u.Status = "exited"
		}
	}
	s.seq++
	s.told, s.user, s.app = s.errors, "", ""
	return u, true
}

// id is the session's, a UUID of version 8. Its user tells bases of one name on two
// servers apart.
func (s *session) id(infobase string) string {
	h := sha256.New()
	fmt.Fprintf(h, "session\x00%s\x00%d\x00%d\x00%s", infobase, s.number, s.started.Unix(), s.did)
	id := h.Sum(nil)[:16]
	id[6], id[8] = id[6]&0x0F|0x80, id[8]&0x3F|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// DistinctID tells users apart without naming them; "" is nobody.
func DistinctID(user string) string {
	if user == "" || strings.Trim(user, "0-") == "" { // nobody
		return ""
	}
	sum := sha256.Sum256([]byte("1c user\x00" + user))
	return hex.EncodeToString(sum[:8])
}

// aliveSessions are the sessions of the infobase, by number and start; nil if the caller
// gave none.
func (in *input) aliveSessions() map[string]bool {
	if in.Alive == nil {
		return nil
	}
	alive := make(map[string]bool, len(in.Alive))
	for _, s := range in.Alive {
		if started, ok := parseDate(s.Started); ok {
			// The log's second may be one off the list's.
			for _, off := range [...]time.Duration{-time.Second, 0, time.Second} {
				alive[aliveKey(s.Number, started.Add(off))] = true
			}
		}
	}
	return alive
}

func aliveKey(number int64, started time.Time) string {
	return string(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(number)), uint64(started.Unix())))
}

// Sessions lie in the cursor as short texts: number, start, end, last row, errors, told,
// seq and flags in base 36, then whose it is: the application and the user until the first
// update, their digest from then on. Above the flags stands the number of its release
// among those of the cursor, from 1; 0 is none.
func (s *session) text(release int) string {
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return strconv.FormatInt(t.Unix()-s.started.Unix(), 36)
	}
	flags := 0
	if s.lost {
		flags |= 1
	}
	if s.unhandled {
		flags |= 2
	}
	if s.missed {
		flags |= 4
	}
	flags |= release << flagBits
	text := strings.Join([]string{
		strconv.FormatInt(s.number, 36), strconv.FormatInt(s.started.Unix(), 36), moment(s.finished), moment(s.last),
		strconv.FormatInt(s.errors, 36), strconv.FormatInt(s.told, 36), strconv.FormatInt(s.seq, 36), strconv.FormatInt(int64(flags), 36),
	}, ":")
	about := ""
	switch {
	case s.seq == 0:
		about = ":" + s.app + ":" + s.user
	case s.did != "":
		about = ":" + s.did
	}
	if len(text)+len(about) > maxSessionText {
		return text
	}
	return text + about
}

const (
	// maxSessionText bounds a session in the cursor: a user's id is a GUID.
	maxSessionText = 256
	flagBits       = 3
)

// parseSession reads what text has written.
func parseSession(text string) (s *session, release int, ok bool) {
	parts := strings.SplitN(text, ":", 10)
	if len(parts) < 8 || len(text) > maxSessionText {
		return nil, 0, false
	}
	var numbers [8]int64
	for i := range numbers {
		if parts[i] == "" && (i == 2 || i == 3) {
			continue
		}
		n, err := strconv.ParseInt(parts[i], 36, 64)
		if err != nil {
			return nil, 0, false
		}
		numbers[i] = n
	}
	const (
		latest  = 253402300800 // of the year 10000
		longest = 1 << 30      // seconds of a session
	)
	if numbers[1] < 0 || numbers[1] > latest || min(numbers[2], numbers[3]) < 0 || max(numbers[2], numbers[3]) > longest || numbers[6] < 0 ||
		numbers[7] < 0 || numbers[7]>>flagBits > maxOpen {
		return nil, 0, false
	}
	s = &session{
		number: numbers[0], started: time.Unix(numbers[1], 0).UTC(), errors: numbers[4], told: numbers[5], seq: numbers[6],
		lost: numbers[7]&1 != 0, unhandled: numbers[7]&2 != 0, missed: numbers[7]&4 != 0,
	}
	s.last = s.started.Add(time.Duration(numbers[3]) * time.Second)
	if parts[2] != "" {
		s.finished = s.started.Add(time.Duration(numbers[2]) * time.Second)
	}
	// Written anew, a last moment that is left out takes one character more.
	fits := parts[3] != "" || len(text) < maxSessionText
	switch {
	case !fits:
	case len(parts) == 10 && s.seq == 0:
		s.app, s.user = parts[8], parts[9]
	case len(parts) == 9 && s.seq > 0:
		s.did = parts[8]
	}
	return s, int(numbers[7] >> flagBits), true
}
