package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"sentry1c/native/standin"
)

// russian is what 1C tells an add-in of a Russian session.
var russian = []standin.ObjectOption{standin.WithLocale("ru_RU"), standin.WithLanguage("ru")}

func runTry(ctx context.Context, args []string, out io.Writer) error {
	f := flags("try")
	dsn := f.String("dsn", "", "initialise the object with this DSN first")
	lib := f.String("lib", "", "attach this library instead of the bundle")
	bundle := f.String("bundle", "", "attach this bundle instead of building one")
	script := f.String("script", "", "read calls from this file instead of the standard input")
	if err := f.Parse(args); err != nil {
		return err
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
			return fmt.Errorf("build: try: %w", err)
		}
		defer file.Close()
		in = file
	} else {
		fmt.Fprintln(out, `// One call a line, for example: ЗаписатьСообщение("проба", "warning"). помощь lists all, Ctrl+D ends.`)
	}
	options := standin.ScriptOptions{Objects: russian, Echo: *script != "", Variables: map[string]any{"DSN": *dsn}}
	if *dsn != "" {
		in = io.MultiReader(strings.NewReader("Инициализировать(DSN)\n"), in)
	}
	return standin.Run(in, out, library, options)
}

// attach opens a library, a bundle, or, with neither, the bundle that is built
// from the sources.
func attach(ctx context.Context, lib, bundle string) (library *standin.Library, cleanUp func(), err error) {
	if lib != "" && bundle != "" {
		return nil, nil, errors.New("build: try: give --lib or --bundle, not both")
	}
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
