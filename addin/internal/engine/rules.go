// Package engine is the one room that knows sentry-go. It does here what sentry-go
// decides in every Go program: which events are sampled out (SampleRate), which are
// ignored for what they say (IgnoreErrors), and what the text of a DSN means. Scopes,
// encoding, transport and everything else are ours, because it loses what it holds
// when a process dies.
//
// No type of sentry-go leaves this package, so that it can be pinned or replaced here.
// Package options asks it for a DSN, package client for its rules.
package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/getsentry/sentry-go"
)

// Event is what rules look at.
type Event struct {
	Message    string
	Exceptions []Exception
}

// Exception is one of a chain.
type Exception struct {
	Type, Value string
}

// Verdict is what becomes of an event.
type Verdict int

const (
	// Send it.
	Send Verdict = iota
	// SampledOut: it was not among those that the sample rate takes.
	SampledOut
	// Ignored: a rule names what it says.
	Ignored
)

// Rules decide about events.
//
// # Threads
//
// One goroutine at a time.
type Rules interface {
	Judge(Event) Verdict
}

// Config is what rules are made of.
type Config struct {
	DSN         string
	Environment string
	// SampleRate is the share of events that are sent, from 0 to 1.
	SampleRate float64
	// IgnoreErrors are regular expressions: an event is ignored whose message, or the
	// type or value of one of whose exceptions, matches one.
	IgnoreErrors []string
}

// noName stands for what sentry-go would otherwise look for itself: the name of the
// machine, and a release, for which it runs git (facts: sentry 2.5). It never leaves
// the process.
const noName = "-"

// NewRules returns the rules of sentry-go.
func NewRules(c Config) (Rules, error) {
	r := &rules{nothing: c.SampleRate == 0, all: c.SampleRate == 1 && len(c.IgnoreErrors) == 0}
	var err error
	r.client, err = sentry.NewClient(sentry.ClientOptions{
		Dsn:                  c.DSN,
		SampleRate:           c.SampleRate,
		IgnoreErrors:         c.IgnoreErrors,
		Release:              noName,
		Environment:          c.Environment,
		ServerName:           noName,
		Transport:            (*outcome)(r),
		Integrations:         onlyIgnoreErrors,
		DisableClientReports: true,
	})
	if err != nil {
		return nil, fmt.Errorf("engine: make rules: %w", err)
	}
	// Ends the batchers of logs and metrics, which start with every client and are not
	// used here: two goroutines less. Capturing goes on working.
	r.client.Close()
	return r, nil
}

// rules let an event go through a client of sentry-go, and see how far it comes.
type rules struct {
	client *sentry.Client
	// nothing is sent at a rate of 0, which sentry-go takes for 1.
	nothing bool
	// all is sent: there is no rule.
	all bool
	// kept and sent are how far the event under judgement came: past sampling, and to
	// the transport.
	kept, sent bool
}

// Judge implements Rules.
func (r *rules) Judge(e Event) Verdict {
	if r.nothing {
		return SampledOut
	}
	if r.all {
		return Send
	}
	event := sentry.NewEvent()
	event.Message = e.Message
	for _, exception := range e.Exceptions {
		event.Exception = append(event.Exception, sentry.Exception{Type: exception.Type, Value: exception.Value})
	}
	r.kept, r.sent = false, false
	r.client.CaptureEvent(event, nil, (*keptMark)(r))
	switch {
	case r.sent:
		return Send
	case r.kept:
		return Ignored
	}
	return SampledOut
}

// onlyIgnoreErrors keeps of sentry-go's integrations the one whose option we offer; the
// others describe the Go program.
func onlyIgnoreErrors(all []sentry.Integration) []sentry.Integration {
	var kept []sentry.Integration
	for _, integration := range all {
		if integration.Name() == "IgnoreErrors" {
			kept = append(kept, integration)
		}
	}
	return kept
}

// keptMark is the scope that sentry-go applies to an event which it has not sampled
// out, and before anything that may ignore it.
type keptMark rules

// ApplyToEvent implements sentry.EventModifier.
func (m *keptMark) ApplyToEvent(event *sentry.Event, _ *sentry.EventHint, _ *sentry.Client) *sentry.Event {
	m.kept = true
	return event
}

// outcome is where an event ends that nothing speaks against; it implements
// sentry.Transport. Its other methods have nothing to do.
type outcome rules

// SendEvent implements sentry.Transport.
func (o *outcome) SendEvent(*sentry.Event) { o.sent = true }

// Flush implements sentry.Transport.
func (o *outcome) Flush(time.Duration) bool { return true }

// FlushWithContext implements sentry.Transport.
func (o *outcome) FlushWithContext(context.Context) bool { return true }

// Close implements sentry.Transport.
func (o *outcome) Close() {}

// Configure implements sentry.Transport.
func (o *outcome) Configure(sentry.ClientOptions) {}
