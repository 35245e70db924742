package addin

import (
	"strings"

	"sentry1c/addin/internal/delivery"
	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/record"
	"sentry1c/addin/internal/scope"
)

// addAttachment is the method AddAttachment.
func addAttachment(c *call) {
	name := names.FileName(c.maskedText(0))
	data, isText, ok := c.blob(1)
	if !ok {
		if v := c.value(1); v.Kind == record.Bad && v.Reason == record.BadMemory {
			c.lose(delivery.QueueOverflow, delivery.Attachment)
			return
		}
		refuseAttachment(c)
		return
	}
	usual := names.ContentType(name)
	if isText && usual == "application/octet-stream" {
		usual = "text/plain"
	}
	a := scope.Attachment{Name: name, ContentType: readContentType(c, 2, usual)}
	if len(data) > scope.MaxAttachment {
		c.report(c.params[1].Name, problem.TooLong(scope.MaxAttachment))
		refuseAttachment(c)
		return
	}
	if bad, ok := c.object.scope().RoomFor(len(data)); !ok {
		c.report(c.params[1].Name, bad)
		refuseAttachment(c)
		return
	}
	a.Content = c.object.scopes.Keep(&c.worker.contents, data, c.object.durable)
	c.object.scope().Attach(a)
}

// refuseAttachment counts an attachment that no event will have.
func refuseAttachment(c *call) { c.lose(delivery.Invalid, delivery.Attachment) }

// lose counts what was dropped.
func (c *call) lose(reason delivery.Reason, category delivery.Category) {
	if c.object.client != nil {
		c.object.client.Lose(reason, category)
	}
}

// blob returns argument i, binary data or a text; ok is false, which is reported, if it
// is neither.
func (c *call) blob(i int) (data []byte, isText, ok bool) {
	v := c.value(i)
	if v.Kind == record.Bytes {
		return v.Raw, false, true
	}
	reported := c.reported
	text := c.text(i)
	return []byte(text), true, c.reported == reported
}

// readContentType reads argument i as a content type, which is usual if none is given.
func readContentType(c *call, i int, usual string) string {
	text := strings.TrimSpace(c.maskedText(i))
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
	a := scope.Attachment{Path: path, Name: names.FileName(c.masked(name))}
	a.ContentType = readContentType(c, 2, names.ContentType(a.Name))
	if bad, ok := c.object.scope().RoomFor(0); !ok {
		c.report(c.params[0].Name, bad)
		refuseAttachment(c)
		return
	}
	c.object.scope().Attach(a)
}

// clearAttachments is the method ClearAttachments.
func clearAttachments(c *call) {
	c.object.scopes.ClearAttachments(&c.worker.contents)
}
