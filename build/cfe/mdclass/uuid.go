package mdclass

// Nil is the identifier that stands for "none".
const Nil = "00000000-0000-0000-0000-000000000000"

// IsUUID tells whether s is an identifier as the platform writes one: 36
// characters, hexadecimal digits in lower case.
func IsUUID(s string) bool {
	if len(s) != len(Nil) {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case Nil[i] == '-':
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}
