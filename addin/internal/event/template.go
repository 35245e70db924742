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
	for _, text := range texts {
		place := "{}"
		if !strings.Contains(template, place) {
			place = "%s"
		}
		template = strings.Replace(template, place, text, 1)
	}
	return template
}
