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

// folderIndex finds a class by its folder, in any letter case: version control on
// Windows does not always keep it.
var folderIndex = func() map[string]*class {
	m := make(map[string]*class, len(classes))
	for i := range classes {
		if c := &classes[i]; c.folder != "" {
			m[strings.ToLower(c.folder)] = c
		}
	}
	return m
}()

// FromFile is the inverse of [File]: it reads the name of a module's file, relative to
// the root of the layout and with slashes. ok is false for every other file.
func FromFile(name string, layout Layout) (p Path, ok bool) {
	p, ok = fromFile(name, layout)
	// A path has other spellings than a file: Ext/Модуль.bsl, or Ext/Form.bsl of a form,
	// whose module is Ext/Form/Module.bsl.
	if !ok || !strings.EqualFold(p.File(layout), name) {
		return Path{}, false
	}
	return p, true
}

func fromFile(name string, layout Layout) (p Path, ok bool) {
	stem, isModule := cutSuffixFold(name, ".bsl")
	if !isModule || !layout.Valid() {
		return p, false
	}
	parts := strings.Split(stem, "/")
	last := len(parts) - 1
	if last < 1 {
		return p, false
	}
	root := "Configuration"
	if layout == Designer {
		root = "Ext"
	}
	kind := parts[last]
	if last == 1 && strings.EqualFold(parts[0], root) {
		return Parse(kind)
	}
	owners := parts[:last]
	if layout == Designer {
		if len(owners) > 2 && strings.EqualFold(owners[len(owners)-1], "Form") && strings.EqualFold(kind, "Module") {
			owners, kind = owners[:len(owners)-1], "Form"
		}
		if !strings.EqualFold(owners[len(owners)-1], "Ext") {
			return p, false
		}
		owners = owners[:len(owners)-1]
	}
	if len(owners) == 0 || len(owners)%2 != 0 {
		return p, false
	}
	var b strings.Builder
	for i := 0; i < len(owners); i += 2 {
		c := folderIndex[strings.ToLower(owners[i])]
		if c == nil || strings.Contains(owners[i+1], ".") {
			return p, false
		}
		b.WriteString(c.en + "." + owners[i+1] + ".")
	}
	return Parse(b.String() + kind) // which knows a module of a form by its owner
}

// FromPlainFile reads the name of a module's file in a plain dump, where all files lie
// in one folder and are named like the path: Catalog.Товары.ObjectModule.txt.
func FromPlainFile(name string) (p Path, ok bool) {
	stem, isModule := cutSuffixFold(name, ".txt")
	if !isModule {
		if stem, isModule = cutSuffixFold(name, ".bsl"); !isModule {
			return p, false
		}
	}
	if kind, found := strings.CutPrefix(stem, "Configuration."); found {
		if strings.Contains(kind, ".") {
			return p, false
		}
		return Parse(kind)
	}
	if strings.Count(stem, ".")%2 == 1 { // Catalog.Товары.Form.Форма.Form.Module
		stem, found := strings.CutSuffix(stem, ".Form.Module")
		if !found {
			return p, false
		}
		return Parse(stem + ".Form")
	}
	p, ok = Parse(stem)
	return p, ok && len(p.Owners) > 0
}

func cutSuffixFold(s, suffix string) (before string, found bool) {
	n := len(s) - len(suffix)
	if n < 0 || !strings.EqualFold(s[n:], suffix) {
		return s, false
	}
	return s[:n], true
}
