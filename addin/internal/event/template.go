package event

import (
	"strconv"
	"strings"

	"sentry1c/addin/internal/rawjson"
)

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
	filled, texts := fillPlaces(template, "{}", texts)
	filled, _ = fillPlaces(filled, "%s", texts)
	return filled
}

// fillPlaces puts a text into each place of a template in turn, and returns the texts that
// there is no place for.
func fillPlaces(template, place string, texts []string) (filled string, rest []string) {
	var b strings.Builder
	for len(texts) > 0 {
		before, after, found := strings.Cut(template, place)
		if !found {
			break
		}
		b.WriteString(before)
		b.WriteString(texts[0])
		template, texts = after, texts[1:]
	}
	b.WriteString(template)
	return b.String(), texts
}
