package brackets

import "strings"

const lineEnd = "\r\n"

// Print writes a text as the platform does: a byte order mark, the values, line
// ends where the package description says.
func Print(values ...Value) string {
	var b strings.Builder
	b.WriteString(BOM)
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		write(&b, v, i > 0)
	}
	return b.String()
}

func write(b *strings.Builder, v Value, breakBefore bool) {
	switch v.Kind {
	case Token:
		b.WriteString(v.Text)
	case String:
		b.WriteByte('"')
		b.WriteString(strings.ReplaceAll(v.Text, `"`, `""`))
		b.WriteByte('"')
	case List:
		if breakBefore {
			b.WriteString(lineEnd)
		}
		b.WriteByte('{')
		for i, item := range v.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			write(b, item, true)
		}
		if n := len(v.Items); n > 0 && v.Items[n-1].Kind == List {
			b.WriteString(lineEnd)
		}
		b.WriteByte('}')
	}
}
