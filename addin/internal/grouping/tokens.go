package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxToken bounds every look ahead of the recognisers.
const maxToken = 1024

func hex(c byte) bool { return digit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// wordAt reports whether a word goes on at offset i.
func wordAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return isWord(r)
}

// idEnd returns the end of a GUID or of a run of at least 16 hex digits at i,
// or i. Words of letters only are words.
func idEnd(s string, i int) int {
	if end := guidEnd(s, i); end > i {
		return end
	}
	const least = 16
	j, digits := i, 0
	for j < len(s) && j-i < maxToken && hex(s[j]) {
		if digit(s[j]) {
			digits++
		}
		j++
	}
	if j-i < least || digits == 0 || wordAt(s, j) || digits == j-i && j-i != 32 {
		return i
	}
	return j
}

func guidEnd(s string, i int) int {
	const form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	if len(s)-i < len(form) {
		return i
	}
	for n := range len(form) {
		if c := s[i+n]; form[n] == '-' && c != '-' && c != '_' || form[n] == 'x' && !hex(c) {
			return i
		}
	}
	if end := i + len(form); !wordAt(s, end) {
		return end
	}
	return i
}

// urlEnd returns the end of a URL at i, or i.
func urlEnd(s string, i int) int {
	j := i
	for j < len(s) && j-i < 16 && (letter(s[j]) || digit(s[j])) {
		j++
	}
	if !strings.HasPrefix(s[j:], "://") || digit(s[i]) {
		return i
	}
	return unquotedEnd(s, j)
}

// unquotedEnd returns the end of a run without blanks, quotes and brackets;
// punctuation at its end belongs to the sentence.
func unquotedEnd(s string, i int) int {
	j := i
	for j < len(s) {
		r, n := utf8.DecodeRuneInString(s[j:])
		if unicode.IsSpace(r) || strings.ContainsRune("\"'«»“”<>|{}", r) {
			break
		}
		j += n
	}
	for j > i && strings.IndexByte(".,;:!?)", s[j-1]) >= 0 {
		j--
	}
	return j
}

// hostEnd returns the end of a name of a host, a mail address or a file in
// lower case at i, or i: labels with dots, the last one of letters.
func hostEnd(s string, i int) int {
	j, dots, label, letters, mail := i, 0, i, true, false
	for ; j < len(s) && j-i < 256; j++ {
		switch c := s[j]; {
		case c == '.':
			if j == label {
				return i
			}
			dots++
			label, letters = j+1, true
		case c == '@' && !mail && j > i:
			mail = true
			label, letters = j+1, true
		case c >= 'a' && c <= 'z':
		case digit(c) || c == '-' || c == '_' && !mail:
			letters = false
		default:
			goto end
		}
	}
end:
	if j > i && s[j-1] == '.' { // the end of a sentence
		j--
		dots--
		label = strings.LastIndexByte(s[i:j], '.') + 1 + i
		letters = strings.Trim(s[label:j], "abcdefghijklmnopqrstuvwxyz") == ""
	}
	if dots < 1 && !mail || !letters || j-label < 2 || j-label > 12 || wordAt(s, j) || j < len(s) && s[j] == '(' {
		return i
	}
	return j
}
