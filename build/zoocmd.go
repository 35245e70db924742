package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"sentry1c/build/kit/zoo"
)

// runZoo runs one server until it is interrupted and tells of each request.
func runZoo(ctx context.Context, args []string, out io.Writer) error {
	f := flags("zoo")
	if err := f.Parse(args); err != nil {
		return err
	}
	kind, ok := zoo.Find(f.Arg(0))
	if !ok {
		fmt.Fprintln(out, "usage: go run ./build zoo NAME")
		for _, k := range zoo.Kinds {
			fmt.Fprintf(out, "  %-18s %s\n", k.Name, k.Help)
		}
		if f.NArg() == 0 {
			return nil
		}
		return errors.New("build: zoo: no server of that name")
	}
	server, err := kind.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintf(out, "%s: %s. Ctrl+C ends it. Its DSN:\n%s\n", kind.Name, kind.Help, server.DSN())
	requests, taken := 0, 0
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(100 * time.Millisecond):
		}
		if r, e := server.Requests(), len(server.Events()); r != requests || e != taken {
			requests, taken = r, e
			fmt.Fprintf(out, "%s  %d requests, %d events taken\n", time.Now().Format(time.TimeOnly), requests, taken)
		}
	}
}
