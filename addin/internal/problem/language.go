package problem

import "strings"

// Language is the one in which problems are told to the user of an object.
type Language int

const (
	English Language = iota
	Russian
)

// LanguageOf reads a locale such as rus_RUS or ru_RU, or a language code. 1C gives
// the one of the session's interface.
func LanguageOf(locale string) Language {
	if strings.HasPrefix(strings.ToLower(locale), "ru") {
		return Russian
	}
	return English
}
