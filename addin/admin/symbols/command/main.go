// Package command is the command line that makes files of symbols and looks into
// them. It also reads revisions of git repositories, bare ones too: git is asked for
// them, since the formats of its objects, packs and partial clones are its own.
package command

import (
	"context"
	"errors"
	"flag"
	"io"
	"strings"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/admin/symbols"
)

// About is what the command is for.
var About = cli.Text{
	En: "make symbols of 1C configurations from their sources, look into them, map their files for Sentry",
	Ru: "сделать символы конфигураций 1С из их исходных текстов, посмотреть, что в них, сопоставить файлы для Sentry",
}

// command is what all of them share.
type command struct {
	program string
	out     io.Writer
	russian bool
	flags   *cli.Flags
}

// forms are the parts of the command and the arguments of each.
var forms = []cli.Text{
	{En: "make [-source] [-rev REVISION] -o FILE FOLDER…", Ru: "make [-source] [-rev РЕВИЗИЯ] -o ФАЙЛ КАТАЛОГ…"},
	{En: "show FILE MODULE LINE", Ru: "show ФАЙЛ МОДУЛЬ СТРОКА"},
	{En: "info [-release] FILE", Ru: "info [-release] ФАЙЛ"},
	{En: "mappings [-rev REVISION] [-branch BRANCH] [-root ROOT] [-o FILE] FOLDER…", Ru: "mappings [-rev РЕВИЗИЯ] [-branch ВЕТКА] [-root КОРЕНЬ] [-o ФАЙЛ] КАТАЛОГ…"},
}

// Main is the command. program is what the user typed to get here.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	language := cli.Wanted(args, cli.Language(ctx))
	c := &command{program: program, out: out, russian: language == "ru"}
	parts := []func(context.Context, []string) error{c.make, c.show, c.info, c.mappings}
	for i, part := range parts {
		name, _, _ := strings.Cut(forms[i].En, " ")
		if len(args) == 0 || args[0] != name {
			continue
		}
		arguments := cli.Text{En: strings.TrimPrefix(forms[i].En, name), Ru: strings.TrimPrefix(forms[i].Ru, name)}
		c.flags = cli.New(cli.With(ctx, language), program+" "+name, args[1:], About, arguments)
		err := part(ctx, args[1:])
		var usage *cli.Usage
		if err == nil || errors.Is(err, flag.ErrHelp) || errors.As(err, &usage) {
			return err
		}
		return errors.New(symbols.Say(err, c.russian))
	}
	f := cli.New(cli.With(ctx, language), program, args, About, forms...)
	overview(f)
	if _, err := f.Parse(args, out); err != nil {
		return err
	}
	return c.usage()
}

// say returns one of two texts.
func (c *command) say(russian, english string) string {
	if c.russian {
		return russian
	}
	return english
}

func (c *command) usage() error {
	var lines []string
	for _, form := range forms {
		lines = append(lines, c.program+" "+c.say(form.Ru, form.En))
	}
	return &cli.Usage{Text: strings.Join(lines, "\n")}
}

// parse reads the options of a part, and returns its other arguments.
func (c *command) parse(args []string) ([]string, error) {
	others, err := c.flags.Parse(args, c.out)
	c.russian = c.flags.Language == "ru"
	return others, err
}
