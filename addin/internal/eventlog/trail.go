package eventlog

import (
	"slices"
	"strings"
	"time"

	"sentry1c/addin/internal/mask"
)

const (
	// maxTrail bounds the rows of one trail that are looked at.
	maxTrail = 1000
	// maxShared is how many of them come from rows that several events share.
	maxShared = 300
	// MaxCrumbs bounds what of a trail an event can have.
	MaxCrumbs = 100
)

// Crumb is what happened in a session before an error, as a breadcrumb.
type Crumb struct {
	Time     time.Time
	Level    string // error, warning, info or debug
	Category string // session.start, data.update, log, …
	Type     string // what servers have a picture for: session, user, query, …
	Message  string
	Data     []Field
}

// TrailOptions say what of a trail may be told.
type TrailOptions struct {
	// Everything is told, comments and users included; else events and names of
	// metadata only.
	Everything bool
	// Max is how many crumbs are wanted at most; the oldest are left out. 0 is MaxCrumbs.
	Max int
	// Mask hides secrets; nil hides those that the package mask knows.
	Mask *mask.Masker
}

// crumbKind is how a breadcrumb shows events.
type crumbKind struct{ category, kind string }

// crumbKinds are those of the platform's events; what is not among them goes by the
// group of its name.
var crumbKinds = map[string]crumbKind{
	"_$Session$_.Start":               {"session.start", "session"},
	"_$Session$_.Finish":              {"session.finish", "session"},
	"_$Session$_.Authentication":      {"auth", "user"},
	"_$Session$_.AuthenticationError": {"auth.error", "user"},
	"_$Data$_.New":                    {"data.new", "query"},
	"_$Data$_.Update":                 {"data.update", "query"},
	"_$Data$_.Delete":                 {"data.delete", "query"},
	"_$Data$_.Post":                   {"data.post", "query"},
	"_$Data$_.Unpost":                 {"data.unpost", "query"},
	"_$Access$_.Access":               {"access", "user"},
	"_$Access$_.AccessDenied":         {"access.denied", "error"},
	"_$Transaction$_.Rollback":        {"transaction.rollback", "transaction"},
	"_$Job$_.Start":                   {"job.start", "system"},
	"_$Job$_.Succeed":                 {"job.succeed", "system"},
	"_$Job$_.Fail":                    {"job.fail", "error"},
	"_$Job$_.Cancel":                  {"job.cancel", "system"},
	"_$Job$_.Terminate":               {"job.terminate", "system"},
	performError:                      {"error", "error"},
}

func kindOf(event, level string) crumbKind {
	if kind, ok := crumbKinds[event]; ok {
		return kind
	}
	kind := "info"
	if level == "error" || level == "warning" {
		kind = level
	}
	if group, _, ok := strings.Cut(strings.TrimPrefix(event, "_$"), "$_"); ok && strings.HasPrefix(event, "_$") {
		return crumbKind{strings.ToLower(group), kind}
	}
	return crumbKind{"log", kind}
}

// Crumbs are the breadcrumbs of the event, oldest first: the rows of its session up to
// it, back to the start of the session, since numbers of sessions are used again. Rows
// in any order, of other sessions, twice, or the event's own are put right.
func (e *Event) Crumbs(o TrailOptions) []Crumb {
	most := o.Max
	if most <= 0 || most > MaxCrumbs {
		most = MaxCrumbs
	}
	var actions []*dated
	rows := e.trailRows()
	for i := range rows {
		r := &rows[i]
		r.repeats = 1
		if last := len(actions) - 1; last >= 0 && sameAction(&actions[last].row, &r.row) {
			r.repeats += actions[last].repeats
			actions = actions[:last]
		}
		actions = append(actions, r)
	}
	var crumbs []Crumb
	for _, r := range actions[max(0, len(actions)-most):] {
		crumbs = append(crumbs, e.crumb(r, r.repeats, &o))
	}
	return crumbs
}

