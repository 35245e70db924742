package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"sentry1c/addin/admin/cli"
	"sentry1c/native/standin"
)

// russian is what 1C tells an add-in of a Russian session, and english of an English one.
var (
	russian = []standin.ObjectOption{standin.WithLocale("ru_RU"), standin.WithLanguage("ru")}
	english = []standin.ObjectOption{standin.WithLocale("en_US"), standin.WithLanguage("en")}
)

// aboutTry is what the command is for.
var aboutTry = cli.Text{
	En: "attach the bundle without 1C and call its methods, one call a line",
	Ru: "подключить комплект без 1С и вызывать его методы, по одному вызову в строке",
}

// oneEvent are the calls that send an event.
var oneEvent = cli.Text{
	En: "These three send one event:\n  Init(\"https://key@server/1\")\n  CaptureMessage(\"test\", \"warning\")\n  Flush(5000)",
	Ru: "Одно событие отправят эти три:\n  Инициализировать(\"https://ключ@сервер/1\")\n  ЗаписатьСообщение(\"проба\", \"warning\")\n  ДождатьсяОтправки(5000)",
}

func runTry(ctx context.Context, args []string, out io.Writer) error {
	about := cli.Text{En: aboutTry.En + "\n\n" + oneEvent.En, Ru: aboutTry.Ru + "\n\n" + oneEvent.Ru}
	f := cli.New(ctx, "go run ./build try", args, about,
		cli.Text{En: "[-dsn DSN] [-lib LIBRARY | -bundle BUNDLE] [-script FILE]", Ru: "[-dsn DSN] [-lib БИБЛИОТЕКА | -bundle КОМПЛЕКТ] [-script ФАЙЛ]"})
	dsn := f.String("dsn", "", f.Say("initialise the object with this `DSN` first", "сначала вызвать Инициализировать с этим `DSN`"))
	lib := f.String("lib", "", f.Say("attach this `library` instead of the bundle", "`библиотека`, которую подключить вместо комплекта"))
	bundle := f.String("bundle", "", f.Say("attach this `bundle` instead of building one", "`комплект`, который подключить, не собирая свой"))
	script := f.String("script", "", f.Say("read calls from this `file` instead of the standard input", "`файл` с вызовами; если не указан, они читаются с клавиатуры"))
	others, err := f.Parse(args, out)
	switch {
	case err != nil:
		return err
	case len(others) > 0:
		return f.Mistake("build: try: unknown argument %q", "build: try: неизвестный аргумент «%s»", others[0])
	case *lib != "" && *bundle != "":
		return f.Mistake("build: try: give -lib or -bundle, not both", "build: try: укажите -lib или -bundle, не оба")
	}
	library, cleanUp, err := attach(ctx, *lib, *bundle)
	if err != nil {
		return err
	}
	defer cleanUp()
	var in io.Reader = os.Stdin
	if *script != "" {
		file, err := os.Open(*script)
		if err != nil {
			return f.Fail("build: try: %s cannot be read: %s", "build: try: %s не читается: %s", *script, f.Why(err))
		}
		defer file.Close()
		in = file
	} else {
		greeting := f.Say("One call a line; help lists all, Ctrl+D ends. ", "По одному вызову в строке; помощь перечислит все, Ctrl+D закончит. ") + oneEvent.In(f.Language)
		fmt.Fprintln(out, "// "+strings.ReplaceAll(greeting, "\n", "\n// "))
	}
	options := standin.ScriptOptions{
		Objects: russian, Echo: *script != "", Variables: map[string]any{"DSN": *dsn}, Hint: oneEvent.In(f.Language), English: f.Language == "en",
	}
	if options.English {
		options.Objects = english
	}
	if *dsn != "" {
		in = io.MultiReader(strings.NewReader(f.Say("Init", "Инициализировать")+"(DSN)\n"), in)
	}
	return standin.Run(in, out, library, options)
}

// attach opens a library, a bundle, or, with neither, the bundle that is built
// from the sources.
func attach(ctx context.Context, lib, bundle string) (library *standin.Library, cleanUp func(), err error) {
	if lib != "" {
		library, err = standin.Open(lib)
		return library, func() {}, err
	}
	if bundle == "" {
		if bundle, err = makeBundle(ctx); err != nil {
			return nil, nil, err
		}
	}
	dir, err := os.MkdirTemp("", "sentry1c-*")
	if err != nil {
		return nil, nil, fmt.Errorf("build: try: %w", err)
	}
	cleanUp = func() { os.RemoveAll(dir) }
	if library, err = standin.OpenBundle(bundle, dir); err != nil {
		cleanUp()
		return nil, nil, err
	}
	return library, cleanUp, nil
}
