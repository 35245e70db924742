package addin

import (
	"context"
	"fmt"
	"net/http"
	"sentry1c/addin/internal/debuglog"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/fault"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/spool"
	"sentry1c/addin/internal/tracing"
	"strings"
	"time"

	"github.com/getsentry/sentry-go"
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
	options  options
	root     string // of its spool
	given    []byte // the options as JSON, for the next process
	sentry   *sentry.Client
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

	// current is the event on its way through sentry-go, which hands it to
	// SendEvent on the same goroutine.
	current struct {
		payload *payload
		source  source
		kept    bool   // not sampled out
		ignored bool   // by a rule that looks at what it says
		sent    bool   // it came to SendEvent
		failing string // why it could not be stored
	}
}

// noRelease stands for no release: sentry-go would look for one itself, and runs
// git for it (facts: sentry 2.5). It never leaves the process.
const noRelease = "-"

// clientKey tells clients apart. Options print all their fields, so the text is
// the same for the same options only.
func clientKey(dsn string, o options) string {
	return strings.TrimSpace(dsn) + "\n" + fmt.Sprintf("%#v", o)
}

// source is where an envelope comes from.
type source struct {
	owner   *delivery.Owner
	created time.Time
	run     string
	record  uint64
	part    int // of the event itself
	// stage takes the envelope.
	stage func(cl *client, item delivery.Item) (failing string)
	// stored tells whether the envelope of a part was made already; nil is never.
	stored func(part int) bool
	// files reads what callers named.
	files *fileReader
	// recovered tells that an earlier process recorded it.
	recovered bool
	// fatal must be on the disk when the call returns.
	fatal bool
}

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

func newClient(number uint32, dsn *sentry.Dsn, dsnText string, o options, via http.RoundTripper) (*client, problem.Problem, bool) {
	httpClient, err := delivery.NewHTTPClient(delivery.HTTPOptions{
		Timeout:            o.httpTimeout,
		Proxy:              o.httpProxy,
		CACertFile:         o.caCertFile,
		InsecureSkipVerify: o.insecureSkipVerify,
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
		URL:    dsn.GetAPIURL().String(),
		Header: requestHeader(dsn, o.headers),
		Client: httpClient,
		MaxAge: o.spoolMaxAge,

		ReportAs: envelope.Header{SDKName: sdkName, SDKVersion: Version},
	}
	cl.sentry, err = sentry.NewClient(sentry.ClientOptions{
		Dsn:                  dsnText,
		SampleRate:           o.sampleRate,
		IgnoreErrors:         o.ignoreErrors,
		Release:              noRelease,
		Environment:          o.environment,
		ServerName:           noRelease,
		Transport:            (*transport)(cl),
		Integrations:         onlyIgnoreErrors,
		DisableClientReports: true,
	})
	if err != nil {
		return nil, problem.New("DSN: %v", "DSN: %v", err), false
	}
	// Ends the batchers of logs and metrics, which start with every client and are
	// not used here: two goroutines less. Capturing goes on working.
	cl.sentry.Close()
	return cl, problem.Problem{}, true
}

// maxDiskShare is how much of the free disk the spool may take, as a divisor.
const maxDiskShare = 10

// begin starts the delivery, with a spool or, if it is nil, in memory.
func (cl *client) begin(s *spool.Spool, p *process) {
	cl.config.Begin, cl.config.End = p.working, p.rests
	if s != nil {
		cl.config.Spool = s
		cl.config.SpoolMaxBytes = cl.options.spoolMaxBytes
		if free := freeDisk(s.Dir()); free > 0 {
			cl.config.SpoolMaxBytes = min(cl.config.SpoolMaxBytes, free/maxDiskShare)
		}
		// Who was just answered may find the way open for what others left.
		cl.config.Sent = p.looksAgain
	}
	cl.delivery = delivery.New(cl.config)
	cl.collapse.limit, cl.wake = cl.options.maxEventsPerMinute, p.boundary.Wake
}

// requestHeader is what every request says of its sender.
func requestHeader(dsn *sentry.Dsn, further [][2]string) http.Header {
	agent := sdkName + "/" + Version
	header := http.Header{
		"User-Agent":    {agent},
		"X-Sentry-Auth": {fmt.Sprintf("Sentry sentry_version=7, sentry_client=%s, sentry_key=%s", agent, dsn.GetPublicKey())},
	}
	for _, pair := range further {
		header.Set(pair[0], pair[1])
	}
	return header
}

// onlyIgnoreErrors keeps of sentry-go's integrations the one whose option we
// offer; the others describe the Go program.
func onlyIgnoreErrors(all []sentry.Integration) []sentry.Integration {
	var kept []sentry.Integration
	for _, integration := range all {
		if integration.Name() == "IgnoreErrors" {
			kept = append(kept, integration)
		}
	}
	return kept
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

// capture takes an event through sentry-go's sampling and ignore rules to
// SendEvent.
func (cl *client) capture(event *sentry.Event, p *payload, from source) (failing string) {
	cl.recorded++
	current := &cl.current
	current.payload, current.source = p, from
	current.kept, current.ignored, current.sent, current.failing = false, false, false, ""
	// sentry-go takes a rate of 0 for 1.
	if cl.options.sampleRate == 0 {
		cl.drop(delivery.SampleRate)
		return ""
	}
	cl.sentry.CaptureEvent(event, nil, (*keptMark)(cl))
	current.payload, current.source = nil, source{}
	switch {
	case current.sent:
	case current.kept:
		current.ignored = true
		cl.drop(delivery.EventProcessor)
	default:
		cl.drop(delivery.SampleRate)
	}
	return current.failing
}

// keptMark is the scope that sentry-go applies to an event which it has not
// sampled out, and before anything that may ignore it.
type keptMark client

// ApplyToEvent implements sentry.EventModifier.
func (m *keptMark) ApplyToEvent(event *sentry.Event, _ *sentry.EventHint, _ *sentry.Client) *sentry.Event {
	m.current.kept = true
	return event
}

// transport takes events from sentry-go; it implements sentry.Transport.
type transport client

// SendEvent encodes the event and stages it.
func (t *transport) SendEvent(event *sentry.Event) {
	t.current.sent = true
	if t.collapsed(event) {
		return
	}
	cl, from, p := (*client)(t), &t.current.source, t.current.payload
	attached := p.attached(from.files)
	t.current.failing = from.stage(cl, from.item(delivery.Error, from.part, p.envelope(event)))
	fault.At("capture.staged")
	cl.attach(string(event.EventID), attached, from)
}

// The other methods have nothing to do: waiting is the delivery's work.

// Flush implements sentry.Transport.
func (t *transport) Flush(time.Duration) bool { return true }

// FlushWithContext implements sentry.Transport.
func (t *transport) FlushWithContext(context.Context) bool { return true }

// Close implements sentry.Transport.
func (t *transport) Close() {}

// Configure implements sentry.Transport.
func (t *transport) Configure(sentry.ClientOptions) {}
