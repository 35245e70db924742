package addin

import (
	"sentry1c/addin/internal/grouping"
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/rawjson"
)

// parseError is the method ParseError.
func parseError(c *call) {
	o := options.Defaults()
	if c.object.client != nil {
		o = c.object.client.options
	}
	c.answer(Answer{IsText: true, Text: string(readErrorJSON(c.text(0), &o))})
}

// ReadError returns what the component reads from the text of an error, as JSON with
// the usual options: title, transaction, fingerprint, the exceptions as Sentry gets
// them, and what of the text was dropped.
func ReadError(text string) []byte {
	o := options.Defaults()
	return readErrorJSON(text, &o)
}

func readErrorJSON(text string, o *options.Options) []byte {
	r := readError(mask.Text(text), nil, o)
	b := []byte{'{'}
	b = rawjson.AppendText(b, "title", r.title())
	b = rawjson.AppendText(b, "transaction", r.transaction())
	b = rawjson.AppendTexts(b, "fingerprint", r.fingerprint())
	b = r.appendExceptions(b)
	b = rawjson.AppendRaw(b, "dropped", r.dropped())
	return append(b, '}')
}

// messageFingerprint is what a message is grouped by: its template, or its text
// without what varies.
func messageFingerprint(text string) []string {
	return []string{grouping.Prefix, "message", grouping.Limit(grouping.Message(text))}
}
