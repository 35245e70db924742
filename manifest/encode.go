package manifest

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Encode writes the manifest: UTF-8 without a BOM, LF, one component a line, the attributes of all lines under one another.
// It refuses what Parse would not read.
func (m Manifest) Encode() ([]byte, error) {
	if err := m.Check(); err != nil {
		return nil, fmt.Errorf("manifest: encode: %w", err)
	}
	widths := m.widths()
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	b.WriteString(`<bundle xmlns="` + Namespace + `"`)
	if m.Name != "" {
		b.WriteString(` name="` + m.Name + `"`)
	}
	b.WriteString(">\n")
	for i := range m.Components {
		b.WriteString("  <component")
		pad := 0
		for j, text := range m.Components[i].texts() {
			if text == "" {
				continue
			}
			b.WriteString(strings.Repeat(" ", pad+1) + text)
			pad = widths[j] - utf8.RuneCountInString(text)
		}
		b.WriteString("/>\n")
	}
	b.WriteString("</bundle>\n")
	return []byte(b.String()), nil
}

// texts is the component's attributes as they are written, one for each of attributes, empty where there is none.
func (c *Component) texts() []string {
	list := make([]string, len(attributes))
	for i, a := range attributes {
		if value := a.get(c); value != "" {
			list[i] = a.name + `="` + escape.Replace(value) + `"`
		}
	}
	return list
}

// widths is how wide the column of each attribute is.
func (m Manifest) widths() []int {
	widths := make([]int, len(attributes))
	for i := range m.Components {
		for j, text := range m.Components[i].texts() {
			widths[j] = max(widths[j], utf8.RuneCountInString(text))
		}
	}
	return widths
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
