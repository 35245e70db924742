package addin

import (
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/scope"
)

// attach stages the attachments of an event, each in an envelope of its own: a server
// that refuses one has the event all the same, and GlitchTip, which cannot read an
// envelope with one (facts: sentry 3.7), has it too.
func (cl *client) attach(eventID string, attachments []scope.Attachment, from *source) {
	for i, a := range attachments {
		part := i + 1
		if from.has(cl, part) {
			continue
		}
		data, ok := a.Read(from.files)
		if !ok {
			cl.lose(delivery.Invalid, delivery.Attachment)
			continue
		}
		cl.recorded++
		item := from.item(delivery.Attachment, part, event.AttachmentEnvelope(&a, eventID, data))
		item.Sync = false // who reports a fatal event waits for the event
		from.outlet.Take(cl, item)
	}
}
