package client

import (
	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/event"
	"sentry1c/addin/internal/scope"
)

// Attach stages the attachments of an event, each in an envelope of its own: a server
// that refuses one has the event all the same, and GlitchTip, which cannot read an
// envelope with one (facts: sentry 3.7), has it too. A minidump went with the event.
func (cl *Client) Attach(eventID string, attachments []scope.Attachment, from *Source) {
	for i, a := range attachments {
		part := i + 1
		if a.ContentType == event.Minidump || from.Has(cl, part) {
			continue
		}
		data, ok := a.Read(from.Files)
		if !ok {
			cl.Lose(delivery.Invalid, delivery.Attachment)
			continue
		}
		cl.Recorded++
		item := from.Item(delivery.Attachment, part, event.AttachmentEnvelope(&a, eventID, data))
		item.Sync = false // who reports a fatal event waits for the event
		from.Outlet.Take(cl, item)
	}
}

// withDumps appends the minidumps of an event to its envelope: alone, each would become
// an event of its own.
func (cl *Client) withDumps(envelope []byte, attachments []scope.Attachment, from *Source) []byte {
	for _, a := range attachments {
		if a.ContentType != event.Minidump {
			continue
		}
		data, ok := a.Read(from.Files)
		if !ok {
			cl.Lose(delivery.Invalid, delivery.Attachment)
			continue
		}
		envelope = event.AppendAttachment(envelope, &a, data)
	}
	return envelope
}