// dated is a row of a trail with its moment.
type dated struct {
	row
	at      time.Time
	repeats int
}

func (e *Event) trailRows() []dated {
	var rows []dated
	own := true // the event's own record may stand among them, once, with as much of its comment as the caller gave
	for i := len(e.trail) - 1; i >= max(0, len(e.trail)-maxTrail); i-- {
		r := &e.trail[i]
		at, ok := parseDate(r.Date)
		if !ok || at.After(e.local) || r.Session != 0 && r.Session != e.Session {
			continue
		}
		if own && at.Equal(e.local) && r.Event == e.Event && strings.HasPrefix(e.Comment, r.Comment) && r.Metadata == e.Metadata {
			own = false
			continue
		}
		rows = append(rows, dated{row: *r, at: at})
	}
	slices.Reverse(rows) // equal seconds keep their order
	slices.SortStableFunc(rows, func(a, b dated) int { return a.at.Compare(b.at) })
	for i := len(rows) - 1; i >= 0; i-- {
		if rows[i].Event == sessionStart {
			return rows[i:]
		}
	}
	return rows
}

// shareTrail gives each event that carries no trail of its own what is known of its
// session up to it.
func (r *Result) shareTrail(rows []row) {
	if len(rows) == 0 {
		return
	}
	bySession := map[int64][]row{}
	for i := range rows {
		if _, ok := parseDate(rows[i].Date); ok && rows[i].Session != 0 {
			bySession[rows[i].Session] = append(bySession[rows[i].Session], rows[i])
		}
	}
	for _, of := range bySession {
		slices.SortStableFunc(of, func(a, b row) int { return strings.Compare(a.Date, b.Date) })
	}
	for i := range r.Events {
		e := &r.Events[i]
		if len(e.trail) > 0 {
			continue
		}
		of := bySession[e.Session]
		end, _ := slices.BinarySearchFunc(of, printDate(e.local), func(one row, until string) int {
			if one.Date <= until {
				return -1
			}
			return 1
		})
		e.trail = of[max(0, end-maxShared):end]
	}
}

// sameAction reports whether two rows say the same, one after the other.
func sameAction(a, b *row) bool {
	return a.Event == b.Event && a.Metadata == b.Metadata && a.Comment == b.Comment && a.Transaction == b.Transaction && a.Level == b.Level
}

func (e *Event) crumb(r *dated, repeats int, o *TrailOptions) Crumb {
	level, known := levelOf(r.Level)
	if !known {
		level = "info"
	}
	kind := kindOf(r.Event, level)
	message := o.Mask.Text(Presentation(r.Event, e.Language))
	if r.Metadata != "" {
		message += ": " + o.Mask.Text(r.Metadata)
	}
	c := Crumb{Time: r.at.Add(e.Time.Sub(e.local)), Level: level, Category: kind.category, Type: kind.kind}
	text := func(name, value string) {
		if value != "" {
			c.Data = append(c.Data, Field{Name: name, Text: o.Mask.Text(value)})
		}
	}
	if e.Transaction != "" && r.Transaction == e.Transaction && e.Status == rolledBack {
		text("transaction", rolledBack)
	} else if r.Status == rolledBack {
		text("transaction", r.Status)
	}
	if repeats > 1 {
		c.Data = append(c.Data, Field{Name: "count", Number: int64(repeats)})
	}
	if o.Everything {
		if r.Comment != "" {
			first, _, _ := strings.Cut(r.Comment, "\n")
			message += ": " + o.Mask.Text(first)
		}
		if r.Event != authentication { // its data is the user of the operating system
			text("data", r.Data)
		}
	}
	c.Message = o.Mask.Text(message)
	return c
}

// Words of the log's contract and names of events that have a meaning here.
const (
	rolledBack     = "rolledBack"
	authentication = "_$Session$_.Authentication"
	sessionStart   = "_$Session$_.Start"
	sessionFinish  = "_$Session$_.Finish"
)
