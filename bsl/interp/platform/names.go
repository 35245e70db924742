package platform

import "strings"

// equalFold reports whether a name is one of others, in any case.
func equalFold(name string, others ...string) bool {
	for _, other := range others {
		if strings.EqualFold(name, other) {
			return true
		}
	}
	return false
}
