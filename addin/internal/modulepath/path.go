package modulepath

import "strings"

// Owner is one pair of a path: a class word in English and the user's name.
type Owner struct {
	Class, Name string
}

// Path is a module path taken apart. The zero value is a path of nothing.
type Path struct {
	// Owners leads from the metadata object down to what owns the module:
	// {Catalog Номенклатура} {Form ФормаСписка}. Empty for modules of the
	// configuration itself.
	Owners []Owner
	// Module is the kind of the module in English: ObjectModule, Form,
	// SessionModule…
	Module string
}

// Split separates the name of a configuration extension from a path as they
// are printed in a position: one blank between them. extension is "" if there
// is none. The blank inside «<Неизвестный модуль>» does not separate.
func Split(printed string) (extension, path string) {
	for i := 0; i < len(printed); i++ {
		switch {
		case printed[i] == '<' || printed[i] == '.':
			return "", printed
		case printed[i] == ' ':
			return printed[:i], printed[i+1:]
		case strings.HasPrefix(printed[i:], "\u00a0"):
			return printed[:i], printed[i+len("\u00a0"):]
		}
	}
	return "", printed
}

// Known reports whether the path starts as the path of a metadata module
// does: with a class word and a name, or with the word of a module of the
// configuration. It does not allocate for canonical spellings.
func Known(path string) bool {
	first, rest, dotted := strings.Cut(path, ".")
	if dotted {
		return rest != "" && lookup(classIndex, first) != nil
	}
	k := lookup(kindIndex, first)
	return k != nil && k.root
}

// Parse takes a path apart. ok is false if the path does not follow the
// grammar or uses words outside the tables; use English for such paths.
func Parse(path string) (p Path, ok bool) {
	n := strings.Count(path, ".") + 1
	if n == 1 {
		if k := lookup(kindIndex, path); k != nil && k.root {
			return Path{Module: k.en}, true
		}
		return Path{}, false
	}
	if n%2 == 0 {
		return Path{}, false
	}
	p.Owners = make([]Owner, 0, n/2)
	var last *class
	for rest := path; ; {
		word, tail, more := strings.Cut(rest, ".")
		if !more {
			k := moduleKindOf(last, word)
			if k == nil {
				return Path{}, false
			}
			p.Module = k.en
			return p, true
		}
		name, next, _ := strings.Cut(tail, ".")
		last = lookup(classIndex, word)
		if last == nil || nested(last) == (len(p.Owners) == 0) || !plainName(name) {
			return Path{}, false
		}
		p.Owners = append(p.Owners, Owner{last.en, name})
		rest = next
	}
}

// moduleKindOf reads the last word of a path. Some tools write «Модуль» where
// the platform writes «Форма» after the name of a form.
func moduleKindOf(owner *class, word string) *moduleKind {
	k := lookup(kindIndex, word)
	if k == nil || owner == nil || k.root {
		return nil
	}
	if k.kind == module && owner.owns == form {
		return lookup(kindIndex, "Form")
	}
	if k.kind&owner.owns == 0 {
		return nil
	}
	return k
}

// nested reports whether objects of the class live inside other objects.
func nested(c *class) bool {
	switch c.en {
	case "Form", "Command", "Recalculation", "Table", "Cube", "DimensionTable":
		return true
	}
	return false
}

// plainName keeps names that come from a hostile text out of file names.
func plainName(s string) bool {
	return s != "" && !strings.ContainsAny(s, "/\\:*?\"<>|\x00")
}
