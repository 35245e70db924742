package doctor

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// ErrProblems is for a machine on which something is wrong; the report has said what.
var ErrProblems = errors.New("doctor: problems were found")

// Main is the command: it reads arguments, examines and prints. program is what the user typed to get here.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	f := flag.NewFlagSet(program, flag.ContinueOnError)
	spool := f.String("spool", "", "the folder of the option spoolPath; this user's own unless it is given")
	dsn := f.String("dsn", os.Getenv("SENTRY_DSN"), "try the way to the server of this DSN")
	proxy := f.String("proxy", "", "through this proxy, such as http://proxy:3128")
	ca := f.String("ca", "", "trust the roots in this PEM file too")
	language := f.String("lang", UserLanguage(), "ru or en")
	timeout := f.Duration("timeout", 10*time.Second, "how long each step on the network may take")
	f.Usage = func() {
		fmt.Fprintf(f.Output(), "%s [options] [SentryAddIn_….zip | library]\n", program)
		f.PrintDefaults()
	}
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() > 1 {
		return fmt.Errorf("doctor: one file is examined at a time, %d are named", f.NArg())
	}
	report := Examine(ctx, Options{
		Path: f.Arg(0), Spool: *spool, DSN: *dsn, Proxy: *proxy, CACert: *ca, Russian: *language == "ru", Timeout: *timeout,
	})
	report.Print(out)
	if !report.Healthy() {
		return ErrProblems
	}
	return nil
}

// UserLanguage is "ru" for a user of a Russian system.
func UserLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			if strings.HasPrefix(value, "ru") {
				return "ru"
			}
			return "en"
		}
	}
	return systemLanguage()
}
