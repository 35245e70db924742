package grouping

import "strings"

// maskName masks what is made at run time inside a name: «_37583_» between
// other parts, and a GUID in the name of an external object.
func maskName(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	var b strings.Builder
	last := 0
	for i := 0; i < len(s); {
		end, token := i, ""
		switch {
		case s[i] == '_':
			if j := digitsEnd(s, i+1); j-i > 4 && j < len(s) && s[j] == '_' {
				end, token = j+1, "_"+tokenNumber+"_"
			}
		case hex(s[i]) && (i == 0 || s[i-1] == '.' || s[i-1] == '_' || s[i-1] == '-'):
			if j := guidEnd(s, i); j > i {
				end, token = j, tokenID
			}
		}
		if end == i {
			i++
			continue
		}
		b.WriteString(s[last:i])
		b.WriteString(token)
		i, last = end, end
	}
	if last == 0 {
		return s
	}
	b.WriteString(s[last:])
	return b.String()
}
