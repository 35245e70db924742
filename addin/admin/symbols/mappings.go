package symbols

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sentry1c/addin/internal/modulepath"
	"sentry1c/addin/internal/sourcetree"
)

// Placed is a tree and where it lies in its repository: Place is "" or a folder with a
// slash at the end.
type Placed struct {
	Tree
	Place string
}

// Mapping is a code mapping of Sentry: files of frames that begin with StackRoot lie in
// the repository under SourceRoot instead. The names are those of Sentry's API and of
// sentry-cli, which takes the branch by its own option and ignores it here.
type Mapping struct {
	StackRoot     string `json:"stackRoot"`
	SourceRoot    string `json:"sourceRoot"`
	DefaultBranch string `json:"defaultBranch,omitempty"`
}

// Mapped are the code mappings of trees.
type Mapped struct {
	Mappings []Mapping
	// Layout is what the option sourceLayout has to be.
	Layout string
	Notes  []Text
}

// JSON is the file that sentry-cli takes.
func (m Mapped) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(m.Mappings, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("symbols: write mappings: %w", err)
	}
	return append(b, '\n'), nil
}

// Mappings makes the code mappings of one configuration and its extensions. With the
// option sourceLayout a frame has the file of its module as its name, with the name of
// the extension for a folder before it. So an extension has one mapping and the
// configuration one for each of its folders: Sentry's command refuses an empty root.
func Mappings(trees []Placed, branch string) (Mapped, error) {
	if branch != "" && !branchName.MatchString(branch) {
		return Mapped{}, Problem(fmt.Sprintf("Sentry не примет имя ветки «%s»: в нём могут быть буквы, цифры и знаки _ . / -.", branch),
			fmt.Sprintf("Sentry takes no branch %q: it may have letters, digits and the signs _ . / -.", branch))
	}
	m := mapper{branch: branch, from: map[string]string{}}
	for _, t := range trees {
		found, err := sourcetree.Find(t.Tree)
		if err != nil {
			return Mapped{}, err
		}
		for _, root := range found.Roots {
			if len(root.Modules) == 0 {
				continue
			}
			if err := m.add(t, root); err != nil {
				return Mapped{}, err
			}
		}
	}
	if len(m.mapped.Mappings) == 0 {
		return Mapped{}, noModules()
	}
	slices.SortFunc(m.mapped.Mappings, func(a, b Mapping) int { return cmp.Compare(a.StackRoot, b.StackRoot) })
	return m.mapped, nil
}

// What Sentry takes as a branch and as a root (organization_code_mappings.py).
var (
	branchName = regexp.MustCompile(`^[\p{L}\p{N}_.-]([\p{L}\p{N}_./-]*[\p{L}\p{N}_.-])?$`)
	rootName   = regexp.MustCompile(`^[^\s'"]+$`)
)

type mapper struct {
	branch        string
	mapped        Mapped
	configuration string            // where the one was found, as people know it
	from          map[string]string // the source of each stack root
}

// add adds the mappings of a configuration or an extension.
func (m *mapper) add(t Placed, root sourcetree.Root) error {
	name := strings.TrimSuffix(t.Name+"/"+root.Dir, "/")
	layout, others := layoutOf(root)
	switch {
	case layout == "":
		return Problem(fmt.Sprintf("%s: это плоская выгрузка, а Sentry меняет в пути только его начало; выгрузите конфигурацию в иерархическом формате.", name),
			fmt.Sprintf("%s is a plain dump, and Sentry changes only the beginning of a path; dump the configuration in the hierarchical format.", name))
	case m.mapped.Layout == "":
		m.mapped.Layout = string(layout)
	case m.mapped.Layout != string(layout):
		return Problem(fmt.Sprintf("%s: другой формат, чем у остальных (%s и %s), а sourceLayout у базы один.", name, m.mapped.Layout, layout),
			fmt.Sprintf("%s has another layout than the rest (%s and %s), and a base has one sourceLayout.", name, m.mapped.Layout, layout))
	}
	if len(others) > 0 {
		m.mapped.Notes = append(m.mapped.Notes, note("%s: файлы, имени которых не даёт ни одно имя модуля: %d, например %s; кадры их не найдут.",
			"%s: files whose names follow from no name of a module: %d, such as %s; no frame finds them.", name, len(others), others[0]))
	}
	stack := ""
	switch {
	case root.Extension:
		stack = root.Name + "/"
	case m.configuration != "":
		return Problem(fmt.Sprintf("Конфигураций больше одной (%s и %s), а файлы в кадрах называются одинаково; назовите каталог одной и её расширений.", m.configuration, name),
			fmt.Sprintf("There is more than one configuration (%s and %s), and files in frames have the same names; name the folder of one and of its extensions.", m.configuration, name))
	default:
		m.configuration = name
	}
	source := t.Place + root.Dir
	if stack != "" && source != "" {
		return m.mapping(stack, source)
	}
	for _, folder := range folders(root) {
		if err := m.mapping(stack+folder, source+folder); err != nil {
			return err
		}
	}
	return nil
}

func (m *mapper) mapping(stack, source string) error {
	if !rootName.MatchString(source) {
		return Problem(fmt.Sprintf("Sentry не принимает пробелы и кавычки в путях: %s.", source), fmt.Sprintf("Sentry takes neither blanks nor quotes in paths: %s.", source))
	}
	if before, have := m.from[stack]; have {
		return Problem(fmt.Sprintf("Для %s есть два каталога: %s и %s.", stack, before, source), fmt.Sprintf("There are two folders for %s: %s and %s.", stack, before, source))
	}
	m.from[stack] = source
	m.mapped.Mappings = append(m.mapped.Mappings, Mapping{stack, source, m.branch})
	return nil
}

// layoutOf is the layout by which most files of the root are named, "" if none is;
// others are those that are named otherwise.
func layoutOf(root sourcetree.Root) (layout modulepath.Layout, others []string) {
	for _, one := range []modulepath.Layout{modulepath.Designer, modulepath.EDT} {
		var rest []string
		for _, module := range root.Modules {
			if modulepath.File(module.Path, one) != module.File[len(root.Dir):] {
				rest = append(rest, module.File)
			}
		}
		if len(rest) < len(root.Modules) && (layout == "" || len(rest) < len(others)) {
			layout, others = one, rest
		}
	}
	return layout, others
}

// folders are the folders of the root that have modules, in order, with slashes.
func folders(root sourcetree.Root) []string {
	var all []string
	for _, module := range root.Modules {
		if folder, _, deeper := strings.Cut(module.File[len(root.Dir):], "/"); deeper {
			all = append(all, folder+"/")
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
