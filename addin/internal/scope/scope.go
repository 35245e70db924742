// Package scope holds what goes with every event of an object of 1C: tags, contexts,
// user, breadcrumbs, attachments. Its parts are encoded when they come, since every
// event copies them; they are masked before they come here.
//
// It touches the files of long attachments and nothing else. Package addin changes a
// scope as the records say; package event reads it.
package scope

import (
	"slices"

	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
)

// Scope is what goes with every event of an object. Its parts are encoded already:
// an event copies them.
//
// A scope is copied by PushScope and never changed in a part that a copy shares:
// elements are replaced, not written to.
type Scope struct {
	Tags        []Tag
	Contexts    rawjson.Object
	Extra       rawjson.Object
	User        []byte // encoded object, or nil
	Level       names.Level
	Fingerprint []string
	Transaction string
	Breadcrumbs Breadcrumbs
	Attachments []Attachment
}

// Tag is one tag under the key that servers take; Original is the key that was
// given, if it is another.
type Tag struct {
	Key, Original, Value string
}

const (
	// MaxTags is what Bugsink takes; Sentry's own limit is higher.
	MaxTags = 100
	// MaxFields bounds contexts and additional values: an object that sets one a
	// call must not grow for ever.
	MaxFields = 100
	// MaxExtra bounds the additional values that come with one event.
	MaxExtra = 1000
	// MaxContext is where a context is refused: Sentry keeps 8 kB of one.
	MaxContext = 64 << 10
)

// AddTag is SetTag as long as there is room; ok is false when there is none.
func AddTag(tags []Tag, key, value string) (set []Tag, ok bool) {
	if len(tags) >= MaxTags && names.TagValue(value) != "" {
		legal := names.TagKey(key)
		if !slices.ContainsFunc(tags, func(have Tag) bool { return have.Key == legal }) {
			return tags, false
		}
	}
	return SetTag(tags, key, value), true
}

// SetTag sets the tag of a key as it was given; an empty value removes it.
func SetTag(tags []Tag, key, value string) []Tag {
	legal := names.TagKey(key)
	i := slices.IndexFunc(tags, func(have Tag) bool { return have.Key == legal })
	value = names.TagValue(value)
	t := Tag{Key: legal, Value: value}
	if key != legal {
		t.Original = key
	}
	switch {
	case value == "" && i < 0:
		return tags
	case value == "":
		return slices.Delete(slices.Clone(tags), i, i+1)
	case i < 0:
		return append(slices.Clip(tags), t)
	}
	tags = slices.Clone(tags)
	tags[i] = t
	return tags
}

// Empty reports whether nothing was set.
func (s *Scope) Empty() bool {
	return len(s.Tags) == 0 && len(s.Contexts) == 0 && len(s.Extra) == 0 && s.User == nil && s.Level == "" &&
		len(s.Fingerprint) == 0 && s.Transaction == "" && len(s.Breadcrumbs.items) == 0 && len(s.Attachments) == 0
}

// Clone returns a scope that changes apart from this one.
func (s *Scope) Clone() *Scope {
	c := *s
	c.Breadcrumbs = s.Breadcrumbs.clone()
	return &c
}
