package eventlog

import "sentry1c/addin/internal/bslerr"

// Names of the platform's events that are errors which nobody caught.
const (
	performError = "_$PerformError$_"
	jobFail      = "_$Job$_.Fail"
)

// Unhandled reports whether nobody caught the error.
func (e *Event) Unhandled() bool { return e.Event == performError || e.Event == jobFail }

// IsError reports whether the record is an error with a structure: one that nobody
// caught, or a comment with places, categories, causes, or a message of the platform.
// Anything else is a message, whatever its level: «Данные. Изменение: не записан заказ».
func (e *Event) IsError() bool {
	if e.Unhandled() {
		return e.Comment != ""
	}
	report := bslerr.Parse(e.Comment)
	if len(report.Exceptions) > 1 {
		return true
	}
	for i := range report.Exceptions {
		x := &report.Exceptions[i]
		if len(x.Frames) > 0 || len(x.Categories) > 0 || x.Type() != bslerr.RuntimeError {
			return true
		}
	}
	return false
}

// Presentation is what 1C shows for the event, in the record's language.
func (e *Event) Presentation() string { return Presentation(e.Event, e.Language) }

// Message is what a record says that is no error: the event's presentation, and behind
// it the comment.
func (e *Event) Message() string {
	shown := e.Presentation()
	switch {
	case shown == "":
		return e.Comment
	case e.Comment == "":
		return shown
	}
	return shown + ": " + e.Comment
}

// Field is one thing that a record says of its session.
type Field struct {
	Name   string
	Text   string
	Number int64 // if there is no text
}

// Session are the fields of the record's own session, for the context of this name;
// those that may name a human being only if everything may be told.
func (e *Event) SessionFields(everything bool) []Field {
	var fields []Field
	text := func(name, value string) {
		if value != "" {
			fields = append(fields, Field{Name: name, Text: value})
		}
	}
	number := func(name string, value int64) {
		if value != 0 {
			fields = append(fields, Field{Name: name, Number: value})
		}
	}
	number("number", e.Session)
	text("application", e.Application)
	if shown := ApplicationName(e.Application, e.Language); shown != e.Application {
		text("application_name", shown)
	}
	number("connection", e.Connection)
	text("server", e.Server) // a machine of the cluster, nobody's own
	number("port", e.Port)
	text("data_area", e.DataArea)
	if everything {
		text("computer", e.Computer)
	}
	return fields
}

// ofSession are contexts and tags that speak of the session which set them.
var ofSession = map[string]bool{
	"session": true, "client": true, "application": true, "application_name": true, "app": true, "device": true, "os": true, "culture": true, "browser": true,
	"form": true, "background_job": true, "trace": true, "user": true, "computer": true,
}

// OfSession reports whether a context or a tag of that name speaks of the session that
// set it: an event made of a record of the log must not have that of the exporter.
func OfSession(name string) bool { return ofSession[name] }
