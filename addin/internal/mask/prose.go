package mask

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// proseStems are pieces of the words that prose calls a secret by; a text without any
// is not looked at.
var proseStems = [...]string{"арол", "АРОЛ", "assword", "ASSWORD", "окен", "ТОКЕН", "oken", "TOKEN", "екрет", "ecret", "ин-код"}

// joints stand between the name of a secret and the secret in a sentence.
var joints = words("- – — -> is was = равен был это: это")

// prose hides secrets in sentences: Пароль пользователя "x1!" неверен, Password is x1!,
// Пароль - x1!. What stands there has to look like one.
func prose(text string) string {
	found := false
	for _, stem := range proseStems {
		if found = strings.Contains(text, stem); found {
			break
		}
	}
	if !found {
		return text
	}
	m := masker{text: text}
	for at := 0; at < len(text); {
		from, end := wordAt(text, at)
		at = end
		if from == end || !isSecretName(strings.Trim(text[from:end], `"'«»(),.`)) {
			continue
		}
		next, to := wordAt(text, end)
		if followers[strings.ToLower(text[next:to])] {
			next, to = wordAt(text, to)
		}
		joined := joints[strings.ToLower(text[next:to])]
		if joined {
			next, to = wordAt(text, to)
		}
		if inner, size := quotedWord(text[next:]); size > 0 {
			if looksSecret(text[next+inner : next+inner+size]) {
				m.hide(next+inner, next+inner+size)
				at = next + inner + size
			}
			continue
		}
		if word := strings.TrimRight(text[next:to], ",.;:!?)"); joined && looksSecret(word) && strings.IndexFunc(word, unicode.IsLetter) >= 0 && !isCall(word) {
			m.hide(next, next+len(word))
			at = next + len(word)
		}
	}
	return m.result()
}

// wordAt returns what stands between blanks at a place or behind it, on its line.
func wordAt(text string, at int) (from, end int) {
	for at < len(text) && (text[at] == ' ' || text[at] == '\t') {
		at++
	}
	from = at
	for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) < 0 {
		at++
	}
	if at == from && at < len(text) {
		at++ // a line break parts
		return at, at
	}
	return from, at
}

// quotedWord returns where the content of quotes starts that stand at the start of a
// text, and its length; 0 if it has blanks or there is none.
func quotedWord(text string) (inner, size int) {
	for _, pair := range [...][2]string{{`"`, `"`}, {"'", "'"}, {"«", "»"}, {"“", "”"}, {"„", "“"}} {
		rest, ok := strings.CutPrefix(text, pair[0])
		if !ok {
			continue
		}
		rest = rest[:min(len(rest), maxSpaced)]
		if end := strings.Index(rest, pair[1]); end > 0 && !strings.ContainsAny(rest[:end], " \t\r\n") && utf8.ValidString(rest[:end]) {
			return len(pair[0]), end
		}
	}
	return 0, 0
}
