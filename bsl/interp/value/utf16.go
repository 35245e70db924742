package value

import "unicode/utf16"

// Len is СтрДлина: units of UTF-16.
func (s String) Len16() int {
	n := 0
	for _, r := range string(s) {
		n += utf16.RuneLen(r)
	}
	return n
}

// Sub takes count units from the unit at from (counted from 0). Half a pair
// becomes the replacement character.
func (s String) Sub(from, count int) String {
	if from < 0 {
		from = 0
	}
	if s.ascii() {
		end := min(from+max(count, 0), len(s))
		if from >= end {
			return ""
		}
		return s[from:end]
	}
	units := utf16.Encode([]rune(string(s)))
	end := min(from+max(count, 0), len(units))
	if from >= end {
		return ""
	}
	return String(utf16.Decode(units[from:end]))
}

// Unit is the code of the unit at a place counted from 0; false if there is none.
func (s String) Unit(at int) (int, bool) {
	units := utf16.Encode([]rune(string(s)))
	if at < 0 || at >= len(units) {
		return 0, false
	}
	return int(units[at]), true
}

func (s String) ascii() bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
