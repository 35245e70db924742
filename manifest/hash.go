package manifest

import (
	"crypto/sha1"
	"encoding/base64"
)

// SHA1Base64 is the checksum under which an administrator allows a library in a security profile of the cluster.
// The algorithm is the platform's choice.
func SHA1Base64(library []byte) string {
	sum := sha1.Sum(library)
	return base64.StdEncoding.EncodeToString(sum[:])
}
