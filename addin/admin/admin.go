// Package admin is what a person asks from outside a process of 1C: what is wrong with
// this machine, what the component does now, what waits to be sent, what is read from the
// text of an error. Each question is a [Command]; the program sentry1c of a release has them all, and so has
// go run ./build among the sources.
//
// It reads what the component left (package addin) and never loads the library; nothing
// of it goes into the library. Of what it meets it prints no secrets.
package admin

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/admin/doctor"
	"sentry1c/addin/admin/reports"
	symbols "sentry1c/addin/admin/symbols/command"
	"sentry1c/addin/admin/watch"
)

// Command is one of the questions.
type Command struct {
	Name  string
	About cli.Text
	// Run answers; program is what the user typed to get here.
	Run func(ctx context.Context, program string, args []string, out io.Writer) error
}

// Commands are all questions, in the order in which help shows them.
var Commands = []Command{
	{"doctor", doctor.About, doctor.Main},
	{"watch", watch.About, watch.Main},
	{"spool", aboutSpool, Spool},
	{"parse", aboutParse, Parse},
	{"symbols", symbols.About, symbols.Main},
	{"reports", reports.About, reports.Main},
	{"version", aboutVersion, Version},
}

// Main answers what args ask; program is its name. Without a question it prints all.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	program = filepath.Base(program)
	language := cli.Wanted(args, cli.Language(ctx))
	ctx = cli.With(ctx, language)
	if len(args) > 0 && strings.HasPrefix(strings.TrimLeft(args[0], "-"), "lang") && args[0][0] == '-' {
		args = args[min(len(args), 2-strings.Count(args[0], "=")):]
	}
	if len(args) > 0 && slices.Contains([]string{"-version", "--version"}, args[0]) {
		args = append([]string{"version"}, args[1:]...)
	}
	for _, c := range Commands {
		if len(args) > 0 && c.Name == args[0] {
			return c.Run(ctx, program+" "+c.Name, args[1:], out)
		}
	}
	say := func(en, ru string) string { return cli.Text{En: en, Ru: ru}.In(language) }
	fmt.Fprintf(out, say("usage: %s [-lang ru|en] <command> [options]\n", "вызов: %s [-lang ru|en] <команда> [параметры]\n"), program)
	for _, c := range Commands {
		fmt.Fprintf(out, "  %-8s %s\n", c.Name, c.About.In(language))
	}
	fmt.Fprintf(out, say("%s <command> -h tells of its options\n", "%s <команда> -h расскажет о параметрах\n"), program)
	switch {
	case len(args) == 0:
		return cli.Mistake(language, cli.Text{En: "no command was given", Ru: "команда не указана"})
	case slices.Contains([]string{"help", "-h", "-help", "--help"}, args[0]):
		return nil
	}
	return cli.Mistake(language, cli.Text{En: "there is no command %q", Ru: "нет команды «%s»"}, args[0])
}
