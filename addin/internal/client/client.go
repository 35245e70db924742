// Package client is one project with one set of options: its rules, what it gathers and
// holds back (batches, repeats, check-ins that come too often), and its delivery. Objects
// with the same DSN and options share it.
//
// Package addin makes clients and gives them events; it writes files and asks servers
// through package delivery only.
package client

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"sentry1c/addin/internal/debuglog"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/engine"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/machine"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/sdk"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/tracing"
)

// Client sends to one project with one set of options. It lives until nobody has used it
// for long.
//
// # Threads
//
// The worker only; its delivery has locks of its own.
type Client struct {
	Number   uint32
	DSN      string
	Options  options.Options
	Root     string            // of its spool
	Given    []byte            // the options as JSON, for the next process
	Said     map[string]string // by the environment of the process
	rules    engine.Rules
	Delivery *delivery.Delivery
	config   delivery.Config // of it
	http     *http.Client
	log      *debuglog.Log // nil without one
	Objects  int           // that use it now
	// Unused is since when no object uses it; zero if one does.
	Unused   time.Time
	monitors map[string]*monitor
	Place    tracing.About // what its traces tell
	Recorded uint64
	// Collapse bounds how many repeats are sent; wake makes the worker look at it.
	collapse collapse
	batches  batches
	symbols  *symbolsFile // nil without one
	wake     func()
	// Degraded tells what could not be had, and why.
	Degraded []problem.Problem
}

// Key tells clients apart. Options print all their fields, so the text is
// the same for the same options only.
func Key(dsn string, o options.Options) string {
	o.SettingsKey = "" // says nothing of the client
	o.Mask = nil       // nor does it beside the patterns
	return strings.TrimSpace(dsn) + "\n" + fmt.Sprintf("%#v", o)
}

// Source is where an envelope comes from.
type Source struct {
	Owner   *delivery.Owner
	Created time.Time
	Run     string
	Record  uint64
	Part    int // of the event itself
	Outlet  Outlet
	// Files reads what callers named.
	Files *scope.Files
	// Fatal must be on the disk when the call returns.
	Fatal bool
}

// Has reports whether an earlier process made the envelope of a part.
func (s *Source) Has(cl *Client, part int) bool { return s.Outlet.Made(cl, s.Record, part) }

// Item is what the delivery is given of an envelope, the part'th of its record.
func (s *Source) Item(category delivery.Category, part int, envelope []byte) delivery.Item {
	return delivery.Item{
		Category: category,
		Envelope: envelope,
		Owner:    s.Owner,
		Created:  s.Created,
		Run:      s.Run,
		Record:   s.Record,
		Part:     part,
		Sync:     s.Fatal,
	}
}

func New(number uint32, files *scope.Files, dsn engine.DSN, dsnText string, o options.Options, via http.RoundTripper) (*Client, problem.Problem, bool) {
	httpClient, err := delivery.NewHTTPClient(delivery.HTTPOptions{
		Timeout:            o.HTTPTimeout,
		Proxy:              o.HTTPProxy,
		CACertFile:         o.CACertFile,
		ReadFile:           files.Read,
		InsecureSkipVerify: o.InsecureSkipVerify,
	})
	if err != nil {
		detail := strings.TrimPrefix(err.Error(), "delivery: ")
		return nil, problem.New("options: %s", "параметры: %s", detail), false
	}
	if via != nil {
		httpClient.Transport = via
	}
	cl := &Client{Number: number, DSN: dsnText, Options: o, http: httpClient, Place: placeOf(dsn, o), batches: *newBatches()}
	cl.config = delivery.Config{
		URL:    dsn.EnvelopeURL(),
		Header: requestHeader(dsn, o.Headers),
		Client: httpClient,
		MaxAge: o.SpoolMaxAge,
		Hide:   hider(o.Mask, dsn.PublicKey()),

		ReportAs: envelope.Header{SDKName: sdk.Name, SDKVersion: sdk.Version},
	}
	cl.rules, err = engine.NewRules(engine.Config{
		DSN:          dsnText,
		Environment:  o.Environment,
		SampleRate:   o.SampleRate,
		IgnoreErrors: o.IgnoreErrors,
	})
	if err != nil {
		return nil, problem.New("DSN: %v", "DSN: %v", err), false
	}
	return cl, problem.Problem{}, true
}

// hider hides secrets, the key of the DSN among them, in what servers answer.
func hider(m *mask.Masker, key string) func(string) string {
	return func(text string) string {
		text = m.Text(text)
		if key != "" {
			text = strings.ReplaceAll(text, key, mask.Filtered)
		}
		return text
	}
}

// Surroundings are what a client tells of its doings, from any goroutine; all but Wake
// may be nil.
type Surroundings struct {
	// Working and Rests are told when the delivery begins and ends to do something.
	Working, Rests func()
	// Wake makes the worker look around.
	Wake func()
	// Answered is told that a server has just taken something.
	Answered func()
	// Settled is told after each attempt to send.
	Settled func()
	Logs    DebugLogs
	// Files reads files that callers name.
	Files *scope.Files
}

