package bslerr

import "unicode/utf8"

// isBlank reports whether r is layout: blanks of all kinds, the byte order
// mark and zero-width characters. Line breaks are handled before it.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0xA0, 0x1680, 0x180E, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF:
		return true
	}
	return r >= 0x2000 && r <= 0x200D
}

// Blank reports whether the text is layout only, so that Parse finds nothing.
func Blank(text string) bool { return skipBlanks(text, 0, len(text)) == len(text) }

// skipBlanks returns the first offset in [s, e) that is no blank, or e.
func skipBlanks(text string, s, e int) int {
	for s < e {
		switch c := text[s]; {
		case c == ' ' || c >= '\t' && c <= '\r':
			s++
		case c < 0xC2 || c > 0xEF || c > 0xC2 && c < 0xE1 || c > 0xE3 && c < 0xEF:
			return s // no blank starts with this byte
		default:
			r, n := utf8.DecodeRuneInString(text[s:e])
			if !isBlank(r) {
				return s
			}
			s += n
		}
	}
	return e
}

// trimRight returns the end of [s, e) without blanks.
func trimRight(text string, s, e int) int {
	for s < e {
		c := text[e-1]
		if c == ' ' || c >= '\t' && c <= '\r' {
			e--
			continue
		}
		if c < 0x80 {
			return e
		}
		r, n := utf8.DecodeLastRuneInString(text[s:e])
		if !isBlank(r) {
			return e
		}
		e -= n
	}
	return s
}

// trim narrows [s, e) to what is between blanks.
func trim(text string, s, e int) (int, int) {
	e = trimRight(text, s, e)
	return skipBlanks(text, s, e), e
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isNameByte reports whether c can stand in an identifier. Every byte of a
// character beyond ASCII passes; callers that care exclude blanks before.
func isNameByte(c byte) bool {
	return c >= 0x80 || c == '_' || isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z'
}
