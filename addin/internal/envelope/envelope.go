// Package envelope writes Sentry's envelopes, byte by byte.
//
// An envelope is kept without the moment of its sending: a server that sees an
// old sent_at takes the age of the envelope for a wrong clock and moves all of
// its timestamps by it (facts: sentry 3.3). [Sent] puts it in when the request
// is made.
//
// One envelope holds one event: Bugsink drops both of two (facts: servers 1.2).
// Wire rules: https://develop.sentry.dev/sdk/data-model/envelopes/.
//
// Packages event, client and delivery write with it; it touches nothing.
package envelope

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"sentry1c/addin/internal/rawjson"
)

// Header is what the first line says.
type Header struct {
	// EventID has 32 hexadecimal digits; "" if nothing in the envelope has an id.
	EventID string
	// SDKName and SDKVersion name the sender; GlitchTip wants both.
	SDKName, SDKVersion string
	// Trace is the encoded dynamic sampling context, or nil.
	Trace []byte
}

// Append appends the header line.
func (h Header) Append(dst []byte) []byte {
	dst = append(dst, '{')
	if h.EventID != "" {
		dst = append(dst, `"event_id":`...)
		dst = rawjson.AppendString(dst, h.EventID)
		dst = append(dst, ',')
	}
	dst = append(dst, `"sdk":{"name":`...)
	dst = rawjson.AppendString(dst, h.SDKName)
	dst = append(dst, `,"version":`...)
	dst = rawjson.AppendString(dst, h.SDKVersion)
	dst = append(dst, '}')
	if h.Trace != nil {
		dst = append(dst, `,"trace":`...)
		dst = append(dst, h.Trace...)
	}
	return append(dst, '}', '\n')
}

// Item describes one payload.
type Item struct {
	// Type is Sentry's name of the item: "event", "transaction"…
	Type string
	// ContentType, Filename and AttachmentType are left out when empty.
	ContentType, Filename, AttachmentType string
	// Count is the number of entries of a log or metric item; 0 leaves it out.
	Count int
}

// Append appends the item's header line, its payload and a line end.
func (i Item) Append(dst, payload []byte) []byte {
	dst = append(dst, `{"type":`...)
	dst = rawjson.AppendString(dst, i.Type)
	dst = append(dst, `,"length":`...)
	dst = strconv.AppendInt(dst, int64(len(payload)), 10)
	for _, field := range [...]struct{ key, value string }{
		{"content_type", i.ContentType}, {"filename", i.Filename}, {"attachment_type", i.AttachmentType},
	} {
		if field.value != "" {
			dst = append(append(append(dst, ',', '"'), field.key...), '"', ':')
			dst = rawjson.AppendString(dst, field.value)
		}
	}
	if i.Count > 0 {
		dst = append(dst, `,"item_count":`...)
		dst = strconv.AppendInt(dst, int64(i.Count), 10)
	}
	dst = append(dst, '}', '\n')
	dst = append(dst, payload...)
	return append(dst, '\n')
}

// Sent returns the two pieces of an envelope's body with its sending time in the
// header: a new head, and the rest of the stored bytes.
func Sent(stored []byte, now time.Time) (head, rest []byte, err error) {
	if !bytes.HasPrefix(stored, []byte("{")) {
		return nil, nil, fmt.Errorf("envelope: set the sending time: no header in %d bytes", len(stored))
	}
	head = append(make([]byte, 0, 64), `{"sent_at":"`...)
	head = now.UTC().AppendFormat(head, TimeFormat)
	head = append(head, '"')
	if !bytes.HasPrefix(stored, []byte("{}")) {
		head = append(head, ',')
	}
	return head, stored[1:], nil
}

// TimeFormat is how Sentry wants moments: RFC 3339 with milliseconds, in UTC.
// Bugsink ignores what has another zone (facts: servers 1.2).
const TimeFormat = "2006-01-02T15:04:05.000Z"
