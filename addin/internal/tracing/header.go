package tracing

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// TraceID and SpanID name a trace and a span.
type (
	TraceID [16]byte
	SpanID  [8]byte
)

// String returns the id in hexadecimal digits.
func (id TraceID) String() string { return hex.EncodeToString(id[:]) }

// String returns the id in hexadecimal digits.
func (id SpanID) String() string { return hex.EncodeToString(id[:]) }

// MarshalText implements encoding.TextMarshaler.
func (id TraceID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *TraceID) UnmarshalText(text []byte) error { return decodeID(id[:], string(text)) }

// MarshalText implements encoding.TextMarshaler.
func (id SpanID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (id *SpanID) UnmarshalText(text []byte) error { return decodeID(id[:], string(text)) }

// ParseSpanID reads 16 hexadecimal digits.
func ParseSpanID(text string) (id SpanID, err error) {
	err = parseID(id[:], strings.TrimSpace(text))
	return id, err
}

var errNoID = errors.New("not an id")

// decodeID fills id, which may stay zero.
func decodeID(id []byte, text string) error {
	if len(text) != 2*len(id) {
		return errNoID
	}
	if _, err := hex.Decode(id, []byte(text)); err != nil {
		return errNoID
	}
	return nil
}

// parseID fills id, which no good id leaves zero.
func parseID(id []byte, text string) error {
	if err := decodeID(id, text); err != nil {
		return err
	}
	for _, b := range id {
		if b != 0 {
			return nil
		}
	}
	return errNoID
}

// Decision is whether a trace is sampled, as far as that was decided.
type Decision int8

const (
	// Deferred leaves the decision to who reads it.
	Deferred Decision = iota
	// Sampled and Unsampled are decisions.
	Sampled
	Unsampled
)

// Incoming is what another process told of its trace.
type Incoming struct {
	Trace    TraceID
	Parent   SpanID
	Decision Decision
	// Context is its dynamic sampling context, nil if it told none; others' baggage
	// is not kept.
	Context []Member
}

// Member is an entry of a dynamic sampling context.
type Member struct{ Key, Value string }

// ParseIncoming reads the headers sentry-trace and baggage.
func ParseIncoming(sentryTrace, baggage string) (*Incoming, error) {
	parts := strings.Split(strings.TrimSpace(sentryTrace), "-")
	in := &Incoming{}
	if len(parts) < 2 || len(parts) > 3 || parseID(in.Trace[:], parts[0]) != nil || parseID(in.Parent[:], parts[1]) != nil {
		return nil, fmt.Errorf("tracing: read sentry-trace %q: 32 and 16 hexadecimal digits are expected", cut(sentryTrace))
	}
	if len(parts) == 3 {
		switch parts[2] {
		case "1":
			in.Decision = Sampled
		case "0":
			in.Decision = Unsampled
		}
	}
	in.Context = parseBaggage(baggage)
	return in, nil
}

const (
	sentryPrefix = "sentry-"
	// maxBaggage is how much of the header is read (W3C Baggage, limits).
	maxBaggage = 8192
)

// parseBaggage returns Sentry's members of a baggage header, nil if there are none.
func parseBaggage(header string) (members []Member) {
	if len(header) > maxBaggage {
		header = header[:maxBaggage]
	}
	for entry := range strings.SplitSeq(header, ",") {
		entry, _, _ = strings.Cut(entry, ";") // properties
		key, value, ok := strings.Cut(entry, "=")
		key, isOurs := strings.CutPrefix(strings.TrimSpace(key), sentryPrefix)
		text, err := url.PathUnescape(strings.TrimSpace(value))
		if ok && isOurs && key != "" && err == nil && !has(members, key) {
			members = append(members, Member{key, text})
		}
	}
	return members
}

func has(members []Member, key string) bool { return get(members, key) != nil }

func get(members []Member, key string) *Member {
	for i := range members {
		if members[i].Key == key {
			return &members[i]
		}
	}
	return nil
}

// Headers are what is sent along to another process.
type Headers struct {
	SentryTrace string `json:"sentry-trace"`
	Baggage     string `json:"baggage"`
}

// NewHeaders returns the headers for a span of a trace.
func NewHeaders(trace TraceID, span SpanID, decision Decision, context []Member) Headers {
	text := trace.String() + "-" + span.String()
	switch decision {
	case Sampled:
		text += "-1"
	case Unsampled:
		text += "-0"
	}
	entries := make([]string, len(context))
	for i, m := range context {
		entries[i] = sentryPrefix + m.Key + "=" + url.PathEscape(m.Value)
	}
	return Headers{text, strings.Join(entries, ",")}
}

func cut(text string) string {
	const most = 60
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// formatRate writes a rate or a random number as the wire wants it: no exponent.
func formatRate(rate float64) string { return strconv.FormatFloat(rate, 'f', -1, 64) }
