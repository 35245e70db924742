package binary

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
)

// hashesMatch checks the hash of every page that a code directory lists, as macOS does when the page is first touched: one that
// differs ends the process.
func (l *Library) hashesMatch(directory []byte) bool {
	const (
		header     = 44
		hashSHA256 = 2
	)
	if len(directory) < header {
		return false
	}
	order := binary.BigEndian
	hashesAt, slots, limit := order.Uint32(directory[16:]), order.Uint32(directory[28:]), order.Uint32(directory[32:])
	hashSize, kind, pageShift := int(directory[36]), directory[37], directory[39]
	if kind != hashSHA256 || hashSize != sha256.Size || pageShift < 12 || pageShift > 16 || uint64(limit) > uint64(l.Size) {
		return false
	}
	page := 1 << pageShift
	if uint64(hashesAt)+uint64(slots)*sha256.Size > uint64(len(directory)) || int(slots) != (int(limit)+page-1)/page {
		return false
	}
	for n := range int(slots) {
		sum := sha256.Sum256(l.content[n*page : min((n+1)*page, int(limit))])
		if !bytes.Equal(sum[:], directory[int(hashesAt)+n*sha256.Size:][:sha256.Size]) {
			return false
		}
	}
	return true
}
