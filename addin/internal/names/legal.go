package names

import "strings"

// What Sentry refuses in a name it deletes with a note, or the whole event with
// it (facts: servers 2). So names are made legal here.

const (
	maxRelease     = 200
	maxEnvironment = 64
	maxDist        = 64
)

// Release returns a release without line ends, tabs and slashes.
func Release(text string) string {
	text = Cut(replaceAny(text, "\n\r\t/\\", "-"), maxRelease)
	if text == "." || text == ".." || strings.EqualFold(text, "latest") {
		return text + "-"
	}
	return text
}

// Environment returns an environment without line ends and slashes; "None" is
// a reserved word.
func Environment(text string) string {
	text = Cut(replaceAny(text, "\n\r\t/", "-"), maxEnvironment)
	if strings.EqualFold(text, "none") {
		return "no-environment"
	}
	return text
}

// Dist returns the Latin letters, digits and _.- of a text, the others as
// they are transliterated.
func Dist(text string) string {
	text = strings.ReplaceAll(TagKey(text), ":", "-")
	return text[:min(len(text), maxDist)]
}

func replaceAny(text, chars, by string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(chars, r) {
			return rune(by[0])
		}
		return r
	}, strings.TrimSpace(text))
}
