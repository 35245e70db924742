package addin

import "strings"

// language is the one in which problems are told to the user of an object.
type language int

const (
	english language = iota
	russian
)

// languageOf reads a locale such as rus_RUS or ru_RU, or a language code. 1C gives
// the one of the session's interface.
func languageOf(locale string) language {
	if strings.HasPrefix(strings.ToLower(locale), "ru") {
		return russian
	}
	return english
}
