package value

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
)

// UUID is УникальныйИдентификатор.
type UUID [16]byte

// UUIDType is its type.
var UUIDType = &Type{"УникальныйИдентификатор", "UUID"}

// Type tells the type.
func (UUID) Type() *Type { return UUIDType }

// NewUUID makes a random one.
func NewUUID() UUID {
	var u UUID
	_, _ = rand.Read(u[:]) // it never fails
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return u
}

var uuidText = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)

// ParseUUID reads the form with hyphens, the only one the platform takes.
func ParseUUID(text string) (UUID, bool) {
	var u UUID
	if !uuidText.MatchString(text) {
		return u, false
	}
	_, err := hex.Decode(u[:], []byte(strings.ReplaceAll(text, "-", "")))
	return u, err == nil
}

// Present is the text of the identifier.
func (u UUID) Present(Language) string { return u.String() }

func (u UUID) String() string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
