package addin

import (
	"slices"

	"github.com/getsentry/sentry-go"

	"sentry1c/addin/internal/rawjson"
)

// scope is what goes with every event of an object. Its parts are encoded already:
// an event copies them.
//
// A scope is copied by PushScope and never changed in a part that a copy shares:
// elements are replaced, not written to.
type scope struct {
	tags        []tag
	contexts    fields
	extra       fields
	user        []byte // encoded object, or nil
	level       sentry.Level
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

// fields are named encoded values in the order in which they were first set.
type fields []field

type field struct {
	name string
	raw  []byte
}

// set puts a value in the place of the one of that name, or at the end. A nil
// value removes it.
func (f *fields) set(name string, raw []byte) {
	i := slices.IndexFunc(*f, func(have field) bool { return have.name == name })
	switch {
	case raw == nil && i < 0:
	case raw == nil:
		*f = slices.Delete(slices.Clone(*f), i, i+1)
	case i < 0:
		*f = append(slices.Clip(*f), field{name, raw})
	default:
		*f = slices.Clone(*f)
		(*f)[i].raw = raw
	}
}

func (f fields) get(name string) []byte {
	for _, have := range f {
		if have.name == name {
			return have.raw
		}
	}
	return nil
}

// with returns the fields with those of over on top.
func (f fields) with(over fields) fields {
	if len(over) == 0 {
		return f
	}
	for _, o := range over {
		f.set(o.name, o.raw)
	}
	return f
}

// setTag sets the tag of a key as it was given; an empty value removes it.
func withTag(tags []tag, key, value string) []tag {
	legal := legalTagKey(key)
	i := slices.IndexFunc(tags, func(have tag) bool { return have.key == legal })
	value = legalTagValue(value)
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

// textOf reads a tag value out of JSON: texts, numbers and truths; ok is false for
// anything else.
func textOf(raw []byte) (text string, ok bool) {
	switch rawjson.Kind(raw) {
	case '"':
		return rawjson.Text(raw)
	case '0', 't':
		return string(raw), true
	}
	return "", false
}
