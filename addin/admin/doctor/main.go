package doctor

import (
	"context"
	"io"
	"os"
	"time"

	"sentry1c/addin/admin/cli"
)

// About is what the command is for.
var About = cli.Text{
	En: "say whether this machine would load the add-in and reach the server, and why not",
	Ru: "сказать, загрузит ли этот компьютер компоненту и доступен ли с него сервер, а если нет, то почему",
}

// Main is the command: it reads arguments, examines and prints. program is what the user typed to get here.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	f := cli.New(ctx, program, args, About, cli.Text{
		En: "[-spool DIR] [-dsn DSN [-ca FILE] [-proxy ADDRESS] [-timeout TIME]] [ZIP | LIBRARY]",
		Ru: "[-spool КАТАЛОГ] [-dsn DSN [-ca ФАЙЛ] [-proxy АДРЕС] [-timeout ВРЕМЯ]] [КОМПЛЕКТ | БИБЛИОТЕКА]",
	})
	f.Bad(cli.Text{En: "there is a PROBLEM among what is found", Ru: "среди найденного есть ОШИБКА"})
	spool := f.String("spool", "", f.Say("the `folder` of the option spoolPath; this user's own unless it is given", "`каталог` из параметра spoolPath; если не указан, каталог этого пользователя"))
	dsn := f.String("dsn", os.Getenv("SENTRY_DSN"), f.Say("try the way to the server of this `DSN`; SENTRY_DSN unless it is given", "проверить путь к серверу этого `DSN`; если не указан, берётся SENTRY_DSN"))
	proxy := f.String("proxy", "", f.Say("`address` of a proxy to go through, such as http://proxy:3128", "`адрес` прокси, через который идти, например http://proxy:3128"))
	ca := f.String("ca", "", f.Say("PEM `file` of roots to trust too", "`файл` PEM с корневыми сертификатами, которым тоже доверять"))
	timeout := f.Duration("timeout", 10*time.Second, f.Say("`time` that each step on the network may take", "`время`, которое может занять каждый шаг в сети"))
	files, err := f.Parse(args, out)
	if err != nil {
		return err
	}
	path := ""
	switch len(files) {
	case 0:
	case 1:
		path = files[0]
	default:
		return f.Mistake("doctor: one file is examined at a time, %d are named", "doctor: за раз проверяется один файл, названо %d", len(files))
	}
	report := Examine(ctx, Options{
		Path: path, Spool: *spool, DSN: *dsn, Proxy: *proxy, CACert: *ca, Russian: f.Language == "ru", Timeout: *timeout,
	})
	report.Print(out)
	if !report.Healthy() {
		return cli.ErrReported
	}
	return nil
}
