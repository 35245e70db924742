package addin

import (
	"sentry1c/addin/internal/mask"
	"sentry1c/addin/internal/rawjson"
)

// Secrets are masked where arguments become parts of a scope or an event, so that none
// comes into the spool. The ring holds raw arguments until they are interpreted; the
// log of states gets what is left of a record in which something was masked.

// masked is a text without secrets.
func (c *call) masked(text string) string {
	clean := mask.Text(text)
	c.hidden = c.hidden || clean != text
	return clean
}

// maskedJSON is an encoded value without secrets.
func (c *call) maskedJSON(raw []byte) []byte {
	return c.noteHidden(raw, mask.JSON(raw))
}

// maskedValue is the encoded value of a name without secrets.
func (c *call) maskedValue(name string, raw []byte) []byte {
	return c.noteHidden(raw, mask.Value(name, raw))
}

func (c *call) noteHidden(raw, clean []byte) []byte {
	c.hidden = c.hidden || string(clean) != string(raw)
	return clean
}

// maskedTag is the value of a tag without secrets.
func (c *call) maskedTag(key, value string) string {
	text, _ := rawjson.Text(c.maskedValue(key, rawjson.String(value)))
	return text
}
