package addin

import (
	"encoding/hex"
	"strings"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/sdk"
)

// maxFeedback is what Sentry takes of the text of a feedback.
const maxFeedback = 4096

// captureFeedback is the method CaptureFeedback. It is neither sampled nor ignored: a
// person wrote it.
func captureFeedback(c *call) {
	text, name, email, about := c.maskedText(0), c.maskedText(1), c.maskedText(2), strings.TrimSpace(c.maskedText(3))
	if c.object.client == nil {
		return
	}
	b := rawjson.AppendText([]byte{'{'}, "message", names.Cut(orNoText(c, text, event.Params{}), maxFeedback))
	b = rawjson.AppendText(b, "name", name)
	b = rawjson.AppendText(b, "contact_email", email)
	if id, ok := parseID(about); ok {
		b = rawjson.AppendText(b, "associated_event_id", id)
	} else if about != "" {
		c.report(c.params[3].Name, notAnID(about))
	}
	var params event.Params
	params.Contexts.Set("feedback", append(b, '}'))
	p := newEvent(c, names.LevelInfo, params)
	p.Level, p.Fingerprint, p.Problems = names.LevelInfo, nil, c.problems
	body := p.Encode(nil)
	out := envelope.Header{EventID: c.id(), SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(nil)
	c.send(delivery.Feedback, 0, envelope.Item{Type: "feedback"}.Append(out, body))
}

// parseID reads 32 hexadecimal digits or a UUID.
func parseID(text string) (id string, ok bool) {
	if len(text) == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' {
		text = strings.ReplaceAll(text, "-", "")
	}
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != 16 {
		return "", false
	}
	return strings.ToLower(text), true
}
