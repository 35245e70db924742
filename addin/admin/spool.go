package admin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
)

var aboutSpool = cli.Text{
	En: "show what waits on disk to be sent, or send it without 1C",
	Ru: "показать, что ждёт отправки на диске, или отправить это без 1С",
}

// longWait is how old what waits may be before that is bad news.
const longWait = time.Hour

// Spool shows what lies in the root of a spool, or sends it.
func Spool(ctx context.Context, program string, args []string, out io.Writer) error {
	f := cli.New(ctx, program, args, aboutSpool,
		cli.Text{En: "[DIR]", Ru: "[КАТАЛОГ]"},
		cli.Text{En: "[DIR] -send [-timeout TIME] [-dsn DSN] [-ca FILE] [-proxy ADDRESS]", Ru: "[КАТАЛОГ] -send [-timeout ВРЕМЯ] [-dsn DSN] [-ca ФАЙЛ] [-proxy АДРЕС]"})
	f.Bad(cli.Text{
		En: "there is no such folder, it cannot be read, something in it has waited for over an hour; with -send: anything still waits, whoever has to send it, or a folder that is named is not there",
		Ru: "такого каталога нет, он не читается или в нём что-то ждёт дольше часа; с -send — что-то ещё ждёт, чьё бы оно ни было, или нет указанного каталога",
	})
	send := f.Bool("send", false, f.Say("send what runs that have ended left, and wait until it is sent", "отправить то, что оставили завершившиеся процессы, и дождаться отправки"))
	var how sending
	f.StringVar(&how.dsn, "dsn", "", f.Say("the `DSN` of the project whose address nobody has noted", "`DSN` проекта, адрес которого нигде не записан"))
	f.StringVar(&how.ca, "ca", "", f.Say("PEM `file` of roots to trust, in the place of the one that is noted", "`файл` PEM с корневыми сертификатами вместо записанного"))
	f.StringVar(&how.proxy, "proxy", "", f.Say("`address` of a proxy, such as http://proxy:3128, in the place of the one that is noted", "`адрес` прокси вместо записанного, например http://proxy:3128"))
	f.DurationVar(&how.timeout, "timeout", usualTimeout, f.Say("`time` that the sending may take; 0 is any", "`время`, которое может занять отправка; 0 — сколько угодно"))
	dirs, err := f.Parse(args, out)
	switch {
	case err != nil:
		return err
	case len(dirs) > 1:
		return f.Mistake("spool: one folder is looked at, %d are named", "spool: просматривается один каталог, названо %d", len(dirs))
	case !*send && how != sending{timeout: usualTimeout}:
		return f.Mistake("spool: -dsn, -ca, -proxy and -timeout belong to -send", "spool: -dsn, -ca, -proxy и -timeout указывают вместе с -send")
	case how.timeout < 0:
		return f.Mistake("spool: -timeout %v: 0 or more", "spool: -timeout %v: 0 или больше", how.timeout)
	}
	dir := ""
	if len(dirs) == 1 {
		dir = dirs[0]
	}
	root, report, err := addin.ReadSpool(dir)
	show := &spoolShow{f, out}
	switch {
	case errors.Is(err, fs.ErrNotExist) && *send && dir == "":
		return how.none(show, root)
	case errors.Is(err, fs.ErrNotExist):
		show.nothing(root, dir == "")
		return cli.ErrReported
	case err != nil:
		return show.unread(root, err)
	case *send:
		return how.run(ctx, show, root)
	}
	show.all(root, report)
	for _, p := range report.Projects {
		if len(p.Count) > 0 && time.Since(p.Oldest) > longWait {
			return cli.ErrReported
		}
	}
	return nil
}

// spoolShow prints what waits.
type spoolShow struct {
	*cli.Flags
	out io.Writer
}

func (s *spoolShow) line(en, ru string, args ...any) {
	fmt.Fprintf(s.out, s.Say(en, ru)+"\n", args...)
}

// nothing says that there is no spool, and whose that would be.
func (s *spoolShow) nothing(root string, own bool) {
	_, err := os.Stat(root)
	switch who := cli.UserName(); {
	case own:
		s.line("%s: there is no spool here: the component has kept nothing for the user %s.%s",
			"%s: здесь ничего нет: у пользователя %s компонента ничего не хранила.%s", root, who, cli.Elsewhere(s.Language, who))
	case err != nil:
		s.line("%s: there is no such folder.", "%s: такого каталога нет.", root)
	default:
		s.line("%s: there is no spool here: the component has kept nothing in this folder.", "%s: здесь ничего нет: в этом каталоге компонента ничего не хранила.", root)
	}
}

