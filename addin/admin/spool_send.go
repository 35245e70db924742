package admin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sentry1c/addin"
	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/options"
)

// usualTimeout is how long a sending may take unless the user says otherwise.
const usualTimeout = 10 * time.Minute

// sending is how to send what lies in a spool.
type sending struct {
	dsn, ca, proxy string
	timeout        time.Duration
}

// check is what is wrong with what was given.
func (how *sending) check(s *spoolShow) error {
	if how.dsn != "" {
		if _, bad, ok := options.ParseDSN(how.dsn); !ok {
			return s.Mistake("spool: -dsn: %s", "spool: -dsn: %s", s.Say(bad.En, bad.Ru))
		}
	}
	if _, err := cli.Roots(s.Language, how.ca); err != nil {
		return err
	}
	_, err := cli.Proxy(s.Language, how.proxy)
	return err
}

// none says that this user's own folder is not there. That is good news, for nothing can be lost, but another user may have one.
func (how *sending) none(s *spoolShow, root string) error {
	if err := how.check(s); err != nil {
		return err
	}
	who := cli.UserName()
	s.line("%s: nothing was ever kept here for the user %s, so nothing waits to be sent.%s",
		"%s: для пользователя %s здесь никогда ничего не хранилось, отправлять нечего.%s", root, who, cli.Elsewhere(s.Language, who))
	return nil
}

// run sends, and says what is left and who has to do what about it.
func (how *sending) run(ctx context.Context, s *spoolShow, root string) error {
	if err := how.check(s); err != nil {
		return err
	}
	if by := addin.SwitchedOff(root); by != "" {
		return s.Fail("spool: nothing is sent: the component is switched off by %s", "spool: ничего не отправлено: компонента отключена: %s", by)
	}
	if how.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, how.timeout)
		defer cancel()
	}
	last := ""
	done, err := addin.DrainSpool(ctx, addin.Drain{Root: root, DSN: how.dsn, CACert: how.ca, Proxy: how.proxy, Told: func(d addin.Drained) {
		line := fmt.Sprintf(s.Say("sent %d, %d wait", "отправлено %d, ждут %d"), d.Sent, d.Waiting)
		switch {
		case d.LastAnswer == 0 && d.Problem != "":
			line += fmt.Sprintf(s.Say("; no answer: %s", "; нет ответа: %s"), cli.Plain(d.Problem))
		case d.Problem != "":
			line += fmt.Sprintf(s.Say("; the server: %d %s", "; сервер: %d %s"), d.LastAnswer, cli.Plain(d.Problem))
		}
		if line != last {
			fmt.Fprintln(s.out, line)
			last = line
		}
	}})
	switch {
	case errors.Is(err, addin.ErrForeignSpool):
		return how.foreign(s, root)
	case err != nil:
		return s.Fail("spool: cannot be sent: %s", "spool: не отправляется: %s", s.Why(err))
	}
	return how.left(ctx, s, done)
}

// left says what is left after a sending. Anything is bad news: somebody may be about to
// give the machine up.
func (how *sending) left(ctx context.Context, s *spoolShow, done addin.Drained) error {
	waits := done.Left.Waits()
	s.line("Sent %d, dropped %d, %d left.", "Отправлено %d, отброшено %d, осталось %d.", done.Sent, done.Dropped, waits.Total())
	living, unread := 0, 0
	for _, run := range done.Left.Runs {
		if run.Alive {
			living++
		} else if run.Waiting {
			unread++
		}
	}
	switch {
	case waits.Living > 0:
		s.line("%d more with running processes: stop 1C and send again.", "Ещё %d у работающих процессов: остановите 1С и повторите отправку.", waits.Living)
	case living > 0:
		s.line("Processes that are running: %d; stop 1C if nothing shall be added.", "Процессов работает: %d; остановите 1С, если ничего не должно добавиться.", living)
	}
	if waits.Ended > 0 {
		s.line("%d are not sent yet.", "Ещё не отправлено: %d.", waits.Ended)
		if why := s.Say(done.Missing.En, done.Missing.Ru); why != "" {
			s.line("Not all could be taken over: %s.", "Не всё удалось принять: %s.", cli.Plain(why))
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			s.line("The time of -timeout, %v, is over: look at the way to the server with doctor and send again.", "Время -timeout, %v, истекло: проверьте путь к серверу командой doctor и повторите отправку.", how.timeout)
		}
	}
	if waits.Nameless > 0 {
		s.line("Nobody has noted where to send %d: give the DSN of that project with -dsn.", "Адрес, куда отправить ещё %d, нигде не записан: укажите DSN этого проекта параметром -dsn.", waits.Nameless)
	}
	if unread > 0 {
		s.line("Processes that ended and whose last calls nobody has read: %d.", "Завершившихся процессов, последние вызовы которых не прочитаны: %d.", unread)
	}
	if waits.Total()+unread > 0 {
		return cli.ErrReported
	}
	return nil
}

// foreign says who has to send.
func (how *sending) foreign(s *spoolShow, root string) error {
	_, report, err := addin.ReadSpool(root)
	if err != nil {
		return s.unread(root, err)
	}
	waits := report.Waits()
	s.line("%s: files of another user, %d wait: run this as %s. Nothing was sent.",
		"%s: файлы другого пользователя, ждут %d: запустите от имени %s. Ничего не отправлено.", root, waits.Total(), cli.UserOf(report.Owner))
	return cli.ErrReported
}
