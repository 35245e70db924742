package rawjson

import "slices"

// Object is named encoded values in the order in which they were first set.
type Object []Member

// Member is one of them.
type Member struct {
	Name string
	Raw  []byte
}

// Set puts a value in the place of the one of that name, or at the end. A nil
// value removes it. It takes as long as there are members: what puts many together uses
// a Builder.
func (f *Object) Set(name string, raw []byte) {
	i := slices.IndexFunc(*f, func(have Member) bool { return have.Name == name })
	switch {
	case raw == nil && i < 0:
	case raw == nil:
		*f = slices.Delete(slices.Clone(*f), i, i+1)
	case i < 0:
		*f = append(slices.Clip(*f), Member{Name: name, Raw: raw})
	default:
		*f = slices.Clone(*f)
		(*f)[i].Raw = raw
	}
}

// Get returns the value of a name; nil without one.
func (f Object) Get(name string) []byte {
	for _, have := range f {
		if have.Name == name {
			return have.Raw
		}
	}
	return nil
}

// With returns the fields with those of over on top.
func (f Object) With(over Object) Object {
	if len(over) == 0 {
		return f
	}
	var b Builder
	b.SetAll(f)
	b.SetAll(over)
	return b.Object()
}

// Simple reads a tag value out of JSON: texts, numbers and truths; ok is false for
// anything else.
func Simple(raw []byte) (text string, ok bool) {
	switch Kind(raw) {
	case '"':
		return Text(raw)
	case '0', 't':
		return string(raw), true
	}
	return "", false
}

// Find is the value of a key of an encoded object; nil without one.
func Find(object []byte, key string) []byte {
	for have, value := range Fields(object) {
		if have == key {
			return value
		}
	}
	return nil
}
