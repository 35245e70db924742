package addin

import (
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/options"
)

// parseError is the method ParseError.
func parseError(c *call) {
	o := options.Defaults()
	if c.object.client != nil {
		o = c.object.client.Options
	}
	c.answer(Answer{IsText: true, Text: string(event.ReadingJSON(c.text(0), &o))})
}

// ReadError returns what the component reads from the text of an error, as JSON with
// the usual options: title, transaction, fingerprint, the exceptions as Sentry gets
// them, and what of the text was dropped.
func ReadError(text string) []byte {
	o := options.Defaults()
	return event.ReadingJSON(text, &o)
}
