package addin

const (
	// maxAttachment is what Sentry takes of one, and maxAttachments and
	// maxAttachmentBytes what a scope keeps of all: each event carries them anew.
	maxAttachment      = 20 << 20
	maxAttachments     = 100
	maxAttachmentBytes = 100 << 20
)
