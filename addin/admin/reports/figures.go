package reports

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sentry1c/addin"
)

// refusal is why a request was not taken.
type refusal string

const (
	refusedPath    refusal = "path"
	refusedMethod  refusal = "method"
	refusedLarge   refusal = "too_large"
	refusedDamaged refusal = "not_a_report"
	refusedSlow    refusal = "slow"
	refusedBusy    refusal = "busy"
	refusedUnsafe  refusal = "not_stored"
	refusedPanic   refusal = "panic"
)

var refusals = []refusal{refusedPath, refusedMethod, refusedLarge, refusedDamaged, refusedSlow, refusedBusy, refusedUnsafe, refusedPanic}

// figures count what came.
//
// # Threads
//
// Any goroutine.
type figures struct {
	mu       sync.Mutex
	refused  map[refusal]uint64
	received map[string]uint64 // by base
	again    map[string]uint64
	// unsafe says that the last report could not be stored.
	unsafe *atomic.Bool
}

func newFigures() figures {
	return figures{refused: map[refusal]uint64{}, received: map[string]uint64{}, again: map[string]uint64{}, unsafe: &atomic.Bool{}}
}

func (f *figures) refuse(reason refusal) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refused[reason]++
}

func (f *figures) receive(base string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.received[base]++
}

func (f *figures) repeat(base string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.again[base]++
}

// lookPatience is how long the worker may take to tell its figures.
const lookPatience = 2 * time.Second

// delivered is what the worker tells of a base.
type delivered struct {
	Queued   int               `json:"queued"`
	InFlight int               `json:"inFlight"`
	Sent     uint64            `json:"sent"`
	Dropped  map[string]uint64 `json:"dropped"`
	Panics   int               `json:"panics"`
}

func (s *Server) delivered(ctx context.Context, i int) (d delivered, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookPatience)
	defer cancel()
	answer, err := s.feed.Do(ctx, addin.FeedCall{Object: uint32(i + 1), Method: "Statistics", Args: []any{0}})
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(answer.Text), &d); err != nil {
		return d, fmt.Errorf("reports: read the statistics: %w", err)
	}
	return d, nil
}

// health answers whether reports can be taken now.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	_, err := s.delivered(r.Context(), 0)
	switch {
	case err != nil:
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "busy"})
	case s.figures.unsafe.Load():
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"status": "the spool cannot be written"})
	default:
		writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
	}
}

// metrics answers in Prometheus's text format.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	family := func(name, kind, help string) {
		fmt.Fprintf(&b, "# HELP sentry1c_reports_%s %s\n# TYPE sentry1c_reports_%s %s\n", name, help, name, kind)
	}
	sample := func(name, labels string, value uint64) {
		fmt.Fprintf(&b, "sentry1c_reports_%s{%s} %d\n", name, labels, value)
	}
	s.figures.mu.Lock()
	received, again, refused := maps.Clone(s.figures.received), maps.Clone(s.figures.again), maps.Clone(s.figures.refused)
	s.figures.mu.Unlock()
	byBase := func(name, help string, count func(base string) uint64) {
		family(name, "counter", help)
		for i := range s.bases {
			sample(name, label("base", s.bases[i].Name), count(s.bases[i].Name))
		}
	}
	byBase("received_total", "Reports whose event is safe.", func(base string) uint64 { return received[base] })
	byBase("again_total", "Reports that came a second time.", func(base string) uint64 { return again[base] })
	byBase("unwanted_total", "Reports that were not asked for: too many of one error.", s.tracker.refusedOf)
	family("refused_total", "counter", "Requests that were not taken.")
	for _, reason := range refusals {
		sample("refused_total", label("reason", string(reason)), refused[reason])
	}
	all := make([]delivered, len(s.bases))
	for i := range s.bases {
		d, err := s.delivered(r.Context(), i)
		if err != nil {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		all[i] = d
	}
	family("waiting", "gauge", "What waits to be sent to the server of the base.")
	for i, d := range all {
		sample("waiting", label("base", s.bases[i].Name), uint64(d.Queued+d.InFlight))
	}
	family("sent_total", "counter", "What the server of the base has taken.")
	for i, d := range all {
		sample("sent_total", label("base", s.bases[i].Name), d.Sent)
	}
	family("dropped_total", "counter", "What was given up, by reason.")
	for i, d := range all {
		for _, reason := range slices.Sorted(maps.Keys(d.Dropped)) {
			sample("dropped_total", label("base", s.bases[i].Name)+","+label("reason", reason), d.Dropped[reason])
		}
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write([]byte(b.String())) // who has gone hears no answer
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

// label is a label with its value as the format wants it.
func label(name, value string) string { return name + `="` + labelEscapes.Replace(value) + `"` }