// unread is why a root is not read.
func (s *spoolShow) unread(root string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return s.Fail("spool: %s cannot be read by the user %s: run this as the user that 1C runs as", "spool: у пользователя %[2]s нет прав на чтение %[1]s: запустите от имени пользователя, от которого работает 1С", root, cli.UserName())
	}
	return s.Fail("spool: %s cannot be read: %s", "spool: %s не читается: %s", root, s.Why(err))
}

func (s *spoolShow) all(root string, report addin.SpoolReport) {
	fmt.Fprintln(s.out, root)
	if report.Owner != "" {
		name := cli.UserOf(report.Owner)
		s.line("These are files of the user %s: only that one sees the addresses and the calls in memory, and sends.",
			"Это файлы пользователя %s: адреса и вызовы в памяти видит и отправляет только он.", name)
	}
	for _, p := range report.Projects {
		s.project(p, report.Owner != "")
		for _, category := range slices.Sorted(maps.Keys(p.Limits)) {
			if until := p.Limits[category]; time.Now().Before(until) {
				s.line("  the server wants no %s until %s", "  сервер не принимает %s до %s", cli.Plain(category), until.Format(time.DateTime))
			}
		}
		for _, q := range p.Quarantine {
			s.line("  quarantine: %s, %d bytes, %s\n    %s", "  в карантине: %s, %d байт, %s\n    %s", cli.Plain(q.Reason), q.Bytes, q.Created.Format(time.DateTime), cli.Plain(q.Name))
		}
		for _, name := range p.Odd {
			s.line("  not ours: %s", "  не наше: %s", cli.Plain(name))
		}
	}
	fmt.Fprintln(s.out)
	for _, run := range report.Runs {
		s.run(run)
	}
	if len(report.Runs) == 0 {
		s.line("No process uses it.", "Его не использует ни один процесс.")
	}
}

// project names a project; foreign says that only another user may read its address. That
// of an emptied one is noted nowhere, and nobody needs it.
func (s *spoolShow) project(p addin.SpoolProject, foreign bool) {
	server := p.Server
	switch {
	case server != "":
	case foreign:
		server = s.Say("(its user knows the server)", "(сервер известен этому пользователю)")
	case len(p.Count) > 0:
		server = s.Say("(nobody has noted the server)", "(сервер нигде не записан)")
	}
	if server == "" {
		s.line("\nProject in the folder %s", "\nПроект в каталоге %s", p.Folder)
	} else {
		s.line("\nProject %s, folder %s", "\nПроект %s, каталог %s", server, p.Folder)
	}
	s.waiting(p)
}

func (s *spoolShow) run(run addin.SpoolRun) {
	if run.Alive {
		s.line("Process %s is running", "Процесс %s работает", run.ID)
	} else {
		s.line("Process %s has ended; the next process of this user sends what it left",
			"Процесс %s завершился; оставленное им отправит следующий процесс этого пользователя", run.ID)
	}
	switch {
	case run.Problem != "":
		s.line("  its ring cannot be read: %s", "  его кольцо не читается: %s", run.Problem)
	case run.Waiting && !run.Alive:
		s.line("  calls that nobody has read yet: %s", "  ещё не прочитанные вызовы: %s", run.Ring)
	}
}

func (s *spoolShow) waiting(p addin.SpoolProject) {
	total := 0
	var parts []string
	for _, category := range slices.Sorted(maps.Keys(p.Count)) {
		total += p.Count[category]
		parts = append(parts, fmt.Sprintf("%s %d", category, p.Count[category]))
	}
	if total == 0 {
		s.line("  nothing waits", "  ничто не ждёт")
		return
	}
	s.line("  %d wait (%s), %d bytes, the oldest of %s", "  ждут %d (%s), %d байт, старейшее — %s", total, strings.Join(parts, ", "), p.Bytes, p.Oldest.Format(time.DateTime))
	if p.Orphans > 0 {
		s.line("  %d of them belong to processes that have ended", "  из них от завершившихся процессов — %d", p.Orphans)
	}
}
