package sourcetree

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"sentry1c/addin/internal/modulepath"
)

// Root is a configuration or an extension in a tree.
type Root struct {
	Description
	// Dir is its folder in the tree, "" or with a slash at the end.
	Dir string
	// Modules are in the order of their files.
	Modules []Module
}

// Module is the file of a module.
type Module struct {
	// Path is in English.
	Path string
	// File is its name in the tree.
	File string
}

// Found is what is in a tree.
type Found struct {
	Roots []Root
	// Foreign are modules of no configuration: external data processors, tests.
	Foreign []string
	// Unknown are modules in a configuration whose place is none of a module.
	Unknown []string
}

// Find finds the configurations and extensions of a tree.
func Find(t Tree) (Found, error) {
	var found Found
	roots, err := described(t)
	if err != nil {
		return found, err
	}
	byDir := map[string]*Root{}
	for i := range roots {
		byDir[roots[i].Dir] = &roots[i]
	}
	if len(roots) == 0 {
		// A part of a dump has no description.
		for _, name := range t.Files {
			if dir, ok := partDir(name); ok && byDir[dir] == nil {
				byDir[dir] = &Root{Dir: dir}
			}
		}
		if len(byDir) == 0 {
			return found, nothing(t)
		}
	}
	for _, name := range t.Files {
		if !strings.EqualFold(path.Ext(name), ".bsl") && !strings.HasSuffix(name, ".txt") {
			continue
		}
		root := rootOf(byDir, name)
		if root == nil {
			found.Foreign = append(found.Foreign, name)
			continue
		}
		if p, ok := modulePath(name[len(root.Dir):]); ok {
			root.Modules = append(root.Modules, Module{p.English(), name})
		} else if strings.EqualFold(path.Ext(name), ".bsl") {
			found.Unknown = append(found.Unknown, name)
		}
	}
	for _, root := range byDir {
		found.Roots = append(found.Roots, *root)
	}
	slices.SortFunc(found.Roots, func(a, b Root) int { return cmp.Compare(a.Dir, b.Dir) })
	return found, nil
}

// described returns the configurations that have a description.
func described(t Tree) (roots []Root, err error) {
	for _, name := range t.Files {
		dir, base := path.Split(name)
		switch base {
		case designerDescription:
		case edtDescription:
			if dir = strings.TrimSuffix(dir, "Configuration/"); dir+"Configuration/"+base != name {
				continue
			}
		default:
			continue
		}
		data, err := t.Read(name)
		if err != nil {
			return nil, fmt.Errorf("sourcetree: read a description: %w", err)
		}
		d, ok, err := describe(data)
		if err != nil {
			return nil, &Problem{
				fmt.Sprintf("%s: описание конфигурации %s повреждено: %v.", t.Name, name, err),
				fmt.Sprintf("%s: the description %s is damaged: %v.", t.Name, name, err),
			}
		}
		if ok && !slices.ContainsFunc(roots, func(r Root) bool { return r.Dir == dir }) {
			roots = append(roots, Root{Description: d, Dir: dir})
		}
	}
	return roots, nil
}

// rootOf returns the innermost root that the file is in.
func rootOf(byDir map[string]*Root, name string) *Root {
	for dir := path.Dir(name) + "/"; ; dir = path.Dir(strings.TrimSuffix(dir, "/")) + "/" {
		if dir == "./" || dir == "/" {
			return byDir[""]
		}
		if root := byDir[dir]; root != nil {
			return root
		}
	}
}

// modulePath reads the name of a file relative to its root. The layouts do not mix,
// but their names do not either.
func modulePath(name string) (p modulepath.Path, ok bool) {
	if !strings.Contains(name, "/") {
		return modulepath.FromPlainFile(name)
	}
	if p, ok = modulepath.FromFile(name, modulepath.Designer); ok {
		return p, true
	}
	return modulepath.FromFile(name, modulepath.EDT)
}

// partDir returns the folder of a root without a description that the file must be in:
// the outermost that makes a module of it.
func partDir(name string) (dir string, ok bool) {
	for {
		if p, ok := modulePath(name[len(dir):]); ok && len(p.Owners) > 0 {
			return dir, true
		}
		i := strings.IndexByte(name[len(dir):], '/')
		if i < 0 {
			return "", false
		}
		dir = name[:len(dir)+i+1]
	}
}

// nothing says what a tree without sources is instead, if that can be seen.
func nothing(t Tree) error {
	if len(t.Files) > 0 {
		return &Problem{
			fmt.Sprintf("%s: есть файлы модулей, но нет ни Configuration.xml, ни Configuration.mdo, ни каталогов выгрузки (CommonModules, Catalogs…).", t.Name),
			fmt.Sprintf("%s: there are modules, but neither Configuration.xml nor Configuration.mdo nor folders of a dump (CommonModules, Catalogs…).", t.Name),
		}
	}
	return &Problem{
		fmt.Sprintf("%s: здесь нет исходных текстов 1С: ни Configuration.xml, ни Configuration.mdo, ни модулей.", t.Name),
		fmt.Sprintf("%s: there are no sources of 1C here: neither Configuration.xml nor Configuration.mdo nor modules.", t.Name),
	}
}
