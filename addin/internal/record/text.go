package record

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// DecodeUTF16 returns little-endian UTF-16 as UTF-8.
//
// Half of a surrogate pair becomes U+FFFD: a server answers an event that holds
// one with 500 (facts: servers 1.2). So does a NUL, which PostgreSQL, behind most
// servers, refuses in any text.
func DecodeUTF16(raw []byte) string {
	units := len(raw) / 2
	var b strings.Builder
	// Cyrillic and Latin text needs at most as many bytes as it has in UTF-16;
	// the rest grows.
	b.Grow(len(raw))
	var piece [512]byte // a builder takes single bytes slowly
	out := piece[:0]
	for i := 0; i < units; i++ {
		if len(out) > len(piece)-utf8.UTFMax {
			b.Write(out)
			out = piece[:0]
		}
		r := rune(raw[2*i]) | rune(raw[2*i+1])<<8
		switch {
		case r != 0 && r < utf8.RuneSelf:
			out = append(out, byte(r))
			continue
		case r == 0:
			r = utf8.RuneError
		case r < 0x800: // two bytes
			out = append(out, 0xC0|byte(r>>6), 0x80|byte(r&0x3F))
			continue
		case utf16.IsSurrogate(r):
			next := rune(0)
			if i+1 < units {
				next = rune(raw[2*i+2]) | rune(raw[2*i+3])<<8
			}
			// DecodeRune answers U+FFFD to what is no pair.
			if r = utf16.DecodeRune(r, next); r != utf8.RuneError {
				i++
			}
		}
		out = utf8.AppendRune(out, r)
	}
	b.Write(out)
	return b.String()
}

// decodeANSI returns 8-bit text as UTF-8. 1C itself passes none; a host that does
// means UTF-8 or, on a Russian Windows, code page 1251.
func decodeANSI(raw []byte) string {
	if !utf8.Valid(raw) {
		var b strings.Builder
		for _, c := range raw {
			b.WriteRune(cleanRune(windows1251(c)))
		}
		return b.String()
	}
	return strings.ReplaceAll(string(raw), "\x00", string(utf8.RuneError))
}

func cleanRune(r rune) rune {
	if r == 0 {
		return utf8.RuneError
	}
	return r
}

// windows1251 maps one byte of code page 1251.
func windows1251(c byte) rune {
	switch {
	case c < 0x80:
		return rune(c)
	case c >= 0xC0:
		return rune(c-0xC0) + 'А'
	}
	return windows1251Middle[c-0x80]
}

// windows1251Middle is the block between ASCII and the Russian alphabet.
var windows1251Middle = [0x40]rune([]rune(
	"ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ" +
		"ђ‘’“”•–—\uFFFD™љ›њќћџ" +
		"\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї" +
		"°±Ііґµ¶·ё№є»јЅѕї"))
