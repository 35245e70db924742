package reports

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
)

// DefaultAddress is where the receiver listens unless it is told otherwise: nobody but
// this machine reaches it.
const DefaultAddress = "127.0.0.1:8171"

// arguments are those of the command.
type arguments struct {
	listen, spool, cert, key string
	bases                    []Base
}

// Main is the command: it receives reports until it is interrupted. program is what the
// user typed to get here.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	a, err := readArguments(program, args)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	run := func(ctx context.Context) error { return a.run(ctx, out) }
	if handled, err := asService(run); handled {
		return err
	}
	return run(ctx)
}

func readArguments(program string, args []string) (*arguments, error) {
	f := flag.NewFlagSet(program, flag.ContinueOnError)
	a := &arguments{}
	one := NewBase()
	f.StringVar(&a.listen, "listen", DefaultAddress, "address and port; port 0 is any free one, and without an address every machine of the network may report")
	f.StringVar(&one.DSN, "dsn", os.Getenv("SENTRY_DSN"), "where the events of the only base go")
	f.StringVar(&one.Environment, "environment", os.Getenv("SENTRY_ENVIRONMENT"), "its environment")
	f.StringVar(&one.Secret, "secret", "", "a last part of its address that others do not know, of 16 characters or more")
	config := f.String("config", "", "file with several bases, each with a prefix, a DSN and options of its own")
	f.StringVar(&a.spool, "spool", "", "folder where reports wait to be sent; this user's own unless it is given")
	f.StringVar(&a.cert, "cert", "", "file with a certificate (PEM): speak TLS")
	f.StringVar(&a.key, "key", "", "file with its key (PEM)")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case f.NArg() > 0:
		return nil, fmt.Errorf("reports: unknown argument %q", f.Arg(0))
	case (a.cert == "") != (a.key == ""):
		return nil, errors.New("reports: -cert and -key belong together")
	}
	if *config != "" {
		given := ""
		f.Visit(func(set *flag.Flag) {
			if set.Name == "dsn" || set.Name == "environment" || set.Name == "secret" {
				given = set.Name
			}
		})
		if given != "" {
			return nil, fmt.Errorf("reports: -%s is for one base; with -config it stands there", given)
		}
		bases, err := ReadConfig(*config)
		a.bases = bases
		return a, err
	}
	if one.DSN == "" {
		return nil, errors.New("reports: give -dsn (or SENTRY_DSN), or -config with several bases")
	}
	if err := one.check(); err != nil {
		return nil, fmt.Errorf("reports: %w", err)
	}
	a.bases = []Base{one}
	return a, nil
}

// run receives until the context ends. The first line that it prints is the address.
func (a *arguments) run(ctx context.Context, out io.Writer) error {
	listener, err := net.Listen("tcp", a.listen)
	if err != nil {
		return fmt.Errorf("reports: listen: %w", err)
	}
	defer listener.Close()
	s, err := New(a.bases, a.spool)
	if err != nil {
		return err
	}
	defer s.Close()
	scheme := "http"
	if a.cert != "" {
		scheme = "https"
	}
	address := scheme + "://" + listener.Addr().String()
	fmt.Fprintln(out, address)
	for i := range a.bases {
		b := &a.bases[i]
		shown := b.Prefix
		if b.Secret != "" {
			shown += "/…" // a secret is not printed
		}
		fmt.Fprintf(out, "%s: %s%s\n", b.Name, address, shown)
	}
	if open(listener.Addr()) && a.cert == "" {
		fmt.Fprintln(out, "Other machines reach it, and nothing is encrypted: give -cert and -key, or put a proxy with TLS before it.")
	}
	return s.Serve(ctx, listener, a.cert, a.key)
}

// open reports whether others than this machine reach an address.
func open(address net.Addr) bool {
	tcp, ok := address.(*net.TCPAddr)
	return ok && !tcp.IP.IsLoopback()
}
