package symbols

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"sentry1c/addin/internal/modulepath"
	"sentry1c/addin/internal/symbols"
)

// Place is what a file says of one line of a module in one configuration.
type Place struct {
	// Configuration is the one that the module is of.
	Configuration symbols.Configuration
	// Path is the module in English; Lines is how many it has.
	Path  string
	Lines int
	// Procedure is "" in the body of the module.
	Procedure string
	// First is the number of the first of Text, which is empty without source.
	First int
	Text  []string
}

// Configuration is one configuration or extension in a file.
type Configuration = symbols.Configuration

// around is how many lines are shown before and after.
const around = 5

// File is a file of symbols that is looked at.
type File struct {
	file *symbols.File
	on   *os.File
}

// Open opens a file; say what is wrong with [Say].
func Open(path string) (*File, error) {
	on, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, Problem(fmt.Sprintf("Файла %s нет.", path), fmt.Sprintf("There is no file %s.", path))
		}
		return nil, fmt.Errorf("symbols: open: %w", err)
	}
	stat, err := on.Stat()
	if err == nil && stat.IsDir() {
		err = symbols.ErrForeign
	}
	if err == nil {
		var f *symbols.File
		if f, err = symbols.Open(on, stat.Size()); err == nil {
			return &File{f, on}, nil
		}
	}
	on.Close()
	return nil, unreadable(path, err)
}

func unreadable(path string, err error) error {
	switch {
	case errors.Is(err, symbols.ErrForeign):
		return Problem(fmt.Sprintf("%s — не файл символов.", path), fmt.Sprintf("%s is no file of symbols.", path))
	case errors.Is(err, symbols.ErrNewer):
		return Problem(fmt.Sprintf("%s сделан более новой версией программы.", path), fmt.Sprintf("%s was made by a newer version of the program.", path))
	case errors.Is(err, symbols.ErrDamaged):
		return Problem(fmt.Sprintf("%s повреждён: сделайте или скопируйте его заново.", path), fmt.Sprintf("%s is damaged: make or copy it again.", path))
	}
	return err
}

// Close closes the file.
func (f *File) Close() error { return f.on.Close() }

// Info is what the file says about itself.
func (f *File) Info() Info { return f.file.Info() }

// Show returns what the file knows of a line of a module, which is named as 1C prints
// it, in either language, with the name of an extension before it or without. Without,
// all configurations and extensions are looked at.
func (f *File) Show(module string, line int) ([]Place, error) {
	extension, path := modulepath.Split(module)
	p, ok := modulepath.Parse(path)
	if !ok {
		return nil, Problem(fmt.Sprintf("«%s» — не имя модуля; пример: ОбщийМодуль.Цены.Модуль.", module),
			fmt.Sprintf("%q is no name of a module; an example: CommonModule.Prices.Module.", module))
	}
	modules, err := f.file.Modules(p.English())
	if err != nil {
		return nil, unreadable(f.on.Name(), err)
	}
	var places []Place
	for _, m := range modules {
		c := m.Configuration
		if extension != "" && (!c.Extension || !symbols.SameName(c.Name, extension)) {
			continue
		}
		place := Place{Configuration: c, Path: m.Path, Lines: m.Lines, First: max(line-around, 1)}
		if line >= 1 && line <= m.Lines {
			place.Procedure = m.Procedure(line)
			if place.Text, err = m.Text(line-around, line+around); err != nil {
				return nil, unreadable(f.on.Name(), err)
			}
		}
		places = append(places, place)
	}
	if len(places) == 0 {
		return nil, Problem(fmt.Sprintf("В файле нет модуля %s.", module), fmt.Sprintf("The file has no module %s.", module))
	}
	return places, nil
}
