package addin

import (
	"slices"
	"strings"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/journal"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
)

// addAttachment is the method AddAttachment.
func addAttachment(c *call) {
	name := names.FileName(c.text(0))
	data, isText, ok := c.blob(1)
	if !ok {
		refuseAttachment(c)
		return
	}
	usual := names.ContentType(name)
	if isText && usual == "application/octet-stream" {
		usual = "text/plain"
	}
	a := attachment{name: name, contentType: readContentType(c, 2, usual)}
	if len(data) > maxAttachment {
		c.report(c.params[1].Name, problem.TooLong(maxAttachment))
		refuseAttachment(c)
		return
	}
	if bad, ok := c.object.scope().roomFor(len(data)); !ok {
		c.report(c.params[1].Name, bad)
		refuseAttachment(c)
		return
	}
	a.content = c.worker.keepContent(c.object, data)
	c.object.scope().attach(a)
}

// refuseAttachment counts an attachment that no event will have.
func refuseAttachment(c *call) {
	if c.object.client != nil {
		c.object.client.lose(delivery.Invalid, delivery.Attachment)
	}
}

// blob returns argument i, binary data or a text; ok is false, which is reported, if it
// is neither.
func (c *call) blob(i int) (data []byte, isText, ok bool) {
	v := c.value(i)
	if v.Kind == journal.Bytes {
		return v.Raw, false, true
	}
	problems := len(c.problems)
	text := c.text(i)
	return []byte(text), true, len(c.problems) == problems
}

// contentType reads argument i as a content type, which is usual if none is given.
func readContentType(c *call, i int, usual string) string {
	text := strings.TrimSpace(c.text(i))
	switch {
	case text == "":
		return usual
	case !names.IsContentType(text):
		c.report(c.params[i].Name, problem.New("%q is no content type such as text/plain",
			"%q не является типом содержимого, например text/plain", names.Cut(text, 64)))
		return usual
	}
	return text
}

// roomFor tells whether a scope can keep one more attachment.
func (s *scope) roomFor(bytes int) (problem.Problem, bool) {
	for _, a := range s.attachments {
		if a.content != nil {
			bytes += a.content.size
		}
	}
	switch {
	case len(s.attachments) >= maxAttachments:
		return problem.TooMany(maxAttachments), false
	case bytes > maxAttachmentBytes:
		return problem.New("all attachments of a scope together are longer than %d bytes",
			"все вложения области вместе длиннее %d байт", maxAttachmentBytes), false
	}
	return problem.Problem{}, true
}

// attach adds an attachment; copies of the scope keep their own.
func (s *scope) attach(a attachment) { s.attachments = append(slices.Clip(s.attachments), a) }

// addAttachmentFile is the method AddAttachmentFile. The file may not be there yet.
func addAttachmentFile(c *call) {
	path := strings.TrimSpace(c.text(0))
	if path == "" {
		if len(c.problems) == 0 {
			c.report(c.params[0].Name, problem.New("the path is empty", "путь пустой"))
		}
		refuseAttachment(c)
		return
	}
	name := c.text(1)
	if name == "" {
		name = path
	}
	a := attachment{path: path, name: names.FileName(name)}
	a.contentType = readContentType(c, 2, names.ContentType(a.name))
	if bad, ok := c.object.scope().roomFor(0); !ok {
		c.report(c.params[0].Name, bad)
		refuseAttachment(c)
		return
	}
	c.object.scope().attach(a)
}

// clearAttachments is the method ClearAttachments.
func clearAttachments(c *call) {
	c.object.scope().attachments = nil
	c.worker.forgetContents(c.object)
}
