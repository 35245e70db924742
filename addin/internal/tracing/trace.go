package tracing

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strconv"
)

// Trace is what the spans of a transaction have in common.
type Trace struct {
	ID TraceID `json:"id"`
	// Parent is the span of another process that it goes on from; zero is none.
	Parent SpanID `json:"parent"`
	// Sampled reports whether it is sent.
	Sampled bool `json:"sampled"`
	// Context is the dynamic sampling context: what the server decides by.
	Context []Member `json:"context"`
}

// About is what a trace that begins here tells of its place.
type About struct {
	PublicKey, Release, Environment, Transaction string
	Rate                                         float64
}

// NewTraceID makes the id of a trace of what names it: the same for the same.
func NewTraceID(seed []byte) (id TraceID) {
	sum := sha256.Sum256(append([]byte("trace "), seed...))
	copy(id[:], sum[:])
	return id
}

// NewTrace begins a trace, or goes on with one.
func NewTrace(id TraceID, incoming *Incoming, about About) Trace {
	if incoming != nil {
		return goOn(incoming, about)
	}
	random := randomOf(id)
	t := Trace{ID: id, Sampled: random < about.Rate}
	t.Context = newContext(id, about)
	t.Context = append(t.Context,
		Member{"sample_rand", strconv.FormatFloat(random, 'f', randDigits, 64)},
		Member{"sample_rate", formatRate(about.Rate)},
		Member{"sampled", strconv.FormatBool(t.Sampled)},
	)
	return t
}

// NewContext is the sampling context of a trace in which nothing is decided: of errors
// outside of transactions.
func NewContext(id TraceID, about About) []Member {
	about.Transaction = ""
	return newContext(id, about)
}

func newContext(id TraceID, about About) []Member {
	members := []Member{{"trace_id", id.String()}}
	for _, m := range []Member{
		{"public_key", about.PublicKey}, {"release", about.Release},
		{"environment", about.Environment}, {"transaction", about.Transaction},
	} {
		if m.Value != "" {
			members = append(members, m)
		}
	}
	return members
}

// goOn goes on with the trace of another process: its decision holds, and its context
// goes on unchanged. Where it left the decision open, its random number decides.
func goOn(incoming *Incoming, about About) Trace {
	t := Trace{ID: incoming.Trace, Parent: incoming.Parent, Context: incoming.Context}
	random := randomOf(incoming.Trace)
	if m := get(incoming.Context, "sample_rand"); m != nil {
		if told, err := strconv.ParseFloat(m.Value, 64); err == nil && told >= 0 && told < 1 {
			random = told
		}
	}
	switch incoming.Decision {
	case Sampled:
		t.Sampled = about.Rate > 0
	case Unsampled:
		t.Sampled = false
	default:
		t.Sampled = random < about.Rate
	}
	if t.Context == nil {
		t.Context = []Member{} // frozen, though empty: its head has told none
	}
	return t
}

// randDigits is how exact the random number is on the wire.
const randDigits = 6

// randomOf is a number from 0 to 1 that belongs to a trace, cut to what the wire shows,
// so that everybody decides alike.
func randomOf(id TraceID) float64 {
	sum := sha256.Sum256(append([]byte("rand "), id[:]...))
	random := float64(binary.BigEndian.Uint64(sum[:])>>11) / (1 << 53)
	scale := math.Pow(10, randDigits)
	return math.Floor(random*scale) / scale
}
