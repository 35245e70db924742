package admin

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode reads a text in the encodings that texts of errors are kept in: UTF-8, UTF-16 as
// PowerShell redirects it, Windows-1251 as Notepad of a Russian Windows saves it, and 866
// as its console writes it. ok is false for what is no text in any of them.
func decode(content []byte) (text string, ok bool) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		content = content[3:]
	case bytes.HasPrefix(content, []byte("\xff\xfe")):
		return plain(wide(content[2:], binary.LittleEndian))
	case bytes.HasPrefix(content, []byte("\xfe\xff")):
		return plain(wide(content[2:], binary.BigEndian))
	}
	switch {
	case bytes.IndexByte(content, 0) >= 0:
		return plain(wide(content, orderOf(content)))
	case isUTF8(content):
		return plain(strings.ToValidUTF8(string(content), "\uFFFD"))
	}
	page := charmap.Windows1251
	if isConsole(content) {
		page = charmap.CodePage866
	}
	decoded, err := page.NewDecoder().Bytes(content)
	if err != nil || bytes.Contains(decoded, []byte("\uFFFD")) {
		return "", false
	}
	return plain(string(decoded))
}

// plain refuses what has characters in it that no text has.
func plain(text string) (string, bool) {
	odd := func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1b", r) }
	if strings.ContainsFunc(text, odd) {
		return "", false
	}
	return text, true
}

// wide is a text of UTF-16. Half a unit at its end was cut off.
func wide(content []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = order.Uint16(content[2*i:])
	}
	return string(utf16.Decode(units))
}

// orderOf tells how UTF-16 without a mark is written: zeros are the upper bytes of spaces
// and digits.
func orderOf(content []byte) binary.ByteOrder {
	var zeros [2]int
	for i, b := range content {
		if b == 0 {
			zeros[i%2]++
		}
	}
	if zeros[0] > zeros[1] {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// isUTF8 reports whether a text is UTF-8, a few bytes of which may be damaged or cut.
func isUTF8(content []byte) bool {
	long, broken := 0, 0
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			long++
		}
		content = content[size:]
	}
	return broken == 0 || long > 4*broken
}

// isConsole reports whether the letters of a Russian text lie where the code page 866 has
// them: 1251 has most of them above.
func isConsole(content []byte) bool {
	low, high := 0, 0
	for _, b := range content {
		switch {
		case b >= 0x80 && b < 0xb0:
			low++
		case b >= 0xc0 && b < 0xe0, b >= 0xf0:
			high++
		}
	}
	return low > high
}
