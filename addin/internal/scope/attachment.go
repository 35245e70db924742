package scope

import (
	"slices"

	"sentry1c/addin/internal/problem"
)

const (
	// MaxAttachment is what Sentry takes of one, and maxAttachments and
	// maxAttachmentBytes what a scope keeps of all: each event carries them anew.
	MaxAttachment      = 20 << 20
	maxAttachments     = 100
	maxAttachmentBytes = 100 << 20
)

// Attachment goes with every event of a scope.
type Attachment struct {
	Name, ContentType string
	// Content is what was given, or nil if Path names a file that is read when an
	// event is captured.
	Content *Content
	Path    string
}

// Read returns the content, if it is there and not too long.
func (a *Attachment) Read(files *Files) ([]byte, bool) {
	if a.Content != nil {
		return a.Content.read()
	}
	if a.Path == "" {
		return nil, false
	}
	data, err := files.Read(a.Path)
	return data, err == nil
}

// RoomFor reports whether a scope can keep one more attachment of so many bytes.
func (s *Scope) RoomFor(bytes int) (problem.Problem, bool) {
	for _, a := range s.Attachments {
		if a.Content != nil {
			bytes += a.Content.size
		}
	}
	switch {
	case len(s.Attachments) >= maxAttachments:
		return problem.TooMany(maxAttachments), false
	case bytes > maxAttachmentBytes:
		return problem.New("all attachments of a scope together are longer than %d bytes",
			"все вложения области вместе длиннее %d байт", maxAttachmentBytes), false
	}
	return problem.Problem{}, true
}

// Attach adds an attachment; copies of the scope keep their own.
func (s *Scope) Attach(a Attachment) { s.Attachments = append(slices.Clip(s.Attachments), a) }
