package mask

import (
	"strings"
	"unicode/utf8"
)

// harmlessValues are those that give nothing away: truths, absences, states, and
// names of schemes.
var harmlessValues = words("true false yes no on off null nil none undefined истина ложь да нет неопределено пусто empty required optional missing absent expired invalid valid revoked rejected " +
	"failed denied unknown unset bearer basic digest ntlm negotiate oauth kerberos token default disabled enabled hidden masked redacted deleted filtered не-задан так ні")

func words(text string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		m[word] = true
	}
	return m
}

// absences begin values that say that there is none.
var absences = [...]string{"not ", "no ", "is ", "was ", "не ", "нет ", "<не ", "<нет", "<empty", "<none", "отсутств", "n/a", "[filtered", "***", "has ", "must "}

// measures in a name say that its number is one.
var measures = words("длина length size count количество число срок ttl expires expiry lifetime attempts попыток attempt policy сложность max min minimum maximum tokens токенов timeout age days дней version версия")

// harmlessValue reports whether the value of a secret's name gives nothing away.
func harmlessValue(name, value string) bool {
	value = strings.TrimSpace(value)
	if value == "" || len(value) == 1 && value[0] >= '0' && value[0] <= '9' {
		return true
	}
	if len(value) > 64 {
		return false
	}
	if strings.Trim(value, "0123456789") == "" {
		_, parts := flatten(name)
		for _, part := range parts {
			if measures[part] {
				return true
			}
		}
		return false
	}
	if strings.Trim(value, "*•.xX") == "" && len(value) > 2 || isPlaceholder(value) {
		return true
	}
	lower := strings.ToLower(value)
	if harmlessValues[lower] {
		return true
	}
	if strings.ContainsAny(lower, "0123456789@#$%^&*+=/\\|~_") && !strings.HasPrefix(lower, "[filtered") && lower != "n/a" {
		return false
	}
	for _, begin := range absences {
		if strings.HasPrefix(lower, begin) {
			return true
		}
	}
	return false
}

// isPlaceholder reports whether a value is to be put in later: %1, %name%, {0}, &Имя.
func isPlaceholder(value string) bool {
	inner := ""
	switch first, last := value[0], value[len(value)-1]; {
	case first == '%' && strings.IndexByte("%", last) >= 0, first == '{' && last == '}', first == '<' && last == '>':
		inner = value[1:max(1, len(value)-1)]
	case first == '%' || first == '&' && len(value) < 40:
		inner = value[1:]
		if first == '%' && strings.Trim(inner, "0123456789") != "" {
			return false
		}
	default:
		return false
	}
	for i := range len(inner) {
		if c := inner[i]; !isNameByte(c) && c != '?' && c != ' ' {
			return false
		}
	}
	return inner != "" && (value[0] != '&' || value[1] >= utf8.RuneSelf)
}

// scheme reports whether a word is that of an authorization.
func scheme(word string) bool {
	switch strings.ToLower(word) {
	case "bearer", "basic", "digest", "ntlm", "negotiate", "oauth", "token", "apikey", "api-key", "hmac", "aws4-hmac-sha256", "sentry":
		return true
	}
	return false
}

// tokenAfter returns the end of the token behind the blanks at a place, or the place.
func tokenAfter(text string, at int) int {
	from := at
	for from < len(text) && from-at < maxBlanks && (text[from] == ' ' || text[from] == '\t') {
		from++
	}
	end := from
	for end < len(text) && isTokenByte(text[end]) {
		end++
	}
	if from == at || end == from {
		return at
	}
	return end
}

// jsonValue hides a value of JSON that begins at a place, whatever it is; and what
// stands between the brackets of an array or an object.
func (m *masker) jsonValue(from int, name string) int {
	switch {
	case from >= len(m.text):
		return from
	case isQuote(m.text[from]):
		return m.value(from, name)
	case m.text[from] == '{' || m.text[from] == '[':
		return m.brackets(from)
	}
	end := from
	for end < len(m.text) && end-from < maxToken && isNameByte(m.text[end]) {
		end++
	}
	for end > from && end < len(m.text) && !utf8.RuneStart(m.text[end]) {
		end--
	}
	if harmlessValue(name, m.text[from:end]) {
		return end
	}
	m.hide(from, end)
	return end
}

// brackets hides an array or an object that begins at a place, which is cut if
// nobody closes it.
func (m *masker) brackets(from int) int {
	if strings.HasPrefix(m.text[from:], Filtered) {
		return from + len(Filtered)
	}
	depth, quote := 0, byte(0)
	for i := from; i < len(m.text); i++ {
		c := m.text[i]
		switch {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"':
			quote = c
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				if strings.Trim(m.text[from+1:i], " \t\r\n") == "" {
					return i + 1
				}
				m.hide(from, i+1)
				return i + 1
			}
		}
	}
	m.hide(from, len(m.text))
	return len(m.text)
}
