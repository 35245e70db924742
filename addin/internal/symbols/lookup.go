package symbols

import "fmt"

// Module is a module as the file knows it, for tools.
type Module struct {
	Configuration Configuration
	Path          string
	Lines         int
	file          *File
	module        *module
}

// Modules returns the modules of a path in English, in any configuration or
// extension, in no order that means anything.
func (f *File) Modules(path string) (all []Module, err error) {
	seen := map[string]bool{}
	for _, c := range f.info.Configurations {
		extension := c.extension()
		if seen[extension] {
			continue
		}
		seen[extension] = true
		found, err := f.find(extension, path)
		if err != nil {
			return nil, fmt.Errorf("symbols: find %s: %w", path, err)
		}
		for _, m := range found {
			all = append(all, Module{m.configuration, m.path, m.lines, f, m.module})
		}
	}
	return all, nil
}

// Procedure returns the name of the procedure of a line, "" in the body.
func (m Module) Procedure(line int) string { return m.module.function(line) }

// Text returns the lines from first to last, as far as the module has them and the
// file has their text.
func (m Module) Text(first, last int) ([]string, error) { return m.file.text(m.module, first, last) }

// extension is the name that frames of the configuration's modules have in front.
func (c Configuration) extension() string {
	if c.Extension {
		return c.Name
	}
	return ""
}

// found is a module with the configuration that it is of.
type found struct {
	*module
	configuration Configuration
}

// find returns the modules of a path in English in an extension, or in the
// configurations for "".
func (f *File) find(extension, path string) (all []found, err error) {
	entries, err := f.entries(keyOf(extension, path))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		m, err := f.module(e)
		if err != nil {
			return nil, err
		}
		c := f.info.Configurations[e.configuration]
		if SameName(m.path, path) && SameName(c.extension(), extension) {
			all = append(all, found{m, c})
		}
	}
	return all, nil
}
