package addin

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/getsentry/sentry-go"

	"sentry1c/addin/internal/delivery"
)

// client sends to one project with one set of options. It lives until the process
// ends.
//
// # Threads
//
// The worker only; its delivery has locks of its own.
type client struct {
	number   uint32
	options  options
	sentry   *sentry.Client
	delivery *delivery.Delivery
	http     *http.Client
	objects  int // that use it now
	recorded uint64

	// current is the event on its way through sentry-go, which hands it to
	// SendEvent on the same goroutine.
	current struct {
		payload *payload
		owner   *delivery.Owner
		kept    bool // not sampled out
		sent    bool // it came to SendEvent
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

func newClient(number uint32, dsn *sentry.Dsn, dsnText string, o options) (*client, problem, bool) {
	httpClient, err := delivery.NewHTTPClient(delivery.HTTPOptions{
		Timeout:            o.httpTimeout,
		Proxy:              o.httpProxy,
		CACertFile:         o.caCertFile,
		InsecureSkipVerify: o.insecureSkipVerify,
	})
	if err != nil {
		detail := strings.TrimPrefix(err.Error(), "delivery: ")
		return nil, tell("options: %s", "параметры: %s", detail), false
	}
	cl := &client{number: number, options: o, http: httpClient}
	cl.delivery = delivery.New(delivery.Config{
		URL:    dsn.GetAPIURL().String(),
		Header: requestHeader(dsn, o.headers),
		Client: httpClient,
	})
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
		return nil, tell("DSN: %v", "DSN: %v", err), false
	}
	// Ends the batchers of logs and metrics, which start with every client and are
	// not used here: two goroutines less. Capturing goes on working.
	cl.sentry.Close()
	return cl, problem{}, true
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
	cl.delivery.Drop(reason, 1)
}

// capture takes an event through sentry-go's sampling and ignore rules to
// SendEvent.
func (cl *client) capture(event *sentry.Event, p *payload, owner *delivery.Owner) {
	cl.recorded++
	// sentry-go takes a rate of 0 for 1.
	if cl.options.sampleRate == 0 {
		cl.drop(delivery.SampleRate)
		return
	}
	current := &cl.current
	current.payload, current.owner, current.kept, current.sent = p, owner, false, false
	cl.sentry.CaptureEvent(event, nil, (*keptMark)(cl))
	current.payload, current.owner = nil, nil
	switch {
	case current.sent:
	case current.kept:
		cl.drop(delivery.EventProcessor)
	default:
		cl.drop(delivery.SampleRate)
	}
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

// SendEvent encodes the event and queues it.
func (t *transport) SendEvent(event *sentry.Event) {
	t.current.sent = true
	t.delivery.Enqueue(delivery.Item{
		Category: delivery.Error, Envelope: t.current.payload.envelope(event), Owner: t.current.owner,
	})
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
