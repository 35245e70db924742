package symbols

import (
	"strings"
	"unicode/utf8"
)

// Packed text has one byte for what modules are made of: ASCII as it is, the Russian
// alphabet and frequent signs above. What is not there is escape and its UTF-8.
const escape = 0xff

var packed = []rune("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя" +
	"Ёё«»—–№…\u00a0“”„’‘ІіЇїЄєҐґ€§°×•→≤≥")

var packIndex = func() map[rune]byte {
	m := make(map[rune]byte, len(packed))
	for i, r := range packed {
		m[r] = byte(utf8.RuneSelf + i)
	}
	return m
}()

// appendPacked packs a text of valid UTF-8; bytes that are none become U+FFFD.
func appendPacked(b []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		case r >= 'А' && r <= 'я':
			b = append(b, byte(utf8.RuneSelf+r-'А'))
		default:
			if c, ok := packIndex[r]; ok {
				b = append(b, c)
				continue
			}
			b = utf8.AppendRune(append(b, escape), r)
		}
	}
	return b
}

// unpack returns the text; ok is false if there are bytes that nobody packs.
func unpack(b []byte) (text string, ok bool) {
	var s strings.Builder
	s.Grow(2 * len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c < utf8.RuneSelf:
			s.WriteByte(c)
		case int(c)-utf8.RuneSelf < len(packed):
			s.WriteRune(packed[c-utf8.RuneSelf])
		case c == escape:
			r, n := utf8.DecodeRune(b[i+1:])
			if n < 2 {
				return "", false
			}
			s.WriteRune(r)
			i += n
		default:
			return "", false
		}
	}
	return s.String(), true
}
