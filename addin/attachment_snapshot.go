package addin

import (
	"path/filepath"
	"slices"
)

// attachmentSnapshot is an attachment as it is kept for the next process.
type attachmentSnapshot struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Path string `json:"path,omitempty"` // of a file that the caller named
	File string `json:"file,omitempty"` // of the content, beside the long values
	Size int    `json:"size,omitempty"`
	// Data is a short content that has no file.
	Data []byte `json:"data,omitempty"`
}

// maxInlineContent is how long a content without a file may be that is kept in a
// snapshot; a longer one ends with its process.
const maxInlineContent = 64 << 10

func (a *attachment) snapshot() attachmentSnapshot {
	s := attachmentSnapshot{Name: a.name, Type: a.contentType, Path: a.path}
	switch c := a.content; {
	case c == nil:
	case c.path != "":
		s.File, s.Size = filepath.Base(c.path), c.size
	default:
		s.Size = c.size
		if c.size <= maxInlineContent {
			s.Data = c.data
		}
	}
	return s
}

// restoreAttachment puts an attachment back into a scope of an object. Scopes that
// shared a content share it again.
func (w *Worker) restoreAttachment(o *object, s *scope, have attachmentSnapshot) {
	a := attachment{name: have.Name, contentType: have.Type, path: have.Path}
	switch {
	case have.Path != "":
	case have.File != "":
		a.content = restoredContent(w.sides, have.File, have.Size)
		if a.content == nil {
			return
		}
		// Its name is taken, even if the file is gone.
		w.contents.made = max(w.contents.made, a.content.slot+1)
		if i := slices.IndexFunc(o.contents, func(c *content) bool { return c.path == a.content.path }); i >= 0 {
			a.content = o.contents[i]
		} else {
			o.contents = append(o.contents, a.content)
		}
	case len(have.Data) != have.Size:
		return
	default:
		a.content = &content{size: have.Size, data: have.Data}
	}
	s.attach(a)
}
