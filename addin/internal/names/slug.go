package names

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"strings"
	"unicode"
)

// maxSlug is where Relay cuts a slug (facts: sentry 1.5).
const maxSlug = 50

// Slug returns the name of a monitor as Sentry takes it: small Latin letters,
// digits, _ and -, not digits alone. Names that were different stay different where
// they are cut.
func Slug(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
			b.WriteRune(r)
		case latin[r] != "":
			b.WriteString(latin[r])
		case r == 'ъ' || r == 'ь':
		case !unicode.IsControl(r) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	slug := strings.Trim(b.String(), "-_")
	if strings.Trim(slug, "0123456789") == "" && slug != "" {
		slug = "monitor-" + slug
	}
	if len(slug) <= maxSlug && slug != "" || strings.TrimSpace(name) == "" {
		return slug
	}
	hash := fnv.New32a()
	hash.Write([]byte(name))
	const digits = 8
	return cmp.Or(slug[:min(len(slug), maxSlug-digits-1)], "monitor") + "-" + fmt.Sprintf("%0*x", digits, hash.Sum32())
}
