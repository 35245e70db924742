package addin

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
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/sdk"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/tracing"
)

// client sends to one project with one set of options. It lives until the process
// ends.
//
// # Threads
//
// The worker only; its delivery has locks of its own.
type client struct {
	number   uint32
	dsn      string
	options  options.Options
	root     string // of its spool
	given    []byte // the options as JSON, for the next process
	rules    engine.Rules
	delivery *delivery.Delivery
	config   delivery.Config // of it
	http     *http.Client
	log      *debuglog.Log // nil without one
	objects  int           // that use it now
	monitors map[string]*monitor
	place    tracing.About // what its traces tell
	recorded uint64
	// collapse bounds how many repeats are sent; wake makes the worker look at it.
	collapse collapse
	batches  batches
	wake     func()
	// degraded tells what could not be had, and why.
	degraded []problem.Problem
}

// clientKey tells clients apart. Options print all their fields, so the text is
// the same for the same options only.
func clientKey(dsn string, o options.Options) string {
	return strings.TrimSpace(dsn) + "\n" + fmt.Sprintf("%#v", o)
}

// source is where an envelope comes from.
type source struct {
	owner   *delivery.Owner
	created time.Time
	run     string
	record  uint64
	part    int // of the event itself
	outlet  Outlet
	// files reads what callers named.
	files *scope.Files
	// fatal must be on the disk when the call returns.
	fatal bool
}

// has reports whether an earlier process made the envelope of a part.
func (s *source) has(cl *client, part int) bool { return s.outlet.Made(cl, s.record, part) }

// item is what the delivery is given of an envelope, the part'th of its record.
func (s *source) item(category delivery.Category, part int, envelope []byte) delivery.Item {
	return delivery.Item{
		Category: category,
		Envelope: envelope,
		Owner:    s.owner,
		Created:  s.created,
		Run:      s.run,
		Record:   s.record,
		Part:     part,
		Sync:     s.fatal,
	}
}

func newClient(number uint32, dsn engine.DSN, dsnText string, o options.Options, via http.RoundTripper) (*client, problem.Problem, bool) {
	httpClient, err := delivery.NewHTTPClient(delivery.HTTPOptions{
		Timeout:            o.HTTPTimeout,
		Proxy:              o.HTTPProxy,
		CACertFile:         o.CACertFile,
		InsecureSkipVerify: o.InsecureSkipVerify,
	})
	if err != nil {
		detail := strings.TrimPrefix(err.Error(), "delivery: ")
		return nil, problem.New("options: %s", "параметры: %s", detail), false
	}
	if via != nil {
		httpClient.Transport = via
	}
	cl := &client{number: number, dsn: dsnText, options: o, http: httpClient, place: placeOf(dsn, o), batches: newBatches()}
	cl.config = delivery.Config{
		URL:    dsn.EnvelopeURL(),
		Header: requestHeader(dsn, o.Headers),
		Client: httpClient,
		MaxAge: o.SpoolMaxAge,

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

// maxDiskShare is how much of the free disk the spool may take, as a divisor.
const maxDiskShare = 10

// begin starts the delivery, with a spool or, if it is nil, in memory.
func (cl *client) begin(s *spool.Spool, p *process) {
	cl.config.Begin, cl.config.End = p.working, p.rests
	if s != nil {
		cl.config.Spool = s
		cl.config.SpoolMaxBytes = cl.options.SpoolMaxBytes
		if free := machine.FreeDisk(s.Dir()); free > 0 {
			cl.config.SpoolMaxBytes = min(cl.config.SpoolMaxBytes, free/maxDiskShare)
		}
		// Who was just answered may find the way open for what others left.
		cl.config.Sent = p.looksAgain
	}
	cl.delivery = delivery.New(cl.config)
	cl.collapse.limit, cl.wake = cl.options.MaxEventsPerMinute, p.boundary.Wake
}

// requestHeader is what every request says of its sender.
func requestHeader(dsn engine.DSN, further [][2]string) http.Header {
	agent := sdk.Name + "/" + Version
	header := http.Header{
		"User-Agent":    {agent},
		"X-Sentry-Auth": {fmt.Sprintf("Sentry sentry_version=7, sentry_client=%s, sentry_key=%s", agent, dsn.PublicKey())},
	}
	for _, pair := range further {
		header.Set(pair[0], pair[1])
	}
	return header
}

// drop counts an event that ends here.
func (cl *client) drop(reason delivery.Reason) {
	cl.note("%s: dropped, %s", delivery.Error, reason)
	cl.delivery.Drop(reason, delivery.Error, 1)
}

// lose counts something else that was recorded and ends here.
func (cl *client) lose(reason delivery.Reason, category delivery.Category) {
	cl.note("%s: dropped, %s", category, reason)
	cl.recorded++
	cl.delivery.Drop(reason, category, 1)
}

// capture stages an event unless a rule speaks against it, or it is a repeat too many.
// Ignored is what a rule names; failing is why the event could not be stored.
func (cl *client) capture(p *event.Event, from source) (failing string, ignored bool) {
	cl.recorded++
	switch cl.rules.Judge(engine.Event{Message: p.Message, Exceptions: p.Exceptions}) {
	case engine.SampledOut:
		cl.drop(delivery.SampleRate)
		return "", false
	case engine.Ignored:
		cl.drop(delivery.EventProcessor)
		return "", true
	}
	if collapsed, failing := cl.collapsed(p, &from); collapsed {
		return failing, false
	}
	attached := p.Attached(from.files)
	failing = from.outlet.Take(cl, from.item(delivery.Error, from.part, p.Envelope()))
	fault.At("capture.staged")
	cl.attach(p.ID, attached, &from)
	return failing, false
}
