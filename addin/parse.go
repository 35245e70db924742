package addin

import (
	"path/filepath"

	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/options"
	"sentry1c/addin/internal/symbols"
)

// parseError is the method ParseError.
func parseError(c *call) {
	o := options.Defaults()
	if c.object.client != nil {
		o = c.object.client.Options
	}
	c.answer(Answer{IsText: true, Text: string(event.ReadingJSON(c.text(0), &o, nil))})
}

// ReadError returns what the component reads from the text of an error, as JSON with
// the usual options: title, transaction, fingerprint, the exceptions as Sentry gets
// them, the chain as it was read, and what of the text was dropped. With a file of
// symbols frames have their procedures and the lines around, and symbols says how many of
// them it knew; "" is none.
func ReadError(text, symbolsFile string) []byte {
	o := options.Defaults()
	var file *event.Symbols
	if symbolsFile != "" {
		file = &event.Symbols{Name: filepath.Base(symbolsFile), Resolver: symbols.NewResolver(symbolsFile)}
	}
	return event.ReadingJSON(text, &o, file)
}
