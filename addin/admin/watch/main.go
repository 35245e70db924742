package watch

import (
	"bytes"
	"context"
	"io"
	"os"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/root"
)

// About is what the command is for.
var About = cli.Text{
	En: "show what the component of this user does right now, for a person or for monitoring",
	Ru: "показать, что компонента этого пользователя делает сейчас: человеку или системе мониторинга",
}

const (
	usualEvery = 2 * time.Second
	leastEvery = 100 * time.Millisecond
)

// Main is the command. program is what the user typed to get here.
func Main(ctx context.Context, program string, args []string, out io.Writer) error {
	f := cli.New(ctx, program, args, About, cli.Text{En: "[DIR] [-every 2s | -once] [-json | -prometheus]", Ru: "[КАТАЛОГ] [-every 2s | -once] [-json | -prometheus]"})
	f.Bad(cli.Text{
		En: "the folder that was named is not there or cannot be read; shown once for a person, also: the component is off or has kept nothing, the last try to send failed, something has waited for over an hour, something cannot be read",
		Ru: "названного каталога нет или он не читается; при однократном показе человеку ещё: компонента отключена или ничего не хранила, последняя отправка не удалась, что-то ждёт дольше часа, что-то не читается",
	})
	every := f.Duration("every", 0, f.Say("`time` after which it is shown anew; on a terminal 2s unless it is given, elsewhere it is shown once",
		"`время`, через которое показывать заново; на терминале, если не указано, 2s, в файл и канал — один раз"))
	once := f.Bool("once", false, f.Say("show it once, on a terminal too", "показать один раз, в том числе на терминале"))
	asJSON := f.Bool("json", false, f.Say("as JSON, one line for each time", "в JSON, строка на каждый раз"))
	asPrometheus := f.Bool("prometheus", false, f.Say("as Prometheus's text format, for the textfile collector of node_exporter", "в текстовом формате Prometheus, для textfile collector из node_exporter"))
	dirs, err := f.Parse(args, out)
	switch {
	case err != nil:
		return err
	case len(dirs) > 1:
		return f.Mistake("watch: one folder is looked at, %d are named", "watch: просматривается один каталог, названо %d", len(dirs))
	case *asJSON && *asPrometheus:
		return f.Mistake("watch: -json or -prometheus, not both", "watch: -json или -prometheus, но не вместе")
	case *every != 0 && *once:
		return f.Mistake("watch: -every or -once, not both", "watch: -every или -once, но не вместе")
	case *every != 0 && *asPrometheus:
		return f.Mistake("watch: the text format is of one moment: -every does not go with -prometheus", "watch: текстовый формат — снимок одного момента: -every с -prometheus не сочетается")
	case *every != 0 && *every < leastEvery:
		return f.Mistake("watch: -every %v: at least %v", "watch: -every %v: не меньше %v", *every, leastEvery)
	}
	source := Source{Own: root.Default(os.LookupEnv), Rings: root.RingFolders(os.LookupEnv), Getenv: os.LookupEnv}
	if len(dirs) == 1 {
		source.Root = dirs[0]
	}
	terminal := cli.Of(out)
	if *every == 0 && !*once && !*asPrometheus && !*asJSON && terminal.Interactive {
		*every = usualEvery
	}
	v := &view{Flags: f, Terminal: terminal, clear: *every != 0 && !*asJSON}
	show := v.text
	switch {
	case *asJSON:
		show = v.json
	case *asPrometheus:
		show = v.prometheus
	}
	for {
		o, err := Read(source)
		if err != nil {
			return f.Fail("watch: %s cannot be looked at: %s", "watch: каталог %s посмотреть нельзя: %s", source.Root, f.Why(err))
		}
		var b bytes.Buffer
		show(&b, &o)
		if _, err := out.Write(b.Bytes()); err != nil {
			return err
		}
		switch {
		case *every != 0:
		case !*asJSON && !*asPrometheus && o.bad():
			return cli.ErrReported
		default:
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(*every):
		}
	}
}

// view shows overviews.
type view struct {
	*cli.Flags
	cli.Terminal
	clear bool // before each
}
