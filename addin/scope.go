package addin

import (
	"slices"

	"sentry1c/addin/internal/names"
	"sentry1c/addin/internal/rawjson"
)

// scope is what goes with every event of an object. Its parts are encoded already:
// an event copies them.
//
// A scope is copied by PushScope and never changed in a part that a copy shares:
// elements are replaced, not written to.
type scope struct {
	tags        []tag
	contexts    rawjson.Object
	extra       rawjson.Object
	user        []byte // encoded object, or nil
	level       names.Level
	fingerprint []string
	transaction string
	breadcrumbs breadcrumbs
	attachments []attachment
}

// tag is one tag under the key that servers take; original is the key that was
// given, if it is another.
type tag struct {
	key, original, value string
}

// setTag sets the tag of a key as it was given; an empty value removes it.
func withTag(tags []tag, key, value string) []tag {
	legal := names.TagKey(key)
	i := slices.IndexFunc(tags, func(have tag) bool { return have.key == legal })
	value = names.TagValue(value)
	t := tag{key: legal, value: value}
	if key != legal {
		t.original = key
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

// clone returns a scope that changes apart from this one.
func (s *scope) clone() *scope {
	c := *s
	c.breadcrumbs = s.breadcrumbs.clone()
	return &c
}
