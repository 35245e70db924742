package symbols

import (
	"sentry1c/addin/internal/sourcetree"
	"sentry1c/addin/internal/symbols"
)

// plan is what will be read, in order.
type plan struct {
	configurations []symbols.Configuration
	files          []file
	notes          []Text
}

type file struct {
	tree          *Tree
	configuration int
	sourcetree.Module
}

func (f file) name() string { return f.tree.Name + ": " + f.File }

// planned finds what is in the trees. A configuration that lies in two of them, in
// parts, is one.
func planned(trees []Tree) (plan, error) {
	var p plan
	number := map[sourcetree.Description]int{}
	for i := range trees {
		found, err := sourcetree.Find(trees[i])
		if err != nil {
			return p, err
		}
		for _, root := range found.Roots {
			if len(root.Modules) == 0 {
				continue // nothing in it can stand in an error
			}
			n, known := number[root.Description]
			if !known {
				n = len(p.configurations)
				number[root.Description] = n
				p.configurations = append(p.configurations, symbols.Configuration{
					Name: root.Name, Version: root.Version, Vendor: root.Vendor, Extension: root.Extension,
				})
				if root.Name == "" {
					p.notes = append(p.notes, note("%s: описания конфигурации нет; модули отнесены к конфигурации без имени, а не к расширению.",
						"%s: there is no description of a configuration; its modules belong to one without a name, to no extension.", trees[i].Name+"/"+root.Dir))
				}
			}
			for _, m := range root.Modules {
				p.files = append(p.files, file{&trees[i], n, m})
			}
		}
		p.note(trees[i], found)
	}
	if len(p.files) == 0 {
		return p, noModules()
	}
	return p, nil
}

func noModules() error {
	return Problem("В названных каталогах нет ни одного модуля с текстом.", "There is no module with a text in the folders named.")
}

func (p *plan) note(t Tree, found sourcetree.Found) {
	if n := len(found.Foreign); n > 0 {
		p.notes = append(p.notes, note("%s: пропущено модулей вне конфигураций: %d, например %s.",
			"%s: modules outside of configurations left out: %d, such as %s.", t.Name, n, found.Foreign[0]))
	}
	if n := len(found.Unknown); n > 0 {
		p.notes = append(p.notes, note("%s: пропущено модулей, место которых не принадлежит ни одному объекту: %d, например %s.",
			"%s: modules left out whose place belongs to no object: %d, such as %s.", t.Name, n, found.Unknown[0]))
	}
}
