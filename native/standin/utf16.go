package standin

import "unicode/utf16"

// UTF16 is a string exactly as 1C holds it: units, lone surrogates and NULs included.
// As an argument it is passed as it is; a string is converted.
type UTF16 []uint16

// String converts; lone surrogates become U+FFFD.
func (u UTF16) String() string { return string(utf16.Decode(u)) }

// Units converts; an ill-formed byte of s becomes U+FFFD.
func Units(s string) UTF16 {
	u := make(UTF16, 0, len(s)) // never too short: UTF-8 takes at least a byte for every unit
	for _, r := range s {
		u = utf16.AppendRune(u, r)
	}
	return u
}

// unitsAt reads up to a NUL, at most limit units; ok is false if there is none within the limit.
func unitsAt(addr uintptr, limit int) (u UTF16, ok bool) {
	n := 0
	for ; n < limit; n++ {
		if load[uint16](addr+uintptr(n)*unitSize) == 0 {
			return append(UTF16(nil), units(addr, n)...), true
		}
	}
	return append(UTF16(nil), units(addr, n)...), false
}

// textAt reads a NUL-terminated string of the add-in; a null pointer is the empty string.
func textAt(addr uintptr) string {
	if addr == 0 {
		return ""
	}
	u, _ := unitsAt(addr, maxTextUnits)
	return u.String()
}
