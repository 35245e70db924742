package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// minBearer is how long a token is at least; a shorter one must have digits, since
// words stand behind Bearer and Basic in sentences.
const (
	minBearer = 16
	minDigits = 6
)

// schemes hides the tokens that stand behind the words Bearer and Basic without a
// header, in any case and spacing.
func schemes(text string) string {
	m := masker{text: text}
	for at := 0; ; {
		next := strings.IndexAny(text[at:], "bB")
		if next < 0 {
			return m.result()
		}
		at += next
		word := schemeAt(text, at)
		if word == 0 {
			at++
			continue
		}
		end := tokenAfter(text, at+word)
		if end == at+word {
			at++
			continue
		}
		from := at + word
		for text[from] == ' ' || text[from] == '\t' {
			from++
		}
		if isSecretToken(text[from:end]) {
			m.hide(from, end)
		}
		at = end
	}
}

// schemeAt returns the length of the word at a place if it is Bearer or Basic.
func schemeAt(text string, at int) int {
	if before, _ := utf8.DecodeLastRuneInString(text[:at]); unicode.IsLetter(before) || unicode.IsDigit(before) || before == '_' {
		return 0
	}
	for _, word := range [...]string{"bearer", "basic"} {
		if len(text)-at > len(word) && strings.EqualFold(text[at:at+len(word)], word) {
			return len(word)
		}
	}
	return 0
}

func isSecretToken(token string) bool {
	token = strings.TrimRight(token, ".")
	digits := strings.ContainsAny(token, "0123456789=")
	if len(token) >= minBearer {
		return digits || strings.ToLower(token) != token || len(token) > 2*minBearer
	}
	return len(token) >= minDigits && digits
}

// isTokenByte holds of RFC 6750, 2.1.
func isTokenByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~+/=", c) >= 0
}
