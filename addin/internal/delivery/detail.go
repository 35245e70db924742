package delivery

import (
	"encoding/json"
	"strings"
)

// shown is a text of a server, or of the way to it, as it may be shown.
func (c *Config) shown(text string) string {
	if c.Hide != nil {
		text = c.Hide(text)
	}
	return shorten(text)
}

// detail is the server's own reason: its header, the fields of its JSON, or whatever it
// says.
func detail(header string, body []byte) string {
	if header != "" {
		return header
	}
	var known struct {
		Detail json.RawMessage `json:"detail"`
		Error  string          `json:"error"`
		Causes []string        `json:"causes"`
	}
	if json.Unmarshal(body, &known) == nil {
		var text string
		if json.Unmarshal(known.Detail, &text) != nil {
			text = string(known.Detail)
		}
		parts := make([]string, 0, len(known.Causes)+2)
		for _, part := range append([]string{text, known.Error}, known.Causes...) {
			if part != "" {
				parts = append(parts, part)
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, ": ")
		}
	}
	return strings.ToValidUTF8(string(body), "\uFFFD")
}

func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxDetail {
		text = string(runes[:maxDetail]) + "…"
	}
	return text
}
