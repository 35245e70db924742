package addin

import (
	"slices"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/sdk"
)

// attached are the attachments that can go with an event. What is wrong with the
// others becomes a problem of it.
func (p *payload) attached(files *scope.Files) []scope.Attachment {
	kept := p.scope.Attachments
	for i, a := range p.scope.Attachments {
		if a.Content != nil {
			continue
		}
		if bad, ok := files.Check(a.Path); !ok {
			p.problems = append(p.problems, problem.Named{Argument: "AddAttachmentFile", Problem: bad})
			// The part of its own stays free: numbers must not depend on files.
			kept = slices.Clone(kept)
			kept[i].Path = ""
		}
	}
	return kept
}

// attach stages the attachments of an event, each in an envelope of its own: a server
// that refuses one has the event all the same, and GlitchTip, which cannot read an
// envelope with one (facts: sentry 3.7), has it too.
func (cl *client) attach(eventID string, attachments []scope.Attachment, from *source) {
	for i, a := range attachments {
		part := i + 1
		if from.has(part) {
			continue
		}
		data, ok := a.Read(from.files)
		if !ok {
			cl.lose(delivery.Invalid, delivery.Attachment)
			continue
		}
		cl.recorded++
		item := from.item(delivery.Attachment, part, attachmentEnvelope(&a, eventID, data))
		item.Sync = false // who reports a fatal event waits for the event
		from.stage(cl, item)
	}
}

// attachmentEnvelope is the envelope of an attachment of an event.
func attachmentEnvelope(a *scope.Attachment, eventID string, data []byte) []byte {
	out := make([]byte, 0, len(data)+512)
	out = envelope.Header{EventID: eventID, SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(out)
	return envelope.Item{Type: "attachment", ContentType: a.ContentType, Filename: a.Name}.Append(out, data)
}
