package receiver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Parse takes an envelope apart by the strict reading of its rules: lengths are
// required and exact, and a payload ends with a line end or the envelope.
func Parse(body []byte) (*Envelope, error) {
	line, rest, _ := bytes.Cut(body, []byte("\n"))
	var e Envelope
	if err := unmarshalOnce(line, &e.Header); err != nil {
		return nil, fmt.Errorf("receiver: read envelope header: %w", err)
	}
	for len(rest) > 0 {
		if line, rest, _ = bytes.Cut(rest, []byte("\n")); len(line) == 0 {
			continue
		}
		var item Item
		if err := unmarshalOnce(line, &item.Header); err != nil {
			return nil, fmt.Errorf("receiver: read item header: %w", err)
		}
		length, ok := item.Header["length"].(float64)
		if !ok || length < 0 || int(length) > len(rest) {
			return nil, fmt.Errorf("receiver: read item: length %v of %d bytes", item.Header["length"], len(rest))
		}
		item.Payload, rest = rest[:int(length)], rest[int(length):]
		if len(rest) > 0 && rest[0] != '\n' {
			return nil, errors.New("receiver: read item: no line end behind the payload")
		}
		rest = bytes.TrimPrefix(rest, []byte("\n"))
		e.Items = append(e.Items, item)
	}
	return &e, nil
}

// unmarshalOnce refuses a key that stands twice: Relay refuses such envelopes.
func unmarshalOnce(line []byte, into *map[string]any) error {
	if err := json.Unmarshal(line, into); err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	seen := map[string]bool{}
	for depth, key := 0, false; ; {
		token, err := decoder.Token()
		if err != nil {
			return nil
		}
		switch t := token.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				depth++
			} else {
				depth--
			}
			key = depth == 1
			continue
		case string:
			if depth == 1 && key {
				if seen[t] {
					return fmt.Errorf("key %q stands twice", t)
				}
				seen[t] = true
			}
		}
		key = depth == 1 && !key
	}
}

var id = regexp.MustCompile(`^[0-9a-f]{32}$`)

// check holds what real servers drop or answer with 400 or 500 to.
func (e *Envelope) check() error {
	sent, err := time.Parse(time.RFC3339Nano, text(e.Header, "sent_at"))
	if err != nil || !strings.HasSuffix(text(e.Header, "sent_at"), "Z") {
		return fmt.Errorf("receiver: sent_at is %v, want a moment in UTC", e.Header["sent_at"])
	}
	if age := e.At.Sub(sent).Abs(); age > time.Minute {
		return fmt.Errorf("receiver: sent_at is %v away from now", age)
	}
	events := 0
	for _, item := range e.Items {
		if item.Type() != "event" && item.Type() != "transaction" {
			continue
		}
		if events++; events > 1 {
			return errors.New("receiver: two events in one envelope")
		}
		if err := e.checkEvent(item.Payload); err != nil {
			return err
		}
	}
	return nil
}

func (e *Envelope) checkEvent(payload []byte) error {
	if !utf8.Valid(payload) {
		return errors.New("receiver: event is no UTF-8")
	}
	escapes := bytes.ReplaceAll(payload, []byte(`\\`), nil) // a backslash that is itself escaped begins none
	if bytes.Contains(escapes, []byte(`\u0000`)) || loneSurrogate.Match(escapes) {
		return errors.New("receiver: event holds a NUL or half a surrogate pair")
	}
	if len(payload) > 1<<20 {
		return fmt.Errorf("receiver: event of %d bytes", len(payload))
	}
	var event Event
	if err := json.Unmarshal(payload, &event); err != nil {
		return fmt.Errorf("receiver: read event: %w", err)
	}
	if !id.MatchString(event.Text("event_id")) || event.Text("event_id") != text(e.Header, "event_id") {
		return fmt.Errorf("receiver: event id %v in an envelope of %v", event["event_id"], e.Header["event_id"])
	}
	return nil
}

// loneSurrogate finds any escaped surrogate: the component writes real characters.
var loneSurrogate = regexp.MustCompile(`\\u[dD][89a-fA-F][0-9a-fA-F]{2}`)

func text(object map[string]any, key string) string {
	s, _ := object[key].(string)
	return s
}
