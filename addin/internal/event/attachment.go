package event

import (
	"slices"

	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/scope"
	"sentry1c/addin/internal/sdk"
)

// Attached are the attachments that can go with an event. What is wrong with the
// others becomes a problem of it.
func (e *Event) Attached(files *scope.Files) []scope.Attachment {
	kept := e.Scope.Attachments
	for i, a := range e.Scope.Attachments {
		if a.Content != nil {
			continue
		}
		if bad, ok := files.Check(a.Path); !ok {
			e.Problems = append(e.Problems, problem.Named{Argument: "AddAttachmentFile", Problem: bad})
			// The part of its own stays free: numbers must not depend on files.
			kept = slices.Clone(kept)
			kept[i].Path = ""
		}
	}
	return kept
}

// AttachmentEnvelope is the envelope of an attachment of an event.
func AttachmentEnvelope(a *scope.Attachment, eventID string, data []byte) []byte {
	out := make([]byte, 0, len(data)+512)
	out = envelope.Header{EventID: eventID, SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(out)
	return AppendAttachment(out, a, data)
}

// Minidump is the content type of a dump of a process that Sentry reads the stack from.
const Minidump = "application/x-dmp"

// AppendAttachment appends the item of an attachment to an envelope.
func AppendAttachment(out []byte, a *scope.Attachment, data []byte) []byte {
	item := envelope.Item{Type: "attachment", ContentType: a.ContentType, Filename: a.Name}
	if a.ContentType == Minidump {
		item.AttachmentType = "event.minidump"
	}
	return item.Append(out, data)
}
