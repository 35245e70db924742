package bench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/getsentry/sentry-go"

	"sentry1c/build/kit/receiver"
)

// SentryGoBurst does with sentry-go's default client what the host does in a burst, and
// tells how many of the events did not come in the time given for it.
func SentryGoBurst(threads int, patience time.Duration) ([]Measurement, error) {
	var came atomic.Int64
	server, err := receiver.NewWith(func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		came.Add(1)
		_, _ = w.Write([]byte("{}"))
		return false
	})
	if err != nil {
		return nil, err
	}
	defer server.Close()
	client, err := sentry.NewClient(sentry.ClientOptions{Dsn: server.DSN(), Release: "bench@1"})
	if err != nil {
		return nil, fmt.Errorf("bench: start sentry-go: %w", err)
	}
	text := Text()
	samples := make([]float64, BurstSize)
	var all sync.WaitGroup
	each := BurstSize / threads
	for thread := range threads {
		scope := peerScope(10)
		own := samples[thread*each : (thread+1)*each]
		all.Go(func() {
			for i := range own {
				event := peerEvent(fmt.Sprintf("%06d", thread*each+i) + text[6:])
				start := time.Now()
				client.CaptureEvent(event, nil, scope)
				own[i] = float64(time.Since(start))
			}
		})
	}
	all.Wait()
	client.Flush(patience)
	m := summary("burst of 20,000", "works", samples)
	m.Threads = threads
	return []Measurement{m, {Name: "burst: events that did not come", Server: "works", Value: float64(BurstSize - came.Load())}}, nil
}

// SentryGoBacklog tells how many of a number of messages sentry-go brings to a server that
// takes its time for each answer.
func SentryGoBacklog(count int, answer, patience time.Duration) (sent int, err error) {
	var came atomic.Int64
	server, err := receiver.NewWith(func(w http.ResponseWriter, _ *receiver.Envelope) bool {
		time.Sleep(answer)
		came.Add(1)
		_, _ = w.Write([]byte("{}"))
		return false
	})
	if err != nil {
		return 0, err
	}
	defer server.Close()
	client, err := sentry.NewClient(sentry.ClientOptions{Dsn: server.DSN(), Release: "bench@1"})
	if err != nil {
		return 0, fmt.Errorf("bench: start sentry-go: %w", err)
	}
	for i := range count {
		client.CaptureMessage(fmt.Sprint("message ", i), nil, nil)
	}
	client.Flush(patience)
	return int(came.Load()), nil
}

// SentryGoJSON is how long sentry-go takes for the JSON of the event that the worker stores,
// in nanoseconds: the median.
func SentryGoJSON() (float64, error) {
	client, err := sentry.NewClient(sentry.ClientOptions{Release: "bench@1"})
	if err != nil {
		return 0, fmt.Errorf("bench: start sentry-go: %w", err)
	}
	scope := peerScope(100)
	samples := make([]float64, 301)
	for i := range samples {
		event := scope.ApplyToEvent(peerEvent(Text()), nil, client)
		start := time.Now()
		if _, err := json.Marshal(event); err != nil {
			return 0, fmt.Errorf("bench: encode with sentry-go: %w", err)
		}
		samples[i] = float64(time.Since(start))
	}
	slices.Sort(samples)
	return samples[len(samples)/2], nil
}

// peerScope is a scope of sentry-go with actions.
func peerScope(actions int) *sentry.Scope {
	scope := sentry.NewScope()
	for range actions {
		scope.AddBreadcrumb(&sentry.Breadcrumb{
			Message: "Нажата кнопка «Провести и закрыть»", Category: "ui.click", Level: sentry.LevelInfo,
			Data: map[string]any{"form": "Документ.ЗаказПокупателя", "row": 5},
		}, 100)
	}
	return scope
}

func peerEvent(text string) *sentry.Event {
	event := sentry.NewEvent()
	event.Level = sentry.LevelError
	event.Exception = []sentry.Exception{{Type: "RuntimeError", Value: text}}
	return event
}
