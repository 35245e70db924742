package addin

import (
	"strconv"
	"strings"

	"sentry1c/addin/internal/rawjson"
)

// What Sentry refuses in a name it deletes with a note, or the whole event with
// it (facts: servers 2). So names are made legal here.

const (
	maxRelease     = 200
	maxEnvironment = 64
	maxDist        = 64
)

// legalRelease returns a release without line ends, tabs and slashes.
func legalRelease(text string) string {
	text = cut(replaceAny(text, "\n\r\t/\\", "-"), maxRelease)
	if text == "." || text == ".." || strings.EqualFold(text, "latest") {
		return text + "-"
	}
	return text
}

// legalEnvironment returns an environment without line ends and slashes; "None" is
// a reserved word.
func legalEnvironment(text string) string {
	text = cut(replaceAny(text, "\n\r\t/", "-"), maxEnvironment)
	if strings.EqualFold(text, "none") {
		return "no-environment"
	}
	return text
}

// legalDist returns the Latin letters, digits and _.- of a text, the others as
// they are transliterated.
func legalDist(text string) string {
	text = strings.ReplaceAll(legalTagKey(text), ":", "-")
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

// fillTemplate puts values into a template of 1C (%1, %2, … as СтрШаблон does) or
// one with {} or %s for each value in turn.
func fillTemplate(template string, values []byte) string {
	var texts []string
	for raw := range rawjson.Elements(values) {
		text, ok := rawjson.Simple(raw)
		if !ok {
			text = string(raw)
		}
		texts = append(texts, text)
	}
	var pairs []string
	for i := len(texts) - 1; i >= 0; i-- {
		number := strconv.Itoa(i + 1)
		pairs = append(pairs, "%("+number+")", texts[i], "%"+number, texts[i])
	}
	if filled := strings.NewReplacer(pairs...).Replace(template); filled != template {
		return filled
	}
	for _, text := range texts {
		place := "{}"
		if !strings.Contains(template, place) {
			place = "%s"
		}
		template = strings.Replace(template, place, text, 1)
	}
	return template
}
