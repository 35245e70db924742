package command

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sentry1c/addin/admin/symbols"
)

func (c *command) info(_ context.Context, args []string) error {
	release := c.flags.Bool("release", false, optionRelease.In(c.flags.Language))
	files, err := c.parse(args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return c.usage()
	}
	file, err := symbols.Open(files[0])
	if err != nil {
		return err
	}
	defer file.Close()
	if *release {
		return c.release(file.Info())
	}
	c.describe(file.Info())
	return nil
}

// release prints the release as events have it: the name of the configuration and its
// version, or those of the extension in a file that has nothing else.
func (c *command) release(info symbols.Info) error {
	var one symbols.Configuration
	for i, other := range info.Configurations {
		if i == 0 || one.Extension && !other.Extension {
			one = other
		} else if other.Extension == one.Extension {
			return symbols.Problem(fmt.Sprintf("В файле не одна конфигурация: %s и %s.", one.Name, other.Name),
				fmt.Sprintf("The file has more than one configuration: %s and %s.", one.Name, other.Name))
		}
	}
	if one.Name == "" {
		return symbols.Problem("Имени конфигурации в файле нет: у исходных текстов не было её описания.", "The file has no name of a configuration: its sources had no description.")
	}
	if one.Version == "" {
		fmt.Fprintln(c.out, one.Name)
		return nil
	}
	fmt.Fprintln(c.out, one.Name+"@"+one.Version)
	return nil
}

// describe prints what a file says about itself.
func (c *command) describe(info symbols.Info) {
	for _, one := range info.Configurations {
		kind, name := c.say("конфигурация", "configuration"), one.Name
		if one.Extension {
			kind = c.say("расширение", "extension")
		}
		if name == "" {
			name = c.say("без имени", "without a name")
		}
		fmt.Fprintf(c.out, c.say("%s %s: модулей %d, процедур и функций %d, строк %d\n", "%s %s: %d modules, %d procedures and functions, %d lines\n"),
			kind, strings.TrimSpace(name+" "+one.Version), one.Modules, one.Procedures, one.Lines)
	}
	if info.Source {
		fmt.Fprintln(c.out, c.say("Исходный текст внутри есть.", "The source is inside."))
	} else {
		fmt.Fprintln(c.out, c.say("Исходного текста внутри нет.", "The source is not inside."))
	}
	if !info.Date.IsZero() {
		fmt.Fprintf(c.out, c.say("Дата исходных текстов: %s\n", "Date of the sources: %s\n"), info.Date.UTC().Format("2006-01-02 15:04:05 UTC"))
	}
}

func (c *command) show(_ context.Context, args []string) error {
	given, err := c.parse(args)
	if err != nil {
		return err
	}
	if len(given) != 3 {
		return c.usage()
	}
	line, err := strconv.Atoi(given[2])
	if err != nil || line < 1 {
		return c.flags.Mistake("%q is no number of a line.", "«%s» — не номер строки.", given[2])
	}
	file, err := symbols.Open(given[0])
	if err != nil {
		return err
	}
	defer file.Close()
	places, err := file.Show(given[1], line)
	if err != nil {
		return err
	}
	for _, p := range places {
		c.place(p, line)
	}
	return nil
}

// place prints a line with what is around it.
func (c *command) place(p symbols.Place, line int) {
	where := strings.TrimSpace(p.Configuration.Name + " " + p.Configuration.Version)
	switch {
	case line > p.Lines:
		fmt.Fprintf(c.out, c.say("%s: в модуле %s строк: %d\n", "%s: the module %s has %d lines\n"), where, p.Path, p.Lines)
		return
	case p.Procedure == "":
		fmt.Fprintf(c.out, c.say("%s: %s, тело модуля\n", "%s: %s, body of the module\n"), where, p.Path)
	default:
		fmt.Fprintf(c.out, "%s: %s, %s\n", where, p.Path, p.Procedure)
	}
	for i, text := range p.Text {
		mark := " "
		if p.First+i == line {
			mark = ">"
		}
		fmt.Fprintf(c.out, "%s%6d  %s\n", mark, p.First+i, text)
	}
}
