package grouping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLabel is how many words before a value are looked at.
const maxLabel = 4

// push notes a word that was written.
func (m *masker) push(word string) {
	copy(m.words[1:], m.words[:])
	m.words[0] = word
	m.wordEnd = m.out.Len()
}

// clause forgets the words: what follows belongs to none of them.
func (m *masker) clause() { m.words = [maxLabel]string{} }

// between is what was written behind the last word.
func (m *masker) between() string { return m.out.String()[m.wordEnd:] }

// label returns the words before the place that is written, the nearest first,
// in small letters and with compound names taken apart: КодОтвета is «ответа»,
// «код».
func (m *masker) label() (words [2 * maxLabel]string, n int) {
	var parts []string
	for _, word := range m.words {
		if word == "" {
			break
		}
		parts = splitName(parts[:0], word)
		for i := len(parts) - 1; i >= 0 && n < len(words); i-- {
			words[n] = parts[i]
			n++
		}
	}
	return words, n
}

// splitName appends the words of a compound name in small letters:
// HTTPStatusCode, error_code, КодОтвета.
func splitName(words []string, name string) []string {
	start := 0
	var before rune
	for i, r := range name {
		switch {
		case r == '_' || r == '-':
			if i > start {
				words = append(words, strings.ToLower(name[start:i]))
			}
			start = i + utf8.RuneLen(r)
		case i > start && unicode.IsUpper(r) && (unicode.IsLower(before) || lowerAt(name, i+utf8.RuneLen(r)) && unicode.IsUpper(before)):
			words = append(words, strings.ToLower(name[start:i]))
			start = i
		}
		before = r
	}
	if start < len(name) {
		words = append(words, strings.ToLower(name[start:]))
	}
	return words
}

func lowerAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLower(r)
}
