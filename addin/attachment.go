package addin

import (
	"slices"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/envelope"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/sdk"
)

// attachment goes with every event of a scope.
type attachment struct {
	name, contentType string
	// content is what was given, or nil if path names a file that is read when an
	// event is captured.
	content *content
	path    string
}

// attached are the attachments that can go with an event. What is wrong with the
// others becomes a problem of it.
func (p *payload) attached(files *fileReader) []attachment {
	kept := p.scope.attachments
	for i, a := range p.scope.attachments {
		if a.content != nil {
			continue
		}
		if bad, ok := files.check(a.path); !ok {
			p.problems = append(p.problems, problem.Named{Argument: "AddAttachmentFile", Problem: bad})
			// The part of its own stays free: numbers must not depend on files.
			kept = slices.Clone(kept)
			kept[i].path = ""
		}
	}
	return kept
}

// attach stages the attachments of an event, each in an envelope of its own: a server
// that refuses one has the event all the same, and GlitchTip, which cannot read an
// envelope with one (facts: sentry 3.7), has it too.
func (cl *client) attach(eventID string, attachments []attachment, from *source) {
	for i, a := range attachments {
		part := i + 1
		if from.has(part) {
			continue
		}
		data, ok := a.read(from.files)
		if !ok {
			cl.lose(delivery.Invalid, delivery.Attachment)
			continue
		}
		cl.recorded++
		item := from.item(delivery.Attachment, part, a.envelope(eventID, data))
		item.Sync = false // who reports a fatal event waits for the event
		from.stage(cl, item)
	}
}

// read returns the content, if it is there and not too long.
func (a *attachment) read(files *fileReader) ([]byte, bool) {
	if a.content != nil {
		return a.content.read()
	}
	if a.path == "" {
		return nil, false
	}
	data, err := files.read(a.path)
	return data, err == nil
}

func (a *attachment) envelope(eventID string, data []byte) []byte {
	out := make([]byte, 0, len(data)+512)
	out = envelope.Header{EventID: eventID, SDKName: sdk.Name, SDKVersion: sdk.Version}.Append(out)
	return envelope.Item{Type: "attachment", ContentType: a.contentType, Filename: a.name}.Append(out, data)
}
