package event

import (
	"bytes"
	"fmt"
	"strconv"
)

// countWidth is how many bytes the number of repeats takes in the encoded event: JSON
// allows spaces before a value, so it can be set later without moving anything.
const countWidth = 12

func paddedCount(count int) string {
	return fmt.Sprintf("%*s", countWidth, `"`+strconv.Itoa(count)+`"`)
}

const repeatsKey = "repeats"

// WithRepeats returns the envelope with another number of repeats.
func WithRepeats(envelope []byte, count int) []byte {
	key := []byte(`"` + repeatsKey + `":`)
	return bytes.Replace(envelope, append(bytes.Clone(key), paddedCount(1)...), append(key, paddedCount(count)...), 1)
}
