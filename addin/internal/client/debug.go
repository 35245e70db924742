package client

import (
	"fmt"

	"sentry1c/addin/internal/debuglog"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/spotlight"
)

// DebugLogs are the files that options ask for, by path.
type DebugLogs map[string]*debuglog.Log

func (logs DebugLogs) open(path string) (*debuglog.Log, error) {
	if log := logs[path]; log != nil {
		return log, nil
	}
	log, err := debuglog.Open(path)
	if err == nil {
		logs[path] = log
	}
	return log, err
}

// BeginDebug opens what the options of a client ask for to look into it: a log of what
// happens to each event, and Spotlight.
func (cl *Client) BeginDebug(logs DebugLogs) {
	o := &cl.Options
	if o.Spotlight != "" {
		cl.config.Copy = spotlight.New(o.Spotlight).Offer
	}
	switch {
	case !o.Debug:
		return
	case o.DebugLogFile == "":
		cl.Degraded = append(cl.Degraded, problem.New("option debug writes nothing without debugLogFile",
			"параметр debug ничего не записывает без debugLogFile"))
		return
	}
	log, err := logs.open(o.DebugLogFile)
	if err != nil {
		cl.Degraded = append(cl.Degraded, problem.New("debugLogFile cannot be written: %s",
			"не удалось записать в debugLogFile: %s", problem.Cause(err)))
		return
	}
	cl.log = log
	cl.config.Note = func(line string) { log.Line(fmt.Sprintf("client %d %s", cl.Number, line)) }
	cl.Note("started")
}

// Note adds a line about the client to its log. Callers tell no texts of events.
func (cl *Client) Note(format string, args ...any) {
	if cl.log != nil {
		cl.log.Line(fmt.Sprintf("client %d ", cl.Number) + fmt.Sprintf(format, args...))
	}
}
