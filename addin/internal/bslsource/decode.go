package bslsource

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is how the bytes of a file spell its text.
type Encoding string

const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
	Windows1251 Encoding = "Windows-1251"
	// DamagedUTF8 has bytes that are no UTF-8; each is read as U+FFFD.
	DamagedUTF8 Encoding = "damaged UTF-8"
)

// ErrBinary is about a file that holds no text.
var ErrBinary = errors.New("it holds no text")

// Decode returns the text of a file. 1C writes UTF-8; other tools and older
// platforms write the rest.
func Decode(data []byte) (text string, encoding Encoding, err error) {
	switch {
	case len(data) >= 2 && data[0] == 0xff && data[1] == 0xfe:
		text, encoding = utf16Text(data[2:], binary.LittleEndian), UTF16LE
	case len(data) >= 2 && data[0] == 0xfe && data[1] == 0xff:
		text, encoding = utf16Text(data[2:], binary.BigEndian), UTF16BE
	case utf8.Valid(data):
		text, encoding = string(data), UTF8
	case mostlyUTF8(data):
		text, encoding = strings.ToValidUTF8(string(data), "\ufffd"), DamagedUTF8
	default:
		text, encoding = windows1251(data), Windows1251
	}
	if strings.IndexByte(text, 0) >= 0 {
		return "", encoding, ErrBinary
	}
	return text, encoding, nil
}

func utf16Text(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// mostlyUTF8 reports whether more of the bytes above ASCII are UTF-8 than are not.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good += n
		}
		data = data[n:]
	}
	return good > bad
}

// high are the characters 0x80 to 0xBF of Windows-1251; the Russian alphabet follows.
var high = []rune("ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\ufffd™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї")

func windows1251(data []byte) string {
	var b strings.Builder
	b.Grow(2 * len(data))
	for _, c := range data {
		switch {
		case c < 0x80:
			b.WriteByte(c)
		case c < 0xc0:
			b.WriteRune(high[c-0x80])
		default:
			b.WriteRune('А' + rune(c-0xc0))
		}
	}
	return b.String()
}
