// Command sentry1c is the program sentry-doctor of a release: it says in words whether this machine would load the add-in and
// reach the server, and if not, why. It is one static file that needs nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"sentry1c/addin/admin/doctor"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := doctor.Main(ctx, "sentry-doctor", os.Args[1:], os.Stdout)
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return
	case !errors.Is(err, doctor.ErrProblems): // which the report has named
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(1)
}
