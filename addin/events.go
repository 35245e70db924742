package addin

import (
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/names"
)

// captureEvent is the method CaptureEvent: what the payload says comes before the
// scope, and what we do not know of it goes as it is.
func captureEvent(c *call) {
	given, _ := c.json(0, '{')
	params, rest := event.ReadGiven(c.maskedParams(given), c.maskedJSON, c.reportKey(0))
	if c.object.client == nil {
		return
	}
	p := newEvent(c, names.LevelError, params)
	p.Rest = rest
	p.Describe()
	if !event.SaysAnything(rest) {
		p.Message = orNoText(c, "", event.Params{})
	}
	capture(c, p)
}
