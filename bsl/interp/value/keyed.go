package value

import (
	"slices"
	"strings"
)

// Structure is Структура or ФиксированнаяСтруктура: values by names, in the
// order of their coming. The zero value is empty.
type Structure struct {
	Fixed bool
	names []string
	byKey map[string]Value
}

// Type tells the type.
func (s *Structure) Type() *Type {
	if s.Fixed {
		return FixedStructureType
	}
	return StructureType
}

// Len counts the values.
func (s *Structure) Len() int { return len(s.names) }

// Names lists the names in the order of their coming.
func (s *Structure) Names() []string { return slices.Clone(s.names) }

// Get finds a value by its name in any case.
func (s *Structure) Get(name string) (Value, bool) {
	v, ok := s.byKey[strings.ToLower(name)]
	return v, ok
}

// Set stores a value under a name.
func (s *Structure) Set(name string, v Value) {
	if s.byKey == nil {
		s.byKey = map[string]Value{}
	}
	key := strings.ToLower(name)
	if _, ok := s.byKey[key]; !ok {
		s.names = append(s.names, name)
	}
	s.byKey[key] = v
}

// Delete removes a value.
func (s *Structure) Delete(name string) {
	key := strings.ToLower(name)
	delete(s.byKey, key)
	s.names = slices.DeleteFunc(s.names, func(n string) bool { return strings.ToLower(n) == key })
}

// StructureOf makes a structure of names and values by turns.
func StructureOf(pairs ...any) *Structure {
	s := &Structure{}
	for i := 0; i+1 < len(pairs); i += 2 {
		s.Set(pairs[i].(string), pairs[i+1].(Value))
	}
	return s
}

// Map is Соответствие or ФиксированноеСоответствие. The platform walks it in an
// order of its own; here it is the order of coming.
type Map struct {
	Fixed bool
	keys  []Value
	byKey map[any]Value
}

// Type tells the type.
func (m *Map) Type() *Type {
	if m.Fixed {
		return FixedMapType
	}
	return MapType
}

// Len counts the values.
func (m *Map) Len() int { return len(m.keys) }

// Keys lists the keys.
func (m *Map) Keys() []Value { return slices.Clone(m.keys) }

// Get finds a value; Неопределено if there is none.
func (m *Map) Get(key Value) Value {
	if v, ok := m.byKey[Key(key)]; ok {
		return v
	}
	return Undefined
}

// Set stores a value under a key.
func (m *Map) Set(key, v Value) {
	if m.byKey == nil {
		m.byKey = map[any]Value{}
	}
	if _, ok := m.byKey[Key(key)]; !ok {
		m.keys = append(m.keys, key)
	}
	m.byKey[Key(key)] = v
}

// Delete removes a value.
func (m *Map) Delete(key Value) {
	delete(m.byKey, Key(key))
	m.keys = slices.DeleteFunc(m.keys, func(k Value) bool { return Key(k) == Key(key) })
}
