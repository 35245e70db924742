// Command sentry1c is the program of a release for administrators and developers: the
// questions of package admin. It is one static file that needs nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"sentry1c/addin/admin"
	"sentry1c/addin/admin/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := admin.Main(ctx, "sentry1c", os.Args[1:], os.Stdout)
	if err != nil && !errors.Is(err, flag.ErrHelp) && !errors.Is(err, cli.ErrReported) {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(cli.ExitCode(err))
}
