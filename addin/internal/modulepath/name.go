package modulepath

import "strings"

// English is the path as an English configuration prints it.
func (p Path) English() string {
	var b strings.Builder
	for _, o := range p.Owners {
		b.WriteString(o.Class)
		b.WriteByte('.')
		b.WriteString(o.Name)
		b.WriteByte('.')
	}
	b.WriteString(p.Module)
	return b.String()
}
