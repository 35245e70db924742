package release

import (
	"fmt"
	"strings"
)

// Licences is the text with the licence of the product, given whole, and those of its parts. A text that several parts share, as
// Go's modules do, stands once.
func Licences(product, own string, parts []Part) string {
	var b strings.Builder
	rule := strings.Repeat("=", 100)
	fmt.Fprintf(&b, "%s\n\n%s\n", product, strings.TrimSpace(own))
	var order []string
	names := map[string][]string{}
	for _, p := range parts {
		if names[p.Text] == nil {
			order = append(order, p.Text)
		}
		names[p.Text] = append(names[p.Text], fmt.Sprintf("%s %s (%s)", p.Name, p.Version, p.Licence))
	}
	for _, text := range order {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s", rule, strings.Join(names[text], "\n"), text)
	}
	return b.String()
}