// Begin starts the delivery, with a spool or, if it is nil, in memory.
func (cl *Client) Begin(s *spool.Spool, around Surroundings) {
	cl.config.Begin, cl.config.End = around.Working, around.Rests
	if s != nil {
		cl.config.Settled = around.Settled
		cl.config.Spool = s
		cl.config.SpoolMaxBytes = cl.Options.SpoolMaxBytes
		cl.config.FreeDisk = func() int64 { return machine.FreeDisk(s.Dir()) }
		// Who was just answered may find the way open for what others left.
		cl.config.Sent = around.Answered
	}
	dir := ""
	if s != nil {
		dir = cl.Root
	}
	cl.beginSymbols(dir, around.Files)
	cl.Delivery = delivery.New(cl.config)
	cl.collapse.limit, cl.wake = cl.Options.MaxEventsPerMinute, around.Wake
}

// SameProject reports whether two clients send to one project, by whatever key.
func (cl *Client) SameProject(other *Client) bool { return cl.config.URL == other.config.URL }

// UseKeyOf makes a client that has nothing to send yet use the key of another.
func (cl *Client) UseKeyOf(other *Client) {
	cl.config.Header[authHeader] = other.config.Header[authHeader]
}

// authHeader names the header with the key.
const authHeader = "X-Sentry-Auth"

// requestHeader is what every request says of its sender.
func requestHeader(dsn engine.DSN, further [][2]string) http.Header {
	agent := sdk.Name + "/" + sdk.Version
	header := http.Header{
		"User-Agent": {agent},
		authHeader:   {fmt.Sprintf("Sentry sentry_version=7, sentry_client=%s, sentry_key=%s", agent, dsn.PublicKey())},
	}
	for _, pair := range further {
		header.Set(pair[0], pair[1])
	}
	return header
}

// Drop counts an event that ends here.
func (cl *Client) Drop(reason delivery.Reason) {
	cl.Note("%s: dropped, %s", delivery.Error, reason)
	cl.Delivery.Drop(reason, delivery.Error, 1)
}

// Lose counts something else that was recorded and ends here.
func (cl *Client) Lose(reason delivery.Reason, category delivery.Category) {
	cl.Note("%s: dropped, %s", category, reason)
	cl.Recorded++
	cl.Delivery.Drop(reason, category, 1)
}

// Capture stages an event unless a rule speaks against it, or it is a repeat too many.
// Ignored is what a rule names; failing is why the event could not be stored.
func (cl *Client) Capture(p *event.Event, from Source) (failing string, ignored bool) {
	cl.Recorded++
	switch cl.rules.Judge(engine.Event{Message: p.Message, Exceptions: p.Exceptions}) {
	case engine.SampledOut:
		cl.Drop(delivery.SampleRate)
		return "", false
	case engine.Ignored:
		cl.Drop(delivery.EventProcessor)
		return "", true
	}
	if collapsed, failing := cl.collapsed(p, &from); collapsed {
		return failing, false
	}
	attached := p.Attached(from.Files)
	whole := cl.withDumps(p.Envelope(), attached, &from)
	failing = from.Outlet.Take(cl, from.Item(delivery.Error, from.Part, whole))
	fault.At("capture.staged")
	cl.Attach(p.ID, attached, &from)
	return failing, false
}

// Spool is the client's part of the spool; nil if it has none.
func (cl *Client) Spool() *spool.Spool { return cl.config.Spool }

// GiveUp ends a client that no object uses, unless it still has something to send or knows
// of a job that goes on. It must not be used after that.
func (cl *Client) GiveUp(now time.Time) bool {
	if cl.expectsCheckIn(now) || !cl.Delivery.End() {
		return false
	}
	for _, timer := range []*time.Timer{cl.collapse.timer, cl.batches.logs.timer, cl.batches.metrics.timer} {
		if timer != nil {
			timer.Stop()
		}
	}
	cl.http.CloseIdleConnections()
	if s := cl.Spool(); s != nil {
		s.Leave()
	}
	cl.Note("given up: nobody uses it")
	return true
}

// Deliver lets what was stored be sent, and ends the windows of repeats that are over.
func (cl *Client) Deliver() {
	if cl.collapse.due.Swap(false) {
		cl.collapse.close(time.Now())
	}
	cl.Delivery.Admit()
}

// ReleaseRepeats lets the repeats be sent that are held: somebody waits for them.
func (cl *Client) ReleaseRepeats() { cl.collapse.releaseAll() }

// AddLog puts a line into an envelope with others. A kill may make it twice.
func (cl *Client) AddLog(from Source, line []byte) {
	if !from.Has(cl, recoveredPart) {
		from.Outlet.Gather(cl, from, line)
	}
}

// AddMetric puts a number into the batch of metrics, at most once: servers add them up. What
// of a dead process may stand in a batch of it already is lost, and counted.
func (cl *Client) AddMetric(from Source, item []byte) {
	switch {
	case from.Outlet.Present():
		cl.batches.metrics.add(cl, from, item)
	case from.Has(cl, recoveredPart):
	case from.Outlet.Batched(cl, delivery.Metric, from.Record):
		cl.Lose(delivery.QueueOverflow, delivery.Metric) // it was in memory only
	default:
		cl.Recorded++
		alone := batch{item: cl.batches.metrics.item, items: [][]byte{item}}
		from.Outlet.Take(cl, from.Item(delivery.Metric, recoveredPart, alone.envelope()))
	}
}
