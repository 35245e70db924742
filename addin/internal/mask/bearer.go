package mask

import "strings"

// minBearer is how long a token is at least: shorter words stand in sentences.
const minBearer = 16

// bearer hides the tokens that stand behind the word Bearer without a header.
func bearer(text string) string {
	const word = "earer "
	if !strings.Contains(text, word) {
		return text
	}
	m := masker{text: text}
	for at := 0; ; {
		next := strings.Index(text[at:], word)
		if next < 0 {
			return m.result()
		}
		at += next + len(word)
		end := at
		for end < len(text) && isTokenByte(text[end]) {
			end++
		}
		if first := at - len(word) - 1; end-at >= minBearer && first >= 0 && text[first]|0x20 == 'b' {
			m.hide(at, end)
		}
		at = end
	}
}

// isTokenByte holds of RFC 6750, 2.1.
func isTokenByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~+/=", c) >= 0
}
