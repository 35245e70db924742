// Package command is the command line that makes files of symbols and looks into
// them. It also reads revisions of git repositories, bare ones too: git is asked for
// them, since the formats of its objects, packs and partial clones are its own.
package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"sentry1c/addin/admin/doctor"
	"sentry1c/addin/admin/symbols"
)

// command is what all of them share.
type command struct {
	program string
	out     io.Writer
	russian bool
}

// Main is the command. program is what the user typed to get here.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	c := &command{program: program, out: out, russian: doctor.UserLanguage() == "ru"}
	if len(args) == 0 {
		return c.usage()
	}
	var err error
	switch args[0] {
	case "make":
		err = c.make(ctx, args[1:])
	case "show":
		err = c.show(args[1:])
	case "info":
		err = c.info(args[1:])
	case "mappings":
		err = c.mappings(ctx, args[1:])
	default:
		return c.usage()
	}
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return err
	}
	return errors.New(symbols.Say(err, c.russian))
}

// say returns one of two texts.
func (c *command) say(russian, english string) string {
	if c.russian {
		return russian
	}
	return english
}

func (c *command) usage() error {
	return fmt.Errorf(c.say(
		"%[1]s make [-source] [-rev РЕВИЗИЯ] -o ФАЙЛ КАТАЛОГ…\n%[1]s show ФАЙЛ МОДУЛЬ СТРОКА\n%[1]s info [-release] ФАЙЛ\n%[1]s mappings [-rev РЕВИЗИЯ] [-branch ВЕТКА] [-root КОРЕНЬ] [-o ФАЙЛ] КАТАЛОГ…",
		"%[1]s make [-source] [-rev REVISION] -o FILE FOLDER…\n%[1]s show FILE MODULE LINE\n%[1]s info [-release] FILE\n%[1]s mappings [-rev REVISION] [-branch BRANCH] [-root ROOT] [-o FILE] FOLDER…"), c.program)
}

// flags are the flags of a part of the command.
func (c *command) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(c.program+" "+name, flag.ContinueOnError)
	f.Func("lang", "ru or en", func(value string) error {
		if value != "ru" && value != "en" {
			return errors.New("ru or en")
		}
		c.russian = value == "ru"
		return nil
	})
	return f
}
