package admin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
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

// Spool shows what lies in the root of a spool, or sends it.
func Spool(ctx context.Context, program string, args []string, out io.Writer) error {
	f := cli.New(ctx, program, args, aboutSpool, cli.Text{En: "[DIR] [-send [-dsn DSN]]", Ru: "[КАТАЛОГ] [-send [-dsn DSN]]"})
	send := f.Bool("send", false, f.Say("send what runs that have ended left, and wait until it is sent", "отправить то, что оставили завершившиеся процессы, и дождаться отправки"))
	dsn := f.String("dsn", "", f.Say("where to send what nobody has noted the address of", "куда отправлять то, чей адрес нигде не записан"))
	dirs, err := f.Parse(args, out)
	if err != nil {
		return err
	}
	dir := ""
	switch len(dirs) {
	case 0:
	case 1:
		dir = dirs[0]
	default:
		return f.Mistake("spool: one folder is looked at, %d are named", "spool: просматривается один каталог, названо %d", len(dirs))
	}
	root, report, err := addin.ReadSpool(dir)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(out, f.Say("%s: there is no spool here: nothing waits.\n", "%s: здесь ничего нет: ничто не ждёт отправки.\n"), root)
		return nil
	}
	if err != nil {
		return err
	}
	if !*send {
		(&spoolShow{f, out}).all(root, report)
		return nil
	}
	last := ""
	done, err := addin.DrainSpool(ctx, root, *dsn, func(d addin.Drained) {
		line := fmt.Sprintf(f.Say("sent %d, %d wait", "отправлено %d, ждут %d"), d.Sent, d.Waiting)
		if d.Problem != "" {
			line += fmt.Sprintf(f.Say("; the server: %d %s", "; сервер: %d %s"), d.LastAnswer, cli.Plain(d.Problem))
		}
		if line != last {
			fmt.Fprintln(out, line)
			last = line
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, f.Say("Sent %d, dropped %d, %d left.\n", "Отправлено %d, отброшено %d, осталось %d.\n"), done.Sent, done.Dropped, done.Waiting)
	if done.Waiting > 0 {
		return cli.ErrReported
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

func (s *spoolShow) all(root string, report addin.SpoolReport) {
	fmt.Fprintln(s.out, root)
	for _, p := range report.Projects {
		server := cmp.Or(p.Server, s.Say("(nobody has noted the server)", "(сервер нигде не записан)"))
		s.line("\nProject %s, folder %s", "\nПроект %s, каталог %s", server, p.Folder)
		s.waiting(p)
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
