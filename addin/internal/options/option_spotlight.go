package options

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
	"sentry1c/addin/internal/spotlight"
)

// The words of the variable SENTRY_SPOTLIGHT, which the option takes, too; anything else
// is an address.
var (
	wordsOfYes = []string{"true", "t", "y", "yes", "on", "1"}
	wordsOfNo  = []string{"false", "f", "n", "no", "off", "0", ""}
)

// spotlightAddress is where copies go; "" is nowhere.
func spotlightAddress(text string) string {
	switch word := strings.ToLower(strings.TrimSpace(text)); {
	case slices.Contains(wordsOfNo, word):
		return ""
	case slices.Contains(wordsOfYes, word):
		return spotlight.DefaultURL
	}
	if u, err := url.Parse(strings.TrimSpace(text)); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return u.String()
	}
	return ""
}

func spotlightKind() optionKind {
	return optionKind{
		want: problem.New("true, false or an address such as %s", "true, false или адрес, например %s", spotlight.DefaultURL),
		parse: func(raw []byte) (optionValue, bool) {
			if rawjson.Kind(raw) == 't' {
				return optionValue{text: strconv.FormatBool(string(raw) == "true")}, true
			}
			text, ok := rawjson.Text(raw)
			known := slices.Contains(wordsOfNo, strings.ToLower(strings.TrimSpace(text)))
			return optionValue{text: text}, ok && (known || spotlightAddress(text) != "")
		},
	}
}
