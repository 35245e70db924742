package addin

import (
	"encoding/json"

	"sentry1c/addin/internal/client"
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/symbols"
)

// statisticsJSON is the property Statistics.
type statisticsJSON struct {
	Version  string `json:"version"`
	Enabled  bool   `json:"enabled"`
	Recorded uint64 `json:"recorded"`
	Queued   int    `json:"queued"`
	InFlight int    `json:"inFlight"`
	Sent     uint64 `json:"sent"`
	// Adopted is how many envelopes dead processes left.
	Adopted      uint64 `json:"adopted"`
	Spooled      int    `json:"spooled"`
	SpooledBytes int64  `json:"spooledBytes"`

	Dropped  map[delivery.Reason]uint64 `json:"dropped"`
	Requests uint64                     `json:"requests"`
	Retry    struct {
		Failures  int     `json:"failures"`
		InSeconds float64 `json:"inSeconds"`
	} `json:"retry"`
	RateLimits   map[string]float64 `json:"rateLimits"`
	LastResponse *responseJSON      `json:"lastResponse"`
	// Symbols counts the frames of events by how well the file of symbols agrees.
	Symbols *symbols.Tally `json:"symbols,omitempty"`
	// ScopeContinued says that the object goes on with what an earlier one gathered under
	// its ScopeKey: who has set nothing yet, gathered nothing.
	ScopeContinued bool              `json:"scopeContinued"`
	Objects        int               `json:"objects"`
	Clients        int               `json:"clients"`
	Panics         int               `json:"panics"`
	LastPanic      string            `json:"lastPanic,omitempty"`
	Journal        JournalStatistics `json:"journal"`
	// Recovered is what dead processes left.
	Recovered recoveredJSON `json:"recovered"`
	// Degraded tells what the promise to lose nothing lacks now.
	Degraded []string `json:"degraded"`
	// Busy says that the worker had no time to answer: the figures are up to a second old.
	Busy bool `json:"busy"`
}

type responseJSON struct {
	Status     int     `json:"status"`
	Detail     string  `json:"detail"`
	AgeSeconds float64 `json:"ageSeconds"`
}

// answerStatistics is the property Statistics.
func answerStatistics(c *call) {
	c.worker.countDrops()
	c.answer(Answer{IsText: true, Text: c.worker.figures(c.object.client, c.object, c.object.language)})
}

// figures are those of a client, which may be nil, and of the process; o is who asks, or
// nil: then they are for whoever asks while the worker is busy.
func (w *Worker) figures(cl *client.Client, o *object, l problem.Language) string {
	s := statisticsJSON{
		Version:    Version,
		Dropped:    map[delivery.Reason]uint64{},
		RateLimits: map[string]float64{},
		Objects:    len(w.objects),
		Clients:    len(w.clients),
		Journal:    w.host.Journal(),
		Recovered:  w.recovered,
		Degraded:   []string{},
	}
	s.ScopeContinued, s.Busy = o != nil && o.continued, o == nil
	var hide *mask.Masker
	if cl != nil {
		hide = cl.Options.Mask
	}
	var last guard.Panic
	if s.Panics, last = guard.Caught(); s.Panics > 0 {
		s.LastPanic = hide.Text(last.Where + ": " + last.Value)
	}
	if cl != nil {
		s.fill(cl)
		for _, p := range w.degradations(cl) {
			s.Degraded = append(s.Degraded, hide.Text(p.In(l)))
		}
	}
	text, err := json.Marshal(s)
	if err != nil {
		panic("BUG: statistics: " + err.Error())
	}
	return string(text)
}

func (s *statisticsJSON) fill(cl *client.Client) {
	d := cl.Delivery.Statistics()
	s.Enabled = true
	s.Recorded = cl.Recorded
	s.Queued, s.InFlight, s.Sent, s.Requests = d.Queued, d.InFlight, d.Sent, d.Requests
	s.Dropped = d.Dropped
	s.Adopted, s.Spooled, s.SpooledBytes = d.Adopted, d.Spooled, d.SpooledBytes
	if d.SpoolError != "" {
		s.Degraded = append(s.Degraded, d.SpoolError)
	}
	if counts, ok := cl.SymbolCounts(); ok {
		s.Symbols = &counts
	}
	s.Retry.Failures = d.Failures
	s.Retry.InSeconds = d.RetryIn.Seconds()
	for category, wait := range d.Limits {
		name := string(category)
		if name == "" {
			name = "all"
		}
		s.RateLimits[name] = wait.Seconds()
	}
	if !d.Last.At.IsZero() {
		s.LastResponse = &responseJSON{d.Last.Status, d.Last.Detail, age(d.Last.At)}
	}
}
