package eventlog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// holderLabels stand before what a message about a lock tells of the session that holds
// it, in Russian and English.
var holderLabels = []struct {
	name     string
	labels   [2]string
	personal bool
}{
	{"session", [2]string{"сеанс: ", "session: "}, false},
	{"started", [2]string{"начат: ", "started: "}, false},
	{"application", [2]string{"приложение: ", "application: "}, false},
	{"computer", [2]string{"компьютер: ", "computer: "}, true},
	{"user", [2]string{"пользователь: ", "user: "}, true},
}

const (
	// maxHeld bounds the text that is searched, and maxValue each value.
	maxHeld  = 32 << 10
	maxValue = 200
	// maxBlockers bounds the processes of a database server that are named.
	maxBlockers = 5
)

// lockWords are in every message about a lock, in lower case.
var lockWords = []string{"блокир", "блокув", "locked", "locking", "lock "}

// speaksOfLocks reports whether a text, in lower case, is about a lock.
func speaksOfLocks(lower string) bool {
	return slices.ContainsFunc(lockWords, func(word string) bool { return strings.Contains(lower, word) })
}

// isLock reports whether the record is an error about a lock.
func (r *row) isLock() bool {
	level, _ := levelOf(r.Level)
	return level == levelError && speaksOfLocks(strings.ToLower(r.Comment[:min(len(r.Comment), maxHeld)]))
}

// LockHolder is the other side of an error about a lock, as the message names it: the
// session that holds it, or the processes of the database server that stood in the way;
// nil if it names none. Who works there is told only if everything may be.
func (e *Event) LockHolder(everything bool) []Field {
	text := e.Comment[:min(len(e.Comment), maxHeld)]
	lower := strings.ToLower(text)
	if !speaksOfLocks(lower) {
		return nil
	}
	if len(lower) != len(text) { // a letter of another length: offsets would not fit
		return blockers(text)
	}
	return append(holderSession(text, lower, everything), blockers(text)...)
}

func holderSession(text, lower string, everything bool) []Field {
	var fields []Field
	for _, one := range holderLabels {
		for _, label := range one.labels {
			at := strings.Index(lower, label)
			if at < 0 || one.personal && !everything {
				continue
			}
			value := text[at+len(label):]
			if end := strings.IndexAny(value[:min(len(value), maxValue)], ",;)\n"); end >= 0 {
				value = value[:end]
			} else if len(value) > maxValue {
				continue
			}
			value = strings.TrimSpace(value)
			if one.name != "session" {
				if value != "" {
					fields = append(fields, Field{Name: one.name, Text: value})
				}
				break
			}
			number, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				return nil // a label without a session speaks of something else
			}
			fields = append(fields, Field{Name: one.name, Number: number})
			break
		}
		if one.name == "session" && fields == nil {
			return nil
		}
	}
	return fields
}

// waits is a line of PostgreSQL's report of a deadlock: who waits, and for whom. It tells
// of its own process first (src/backend/storage/lmgr/deadlock.c, DeadLockReport).
var waits = regexp.MustCompile(`(?i)(?:Process|Процесс) (\d{1,10}) [^\n;]{1,200}; (?:blocked by process|заблокирован процессом) (\d{1,10})`)

// blockers are the processes of the database server that stood in the way of the session's
// own. A session's process is shown by the cluster's console, not by the log.
func blockers(text string) []Field {
	lines := waits.FindAllStringSubmatch(text, 2*maxBlockers)
	var others []string
	for _, line := range lines {
		for _, process := range line[1:] {
			if process != lines[0][1] && !slices.Contains(others, process) && len(others) < maxBlockers {
				others = append(others, process)
			}
		}
	}
	if others == nil {
		return nil
	}
	return []Field{{Name: "dbms_processes", Text: strings.Join(others, ", ")}}
}
