package scope

import (
	"encoding/json"
	"path/filepath"
	"slices"

	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
)

// Snapshot is a scope as it is kept for the next process, as JSON.
type Snapshot struct {
	Tags        [][3]string       `json:"tags,omitempty"` // key, original, value
	Contexts    []memberSnapshot  `json:"contexts,omitempty"`
	Extra       []memberSnapshot  `json:"extra,omitempty"`
	User        json.RawMessage   `json:"user,omitempty"`
	Level       names.Level       `json:"level,omitempty"`
	Fingerprint []string          `json:"fingerprint,omitempty"`
	Transaction string            `json:"transaction,omitempty"`
	Breadcrumbs []json.RawMessage `json:"breadcrumbs,omitempty"`

	Attachments []attachmentSnapshot `json:"attachments,omitempty"`
}

type memberSnapshot struct {
	Name string          `json:"name"`
	Raw  json.RawMessage `json:"raw"`
}

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
// snapshot; a longer one ends with its process, and of it is known only that it was there.
const maxInlineContent = 64 << 10

// Snapshot returns the scopes, the current one last.
func (s *Stack) Snapshot() []Snapshot {
	all := make([]Snapshot, len(s.scopes))
	for i, have := range s.scopes {
		all[i] = have.snapshot()
	}
	return all
}

func (s *Scope) snapshot() Snapshot {
	c := Snapshot{User: s.User, Level: s.Level, Fingerprint: s.Fingerprint, Transaction: s.Transaction}
	for _, t := range s.Tags {
		c.Tags = append(c.Tags, [3]string{t.Key, t.Original, t.Value})
	}
	c.Contexts, c.Extra = memberSnapshots(s.Contexts), memberSnapshots(s.Extra)
	for _, item := range s.Breadcrumbs.Last(1 << 30) {
		c.Breadcrumbs = append(c.Breadcrumbs, item)
	}
	for _, a := range s.Attachments {
		c.Attachments = append(c.Attachments, a.snapshot())
	}
	return c
}

func memberSnapshots(o rawjson.Object) []memberSnapshot {
	var all []memberSnapshot
	for _, have := range o {
		all = append(all, memberSnapshot{have.Name, have.Raw})
	}
	return all
}

func (a *Attachment) snapshot() attachmentSnapshot {
	s := attachmentSnapshot{Name: a.Name, Type: a.ContentType, Path: a.Path}
	switch c := a.Content; {
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

// Restore returns the scopes of a snapshot, with the last maxBreadcrumbs actions of
// each and their attachments in the folder of files.
func Restore(all []Snapshot, maxBreadcrumbs int, files *Contents) *Stack {
	s := &Stack{}
	for _, have := range all {
		restored := have.restore(maxBreadcrumbs)
		for _, a := range have.Attachments {
			s.restoreAttachment(restored, a, files)
		}
		s.scopes = append(s.scopes, restored)
	}
	if len(s.scopes) == 0 {
		return NewStack()
	}
	return s
}

func (c Snapshot) restore(maxBreadcrumbs int) *Scope {
	s := &Scope{User: c.User, Level: c.Level, Fingerprint: c.Fingerprint, Transaction: c.Transaction}
	for _, t := range c.Tags {
		s.Tags = append(s.Tags, Tag{Key: t[0], Original: t[1], Value: t[2]})
	}
	for _, m := range c.Contexts {
		s.Contexts.Set(m.Name, m.Raw)
	}
	for _, m := range c.Extra {
		s.Extra.Set(m.Name, m.Raw)
	}
	for _, item := range c.Breadcrumbs {
		s.Breadcrumbs.Add(item, maxBreadcrumbs)
	}
	return s
}

// restoreAttachment puts an attachment back into a scope. Scopes that shared a content
// share it again. One whose content is nowhere cannot be read: the events that lack it count it.
func (s *Stack) restoreAttachment(to *Scope, have attachmentSnapshot, files *Contents) {
	a := Attachment{Name: have.Name, ContentType: have.Type, Path: have.Path}
	switch {
	case have.Path != "":
	case have.File != "":
		a.Content = files.restored(have.File, have.Size)
		if a.Content == nil {
			a.Content = &Content{size: have.Size}
			break
		}
		if i := slices.IndexFunc(s.contents, func(c *Content) bool { return c.path == a.Content.path }); i >= 0 {
			a.Content = s.contents[i]
		} else {
			s.contents = append(s.contents, a.Content)
		}
	default:
		a.Content = &Content{size: have.Size, data: have.Data}
	}
	to.Attach(a)
}
