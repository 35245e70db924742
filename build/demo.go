package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/build/demo"
)

func runDemo(ctx context.Context, args []string, out io.Writer) error {
	f := flags("demo")
	dsn := f.String("dsn", "", "send to this project instead of a receiver on this machine")
	language := f.String("lang", cli.UserLanguage(), "ru or en")
	bundle := f.String("bundle", "", "attach this bundle instead of one of the sources")
	patience := f.Duration("patience", 10*time.Second, "how long the server may take to take what is sent")
	report := f.String("report", "", "report one error into this spool and wait to be killed: the demonstration starts itself so")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *language != "ru" && *language != "en" {
		return fmt.Errorf("build: demo: --lang %s: there are ru and en", *language)
	}
	say := func(ru, en string) {
		if *language == "ru" {
			en = ru
		}
		fmt.Fprintln(out, en)
	}
	if *report == "" {
		if *dsn != "" {
			if err := demo.Check(ctx, *dsn, *language); err != nil {
				return err
			}
			fmt.Fprintln(out, demo.Announcement(*language))
		}
		say("2/3 Собираю компоненту и комплект: в первый раз минута-две, потом секунды.",
			"2/3 Compiling the add-in and its bundle: a minute or two the first time, then seconds.")
	}
	if *bundle == "" {
		made, err := makeBundle(ctx)
		if err != nil {
			return err
		}
		*bundle = made
	}
	library, cleanUp, err := attach(ctx, "", *bundle)
	if err != nil {
		return err
	}
	defer cleanUp()
	if *report != "" {
		return demo.Report(ctx, library, russian, *dsn, *report, out)
	}
	say("3/3 Подключаю комплект и играю день в магазине, в котором не всё получается.\n",
		"3/3 Attaching the bundle and playing a day in a shop where not all goes well.\n")
	settings := demo.Settings{
		Library: library, Objects: russian, DSN: *dsn, Language: *language, Out: out, Patience: *patience,
		Reporter: func(ctx context.Context, dsn, spool string) *exec.Cmd {
			return exec.CommandContext(ctx, os.Args[0], "demo", "--bundle", *bundle, "--dsn", dsn, "--report", spool)
		},
	}
	if isTerminal(os.Stdin) && isTerminal(os.Stdout) {
		settings.Until = os.Stdin
	}
	return demo.Run(ctx, settings)
}

// isTerminal reports whether a person is at the other end of a file.
func isTerminal(file *os.File) bool {
	stat, err := file.Stat()
	if err != nil || stat.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(stat, null)
}
