package brackets

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

const (
	base64Prefix = "#base64:"
	base64Line   = 64 // characters
)

// Base64 makes the token in which the platform keeps bytes: after every full
// line of 64 characters comes its odd line end CR CR LF, after the last line
// too if that one is full.
func Base64(data []byte) Value {
	all := base64.StdEncoding.EncodeToString(data)
	var b strings.Builder
	b.Grow(len(base64Prefix) + len(all) + len(all)/base64Line*len(base64Break))
	b.WriteString(base64Prefix)
	for len(all) >= base64Line {
		b.WriteString(all[:base64Line])
		b.WriteString(base64Break)
		all = all[base64Line:]
	}
	b.WriteString(all)
	return T(b.String())
}

// Bytes takes the bytes out of such a token.
func (v Value) Bytes() ([]byte, error) {
	text, ok := strings.CutPrefix(v.Text, base64Prefix)
	if v.Kind != Token || !ok {
		return nil, errors.New("brackets: read bytes: it is not a base64 token")
	}
	// The decoder skips CR and LF by itself.
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("brackets: read bytes: %w", err)
	}
	return data, nil
}
