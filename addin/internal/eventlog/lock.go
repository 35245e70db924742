package eventlog

import (
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

// maxHeld bounds the text that is searched, and each value.
const (
	maxHeld  = 4096
	maxValue = 200
)

// LockHolder is the other side of an error about a lock: the session that holds it, as
// the message names it; nil if it names none. Who works there is told only if everything
// may be.
func (e *Event) LockHolder(everything bool) []Field {
	text := e.Comment[:min(len(e.Comment), maxHeld)]
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // a letter of another length: offsets would not fit
		return nil
	}
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
