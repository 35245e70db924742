package names

import (
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"
)

const (
	// maxTagKey is what Bugsink stores of a key; Sentry takes 200.
	maxTagKey = 32
	// maxTagValue is where Sentry and Bugsink cut.
	maxTagValue = 200
)

// TagKey returns key as Sentry takes it: Latin letters, digits and _.:- only,
// at most maxTagKey of them. Sentry deletes a tag whose key has anything else
// (facts: sentry 1.5). Cyrillic is transliterated; what is too long is cut and
// ends with a hash, so that different keys stay different.
func TagKey(key string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(key) {
		switch lower := unicode.ToLower(r); {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("_.:-", r):
			b.WriteRune(r)
		case latin[lower] != "" && lower != r:
			word := latin[lower]
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		case lower == 'ъ' || lower == 'ь':
		case latin[lower] != "":
			b.WriteString(latin[lower])
		default:
			b.WriteByte('_')
		}
	}
	legal := b.String()
	if len(legal) <= maxTagKey {
		return legal
	}
	hash := fnv.New32a()
	hash.Write([]byte(key))
	const digits = 8
	return legal[:maxTagKey-digits-1] + "-" + fmt.Sprintf("%0*x", digits, hash.Sum32())
}

// latin transliterates the Cyrillic letters of Russian, Ukrainian, Belarusian and
// Kazakh; the two signs have none.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y",
	'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f",
	'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ы': "y", 'э': "e", 'ю': "yu", 'я': "ya",
	'ґ': "g", 'є': "ye", 'і': "i", 'ї': "yi", 'ў': "u",
	'ә': "a", 'ғ': "g", 'қ': "q", 'ң': "n", 'ө': "o", 'ұ': "u", 'ү': "u", 'һ': "h",
}

// TagValue returns value on one line and not longer than servers keep.
func TagValue(value string) string {
	value = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return ' '
		}
		return r
	}, value))
	return Cut(value, maxTagValue)
}
