package addin

import (
	"fmt"

	"sentry1c/addin/internal/debuglog"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/spotlight"
)

// beginDebug opens what the options of a client ask for to look into it: a log of what
// happens to each event, and Spotlight.
func (p *process) beginDebug(cl *client) {
	o := &cl.options
	if o.Spotlight != "" {
		cl.config.Copy = spotlight.New(o.Spotlight).Offer
	}
	switch {
	case !o.Debug:
		return
	case o.DebugLogFile == "":
		cl.degraded = append(cl.degraded, problem.New("option debug writes nothing without debugLogFile",
			"параметр debug ничего не записывает без debugLogFile"))
		return
	}
	log := p.logs[o.DebugLogFile]
	if log == nil {
		var err error
		if log, err = debuglog.Open(o.DebugLogFile); err != nil {
			cl.degraded = append(cl.degraded, problem.New("debugLogFile cannot be written: %s",
				"не удалось записать в debugLogFile: %s", reason(err)))
			return
		}
		if p.logs == nil {
			p.logs = make(map[string]*debuglog.Log)
		}
		p.logs[o.DebugLogFile] = log
	}
	cl.log = log
	cl.config.Note = func(line string) { log.Line(fmt.Sprintf("client %d %s", cl.number, line)) }
	cl.note("started")
}

// note adds a line about the client to its log. Callers tell no texts of events.
func (cl *client) note(format string, args ...any) {
	if cl.log != nil {
		cl.log.Line(fmt.Sprintf("client %d ", cl.number) + fmt.Sprintf(format, args...))
	}
}
