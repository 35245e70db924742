// Package watch tells what the component of this user does right now: which processes use
// it, what waits, what was dropped and what servers answered. It is for administrators, and
// for programs that watch machines.
//
// It reads what lies on the disk and in memory that outlives a process, and does nothing
// else: it takes no lock, changes nothing, makes no folder, and no run waits for it. Nothing
// of what it reads is believed. Texts of events are not read at all.
package watch

import (
	"slices"
	"time"

	"sentry1c/addin/internal/status"
)

// State is what is known of the life of a run.
type State string

// States.
const (
	Running State = "running"
	// Ended is a run whose process is gone; what it left, the next one sends.
	Ended State = "ended"
	// TakenOver is one that another process is just taking over.
	TakenOver State = "taken-over"
	// Unknown is one of which this system does not tell.
	Unknown State = "unknown"
)

var states = []State{Running, Ended, TakenOver, Unknown}

// Overview is what there is at one moment.
type Overview struct {
	At time.Time
	// SwitchedOff names what switches the component off; "" is nothing.
	SwitchedOff string
	Roots       []string
	// Kept reports whether the component has kept anything in a root.
	Kept     bool
	Runs     []Run
	Projects []Project
	// Problems are what could not be read.
	Problems []string
}

// Run is a process that uses the component, or used it.
type Run struct {
	ID    string
	State State
	// Root is that of its spool; "" if nothing says so.
	Root  string
	Since time.Time
	// Rings are its rings; of RingBytes, RingUsed are not read yet.
	Rings               int
	RingBytes, RingUsed int64
	// Told is what it tells of itself; nil if it does not.
	Told *status.Status
}

// Project is what waits for one project in one root.
type Project struct {
	Root, Folder string
	// Server is the address without the key; "" if nobody has noted it.
	Server string
	// Waiting counts by category; Orphans is how many of them ended runs left.
	Waiting map[string]int
	Orphans int
	Bytes   int64
	Oldest  time.Time
	// Limits are until when the server wants to be left alone, by category.
	Limits map[string]time.Time
	// Quarantine counts what no server takes, by reason.
	Quarantine map[string]int
	// Odd is how many files the component has not made.
	Odd int
}

// waits is how much waits in all.
func (p *Project) waits() (total int) {
	for _, count := range p.Waiting {
		total += count
	}
	return total
}

// longWait is how old what waits may be before that is bad news.
const longWait = time.Hour

// bad reports whether somebody should look after the component: it is off, it has never
// been here, a server was not reached the last time, something has waited for long, or
// something cannot be read.
func (o *Overview) bad() bool {
	if o.SwitchedOff != "" || !o.Kept || len(o.Problems) > 0 {
		return true
	}
	for i := range o.Runs {
		if o.Runs[i].fails() {
			return true
		}
	}
	return slices.ContainsFunc(o.Projects, func(p Project) bool { return p.waits() > 0 && o.At.Sub(p.Oldest) > longWait })
}

// running is how many processes use the component.
func (o *Overview) running() (count int) {
	for i := range o.Runs {
		if o.Runs[i].State == Running {
			count++
		}
	}
	return count
}

// fails reports whether a run that lives could not send the last time.
func (run *Run) fails() bool {
	return run.State == Running && run.Told != nil && slices.ContainsFunc(run.Told.Clients, func(c status.Client) bool { return c.Failures > 0 })
}
