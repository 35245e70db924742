package event

import (
	"strconv"

	"sentry1c/addin/internal/problem"
	"sentry1c/addin/internal/rawjson"
)

// FingerprintOf reads an array of texts, numbers and truths.
func FingerprintOf(raw []byte) (parts []string, p problem.Problem, ok bool) {
	for element := range rawjson.Elements(raw) {
		part, ok := rawjson.Simple(element)
		if !ok {
			return nil, problem.NotSimple(strconv.Itoa(len(parts))), false
		}
		parts = append(parts, part)
	}
	return parts, problem.Problem{}, true
}
