package grouping

import (
	"fmt"
	"hash/fnv"
	"unicode/utf8"
)

// MaxPart is the greatest length of a part in characters.
const MaxPart = 200

// Limit bounds a part: of a longer one the beginning stays, followed by a hash
// of the whole, so that equal parts stay equal and others differ.
func Limit(part string) string {
	if len(part) <= MaxPart || utf8.RuneCountInString(part) <= MaxPart {
		return part
	}
	h := fnv.New64a()
	h.Write([]byte(part))
	const tail = 1 + 16 // the ellipsis and the hash
	n := 0
	for i := range part {
		if n == MaxPart-tail {
			return fmt.Sprintf("%s…%016x", part[:i], h.Sum64())
		}
		n++
	}
	return part
}
