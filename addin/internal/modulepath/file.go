package modulepath

import "strings"

// Layout is a way to store a configuration as files.
type Layout string

const (
	// Designer is the XML dump of the Designer; names are relative to its root.
	Designer Layout = "designer"
	// EDT is a project of 1C:Enterprise Development Tools; names are relative
	// to its src folder.
	EDT Layout = "edt"
)

// Valid reports whether l is one of the layouts.
func (l Layout) Valid() bool { return l == Designer || l == EDT }

// File returns the name of the file that holds the module, relative to the
// root of the layout and with slashes on every system, or "" if there is no
// such file. A frame of an extension is relative to the root of that
// extension.
//
// A dump of an external data processor or report has no folder of its class:
// there the name starts with the object's own folder, which is the object's
// name unless the developer chose another.
//
// Ordinary forms have no text file in a dump, which a path cannot tell: for
// them the answer names the file a managed form would have.
func File(path string, layout Layout) string {
	p, ok := Parse(path)
	if !ok {
		return ""
	}
	return p.File(layout)
}

// File is the function File for a path taken apart.
func (p Path) File(layout Layout) string {
	if p.Module == "" || !layout.Valid() {
		return ""
	}
	if len(p.Owners) == 0 {
		root := "Configuration/"
		if layout == Designer {
			root = "Ext/"
		}
		return root + p.Module + ".bsl"
	}
	var b strings.Builder
	for i, o := range p.Owners {
		c := lookup(classIndex, o.Class)
		if c == nil || c.folder == "" {
			return ""
		}
		if i > 0 || layout != Designer || !External(c.en) {
			b.WriteString(c.folder)
			b.WriteByte('/')
		}
		b.WriteString(o.Name)
		b.WriteByte('/')
	}
	if layout == Designer {
		b.WriteString("Ext/")
	}
	switch {
	case p.Module != "Form":
		b.WriteString(p.Module)
	case layout == Designer:
		b.WriteString("Form/Module")
	default:
		b.WriteString("Module")
	}
	b.WriteString(".bsl")
	return b.String()
}

// External reports whether an English class word names an object that is not
// part of the configuration: its sources have a root of their own.
func External(class string) bool {
	return class == "ExternalDataProcessor" || class == "ExternalReport"
}
