package reports

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"

	"sentry1c/addin/admin/cli"
)

// DefaultAddress is where the receiver listens unless it is told otherwise: nobody but
// this machine reaches it.
const DefaultAddress = "127.0.0.1:8171"

// About is what the command is for.
var About = cli.Text{
	En: "receive the error reports of 1C's own clients: a road without the extension",
	Ru: "принимать отчёты об ошибках, которые шлёт сама платформа: без расширения",
}

// arguments are those of the command.
type arguments struct {
	listen, spool, cert, key string
	bases                    []Base
	flags                    *cli.Flags
}

// Main is the command: it receives reports until it is interrupted. program is what the
// user typed to get here.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	a, err := readArguments(ctx, program, args, out)
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

func readArguments(ctx context.Context, program string, args []string, out io.Writer) (*arguments, error) {
	f := cli.New(ctx, program, args, About, cli.Text{
		En: "[-listen ADDRESS] [-dsn DSN [-environment NAME] [-secret PART] | -config FILE] [-spool DIR] [-cert FILE -key FILE]",
		Ru: "[-listen АДРЕС] [-dsn DSN [-environment СРЕДА] [-secret ЧАСТЬ] | -config ФАЙЛ] [-spool КАТАЛОГ] [-cert ФАЙЛ -key ФАЙЛ]",
	})
	a := &arguments{flags: f}
	one := NewBase()
	f.StringVar(&a.listen, "listen", DefaultAddress, f.Say("`address` and port; port 0 is any free one, and without an address every machine of the network may report",
		"`адрес` и порт; порт 0 — любой свободный, без адреса отчёты принимаются от всех компьютеров сети"))
	f.StringVar(&one.DSN, "dsn", os.Getenv("SENTRY_DSN"), f.Say("where the events of the only base go: its `DSN`; SENTRY_DSN unless it is given", "`DSN`, куда уходят события единственной базы; если не указан, берётся SENTRY_DSN"))
	f.StringVar(&one.Environment, "environment", os.Getenv("SENTRY_ENVIRONMENT"), f.Say("`environment` of its events", "`среда` её событий"))
	f.StringVar(&one.Secret, "secret", "", f.Say("last `part` of its address, which others do not know, of 16 characters or more", "`часть` в конце её адреса, которой не знают другие, не короче 16 знаков"))
	config := f.String("config", "", f.Say("`file` with several bases, each with a prefix, a DSN and options of its own", "`файл` с несколькими базами: у каждой свои префикс, DSN и параметры"))
	f.StringVar(&a.spool, "spool", "", f.Say("`folder` where reports wait to be sent; this user's own unless it is given", "`каталог`, где отчёты ждут отправки; если не указан, каталог этого пользователя"))
	f.StringVar(&a.cert, "cert", "", f.Say("`file` with a certificate (PEM): speak TLS", "`файл` с сертификатом (PEM): принимать по TLS"))
	f.StringVar(&a.key, "key", "", f.Say("`file` with its key (PEM)", "`файл` с его ключом (PEM)"))
	others, err := f.Parse(args, out)
	switch {
	case err != nil:
		return nil, err
	case len(others) > 0:
		return nil, f.Mistake("reports: unknown argument %q", "reports: неизвестный аргумент «%s»", others[0])
	case (a.cert == "") != (a.key == ""):
		return nil, f.Mistake("reports: -cert and -key belong together", "reports: -cert и -key указывают вместе")
	}
	if *config != "" {
		given := ""
		f.Visit(func(set *flag.Flag) {
			if set.Name == "dsn" || set.Name == "environment" || set.Name == "secret" {
				given = set.Name
			}
		})
		if given != "" {
			return nil, f.Mistake("reports: -%s is for one base; with -config it stands there", "reports: -%s — для одной базы; с -config он указан там", given)
		}
		if a.bases, err = ReadConfig(*config); err != nil {
			return nil, errors.New(in(f.Language, err))
		}
		return a, nil
	}
	if one.DSN == "" {
		return nil, f.Mistake("reports: give -dsn (or SENTRY_DSN), or -config with several bases", "reports: укажите -dsn (или SENTRY_DSN) либо -config с несколькими базами")
	}
	if err := one.check(); err != nil {
		return nil, errors.New("reports: " + in(f.Language, err))
	}
	a.bases = []Base{one}
	return a, nil
}

// run receives until the context ends. The first line that it prints is the address.
func (a *arguments) run(ctx context.Context, out io.Writer) error {
	if a.cert != "" {
		if _, err := tls.LoadX509KeyPair(a.cert, a.key); err != nil {
			return a.flags.Fail("reports: the certificate %s with the key %s cannot be used: %s", "reports: сертификат %s с ключом %s не годится: %s", a.cert, a.key, a.flags.Why(err))
		}
	}
	listener, err := net.Listen("tcp", a.listen)
	if err != nil {
		return a.flags.Fail("reports: listen: %s: %s", "reports: принимать по адресу %s нельзя: %s", a.listen, whyNot(a.flags, err))
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
	a.tell(out, scheme, listener.Addr())
	return s.Serve(ctx, listener, a.cert, a.key)
}

// whyNot is why an address cannot be listened at.
func whyNot(f *cli.Flags, err error) string {
	var system syscall.Errno
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return f.Say("another program listens there", "там уже принимает другая программа")
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return f.Say("this machine has no such address", "у этого компьютера нет такого адреса")
	case errors.As(err, &system):
		return system.Error()
	}
	return err.Error()
}
