package eventlog

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// rival is a transaction of another session that was open when a lock was not granted:
// what the caller found in the log about the time of the error.
type rival struct {
	Session     int64  `json:"session"`
	Application string `json:"application"`
	User        string `json:"user"`
	UserName    string `json:"userName"`
	Metadata    string `json:"metadata"` // what it changed
	Status      string `json:"status"`
	First       string `json:"first"` // its first and its last record
	Last        string `json:"last"`
}

const (
	// maxRivals bounds the sessions that an error names.
	maxRivals = 5
	// lockWait is how long a lock is waited for before that is an error, unless the
	// infobase says otherwise: who failed on one within that time may have held the other.
	lockWait = 20 * time.Second
	// maxNear bounds the records on each side that are looked at.
	maxNear = 50
)

// pairLocks tells errors about locks of those of other sessions at the same time. The rows
// are in the order of their seconds.
func (r *Result) pairLocks(rows []row) {
	if !slices.ContainsFunc(r.Events, func(e Event) bool { return e.lock }) {
		return
	}
	var locks []*row
	for i := range rows {
		if _, ok := parseDate(rows[i].Date); ok && rows[i].Session > 0 && rows[i].isLock() {
			locks = append(locks, &rows[i])
		}
	}
	for i := range r.Events {
		if e := &r.Events[i]; e.lock {
			e.losers = e.near(locks)
		}
	}
}

// near are the errors about locks of other sessions within lockWait, one a session.
func (e *Event) near(locks []*row) (others []*row) {
	at, _ := slices.BinarySearchFunc(locks, printDate(e.local), func(r *row, date string) int { return strings.Compare(r.Date, date) })
	for _, r := range locks[max(0, at-maxNear):min(len(locks), at+maxNear)] {
		date, _ := parseDate(r.Date)
		if r.Session == e.Session || date.Sub(e.local).Abs() > lockWait || len(others) == maxRivals {
			continue
		}
		if !slices.ContainsFunc(others, func(other *row) bool { return other.Session == r.Session }) {
			others = append(others, r)
		}
	}
	return others
}

// LockRivals are the sessions that may be the other side of an error about a lock, by the
// log: those whose transactions were open, and those that failed on a lock at the same
// time. That they are is not proven. Users are told only if everything may be.
func (e *Event) LockRivals(everything bool) []Field {
	if !e.lock {
		return nil
	}
	said := map[int64][]string{}
	var order []int64
	say := func(session int64, texts ...string) {
		if session <= 0 || session == e.Session || len(order) == maxRivals && said[session] == nil {
			return
		}
		if said[session] == nil {
			order = append(order, session)
		}
		for _, text := range texts {
			if text != "" && !slices.Contains(said[session], text) {
				said[session] = append(said[session], text)
			}
		}
	}
	who := func(application, user, userName string) string {
		shown := ApplicationName(application, e.Language)
		if everything {
			if userName == "" {
				userName = user
			}
			shown = strings.Trim(shown+" "+userName, " ")
		}
		return shown
	}
	for i := range e.rivals {
		o := &e.rivals[i]
		say(o.Session, who(o.Application, o.User, o.UserName), cutText(o.Metadata), o.times(), statusWords[o.Status].in(e.Language))
	}
	for _, o := range e.losers {
		say(o.Session, who(o.Application, o.User, o.UserName), cutText(o.Metadata), lostWords.in(e.Language))
	}
	fields := make([]Field, 0, len(order))
	for _, session := range order {
		fields = append(fields, Field{Name: fmt.Sprint("session_", session), Text: strings.Join(said[session], "; ")})
	}
	return fields
}

// times are the seconds of the first and the last record.
func (o *rival) times() string {
	first, ok := parseDate(o.First)
	last, known := parseDate(o.Last)
	if !ok || !known {
		return ""
	}
	const seconds = "15:04:05"
	return first.Format(seconds) + "–" + last.Format(seconds)
}

func cutText(text string) string {
	if len(text) > maxValue {
		return strings.ToValidUTF8(text[:maxValue], "") + "…"
	}
	return text
}

// statusWords are what became of a transaction.
var statusWords = map[string]words{
	"committed":  {"транзакция зафиксирована", "the transaction was committed"},
	rolledBack:   {"транзакция отменена", "the transaction was rolled back"},
	"unfinished": {"транзакция не завершена", "the transaction is not finished"},
}

var lostWords = words{"ошибка блокировки в то же время", "failed on a lock at the same time"}
