package event

import (
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/scope"
)

const (
	// MaxBreadcrumbData is where the data of an action is refused, in bytes.
	MaxBreadcrumbData = 8 << 10
	// maxBreadcrumbMessage is where the text of an action is cut.
	maxBreadcrumbMessage = 4096
)

// Breadcrumb is an action of the user or the program before an event.
type Breadcrumb struct {
	Time                    time.Time
	Level                   names.Level
	Type, Category, Message string
	// Data is an encoded value, or nil. Sentry wants an object: whatever else came
	// becomes its member value.
	Data []byte
}

// Encode returns the action as events carry it.
func (a Breadcrumb) Encode() []byte {
	data := a.Data
	if kind := rawjson.Kind(data); kind != 0 && kind != '{' {
		data = append(append([]byte(`{"value":`), data...), '}')
	}
	b := make([]byte, 0, 256+len(data))
	b = append(b, `{"timestamp":"`...)
	b = a.Time.UTC().AppendFormat(b, envelope.TimeFormat)
	b = append(b, `","level":"`...)
	b = append(append(b, a.Level...), '"')
	b = rawjson.AppendText(b, "type", a.Type)
	b = rawjson.AppendText(b, "category", a.Category)
	b = rawjson.AppendText(b, "message", names.Cut(a.Message, maxBreadcrumbMessage))
	b = rawjson.AppendRaw(b, "data", data)
	return append(b, '}')
}

// maxGivenBreadcrumbs bounds what one capture brings.
const maxGivenBreadcrumbs = 1000

// readBreadcrumbs reads the actions that come with a capture. One that is wrong is left
// out; one without a time has none before the event is made.
func readBreadcrumbs(raw []byte) (actions []Breadcrumb, bad problem.Problem, ok bool) {
	if rawjson.Kind(raw) != '[' {
		return nil, problem.WrongKind('['), false
	}
	ok = true
	for element := range rawjson.Elements(raw) {
		if len(actions) >= maxGivenBreadcrumbs {
			return actions, problem.TooMany(maxGivenBreadcrumbs), false
		}
		action, wrong, good := readBreadcrumb(element)
		if !good {
			bad, ok = wrong, false
			continue
		}
		actions = append(actions, action)
	}
	return actions, bad, ok
}

func readBreadcrumb(raw []byte) (action Breadcrumb, bad problem.Problem, ok bool) {
	if rawjson.Kind(raw) != '{' {
		return action, problem.WrongKind('{'), false
	}
	action.Level, action.Type = names.LevelInfo, "default"
	for key, value := range rawjson.Fields(raw) {
		text, simple := rawjson.Simple(value)
		switch key {
		case "timestamp":
			if action.Time, ok = ParseMoment(value); !ok {
				return action, MomentProblem(), false
			}
		case "level":
			if action.Level, bad, ok = names.ParseLevel(text); !ok {
				return action, bad, false
			}
		case "data":
			if len(value) > MaxBreadcrumbData {
				return action, problem.TooLong(MaxBreadcrumbData), false
			}
			if rawjson.Kind(value) != 'n' {
				action.Data = value
			}
		case "type", "category", "message":
			if !simple && rawjson.Kind(value) != 'n' {
				return action, problem.WrongKind('"'), false
			}
			switch key {
			case "type":
				action.Type = text
			case "category":
				action.Category = text
			default:
				action.Message = text
			}
		default:
			return action, problem.New("unknown key %q: known are timestamp, level, type, category, message, data",
				"неизвестный ключ %q: известны timestamp, level, type, category, message, data", names.Cut(key, 64)), false
		}
	}
	return action, problem.Problem{}, true
}

// actions are the last ones of the scope and those that came with the event, in the
// order of their times, that take at most limit bytes.
func (e *Event) actions(limit int) [][]byte {
	if len(e.Params.Breadcrumbs) == 0 {
		return e.Scope.Breadcrumbs.Last(limit)
	}
	all := e.Scope.Breadcrumbs.Last(1 << 30)
	for _, action := range e.Params.Breadcrumbs {
		if action.Time.IsZero() {
			action.Time = e.Timestamp
		}
		all = append(all, action.Encode())
	}
	// Times are written alike, so their texts are in the order of the moments.
	slices.SortStableFunc(all, func(a, b []byte) int { return strings.Compare(momentOf(a), momentOf(b)) })
	all = all[max(0, len(all)-e.Options.MaxBreadcrumbs):]
	for len(all) > 0 && scope.SizeOf(all) > limit {
		all = all[1:]
	}
	return all
}

func momentOf(action []byte) string {
	moment, _ := rawjson.Text(rawjson.Find(action, "timestamp"))
	return moment
}
