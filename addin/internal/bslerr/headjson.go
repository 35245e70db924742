package bslerr

import (
	"strings"

	"sentry1c/addin/internal/rawjson"
)

// saidKeys are the fields of an answer that say what went wrong, the most telling
// first.
var saidKeys = [...]string{
	"error_description", "errordescription", "errormessage", "error_message", "errortext", "error_text", "exceptionmessage", "message", "msg",
	"detail", "details", "description", "reason", "text", "title", "error", "errors", "fault", "exception",
	"ошибка", "текстошибки", "описаниеошибки", "описание", "сообщение", "текст",
}

const (
	maxSaidDepth  = 4
	maxSaidFields = 64
	maxSaidJSON   = 64 << 10
)

// saidByJSON returns what a message that is JSON says of the error, in one line.
func saidByJSON(value string) (string, bool) {
	trimmed := strings.TrimFunc(value, isBlank)
	if len(trimmed) < 2 || len(trimmed) > maxSaidJSON || trimmed[0] != '{' && trimmed[0] != '[' {
		return "", false
	}
	raw, err := rawjson.Canonical(trimmed)
	if err != nil {
		return "", false
	}
	said := saidIn(raw, maxSaidDepth)
	said = strings.Join(strings.FieldsFunc(said, isBlank), " ")
	return said, said != "" && len(said) <= maxHeadBytes
}

// saidWithin is the field of a text in several languages: {"lang":"ru","value":"…"}.
const saidWithin = "value"

// saidIn searches one value and what it holds.
func saidIn(raw []byte, depth int) string {
	if depth == 0 {
		return ""
	}
	switch rawjson.Kind(raw) {
	case '"':
		text, _ := rawjson.Text(raw)
		return text
	case '[':
		for element := range rawjson.Elements(raw) {
			return saidIn(element, depth-1)
		}
	case '{':
		best, within, rank := "", "", len(saidKeys)
		n := 0
		for key, field := range rawjson.Fields(raw) {
			if n++; n > maxSaidFields {
				break
			}
			key = strings.ToLower(key[strings.LastIndexByte(key, '.')+1:]) // odata.error
			if depth < maxSaidDepth && (key == saidWithin || within == "" && rawjson.Kind(field) == '[') {
				within = saidIn(field, depth-1) // errors by fields: {"inn": ["…"]}
			}
			for i, known := range saidKeys[:rank] {
				if key != known {
					continue
				}
				if text := saidIn(field, depth-1); text != "" {
					best, rank = text, i
				}
				break
			}
		}
		if best == "" {
			best = within
		}
		return best
	}
	return ""
}
