package watch

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"sentry1c/addin/admin/cli"
	"sentry1c/addin/internal/status"
)

// text shows an overview to a person.
func (v *view) text(b *bytes.Buffer, o *Overview) {
	if v.clear {
		b.WriteString(v.Clear())
	}
	line := func(en, ru string, args ...any) { fmt.Fprintf(b, v.Say(en, ru)+"\n", args...) }
	roots := o.Roots[0]
	if more := len(o.Roots) - 1; more > 0 {
		roots += fmt.Sprintf(v.Say(" and %d more", " и ещё %d"), more)
	}
	line("%s  %s", "%s  %s", v.Paint(cli.Faint, o.At.Format(time.DateTime)), cli.Plain(roots))
	if o.SwitchedOff != "" {
		line("%s", "%s", v.Paint(cli.Red, fmt.Sprintf(v.Say("The component is switched off: %s", "Компонента отключена: %s"), o.SwitchedOff)))
		if n := o.running(); n > 0 {
			line("Processes that began before go on until they end, %d of them.", "Процессы, начатые раньше, работают до своего завершения: %d.", n)
		}
	}
	b.WriteString("\n")
	if len(o.Runs) == 0 {
		line("No process uses the component.", "Компонентой не пользуется ни один процесс.")
	}
	for i := range o.Runs {
		v.run(b, &o.Runs[i])
	}
	b.WriteString("\n")
	if !o.Kept {
		who := cli.UserName()
		line("The component has kept nothing here. These are the folders of the user %s.%s",
			"Компонента ничего здесь не хранила. Видны каталоги пользователя %s.%s", who, cli.Elsewhere(v.Language, who))
		return
	}
	waits := false
	for i := range o.Projects {
		waits = v.project(b, &o.Projects[i], o.At, len(o.Roots) > 1) || waits
	}
	if !waits {
		line("Nothing waits on the disk.", "На диске ничто не ждёт отправки.")
	}
	for _, problem := range o.Problems {
		line("%s", "%s", v.Paint(cli.Yellow, v.Say("cannot be read: ", "не читается: ")+problem))
	}
}

func (v *view) run(b *bytes.Buffer, run *Run) {
	state := map[State]string{
		Running:   v.Paint(cli.Green, v.Say("running", "работает")),
		Ended:     v.Paint(cli.Yellow, v.Say("ended", "завершился")),
		TakenOver: v.Paint(cli.Yellow, v.Say("ended, is being taken over", "завершился, наследие принимают")),
		Unknown:   v.Paint(cli.Faint, v.Say("running or ended", "работает или завершился")),
	}[run.State]
	name := run.ID
	if t := run.Told; t != nil {
		name = fmt.Sprintf("%s %d", cmp.Or(t.Process, "?"), t.PID)
	}
	fmt.Fprintf(b, "%s  %s", v.Paint(cli.Bold, name), state)
	if shows(run.Since) {
		fmt.Fprintf(b, v.Say(", since %s", ", с %s"), run.Since.Local().Format(time.DateTime))
	}
	if t := run.Told; t != nil {
		fmt.Fprintf(b, v.Say(", objects %d, add-in %s", ", объектов %d, компонента %s"), t.Objects, t.AddIn)
	}
	if run.RingUsed > 0 {
		fmt.Fprintf(b, v.Say(", %s of %s of calls unread", ", не прочитано %s из %s вызовов"), v.bytes(run.RingUsed), v.bytes(run.RingBytes))
	}
	b.WriteString("\n")
	if run.Told == nil {
		return
	}
	if run.Told.Dropped > 0 {
		fmt.Fprintf(b, "  %s\n", v.Paint(cli.Red, fmt.Sprintf(v.Say("calls that found no room: %d", "вызовов, которым не хватило места: %d"), run.Told.Dropped)))
	}
	for i := range run.Told.Clients {
		v.client(b, &run.Told.Clients[i], run.State == Running)
	}
}

func (v *view) client(b *bytes.Buffer, c *status.Client, lives bool) {
	fmt.Fprintf(b, "  %s", cmp.Or(c.Server, "?"))
	if place := strings.TrimSpace(c.Environment + " " + c.Release); place != "" {
		fmt.Fprintf(b, " (%s)", place)
	}
	fmt.Fprintf(b, v.Say("\n    recorded %d, sent %d, to be sent %d", "\n    записано %d, отправлено %d, в очереди %d"), c.Recorded+c.Adopted, c.Sent, c.Queued+c.InFlight)
	if len(c.Dropped) > 0 {
		fmt.Fprintf(b, "; %s", v.Paint(cli.Yellow, v.Say("dropped: ", "отброшено: ")+counts(c.Dropped)))
	}
	if lives && shows(c.Retry) {
		fmt.Fprintf(b, v.Say("; failed %d times, next try at %s", "; неудач подряд %d, следующая попытка в %s"), c.Failures, c.Retry.Local().Format(time.TimeOnly))
	}
	b.WriteString("\n")
	for _, a := range c.Answers {
		v.answer(b, a)
	}
	for _, text := range c.Degraded {
		fmt.Fprintf(b, "    %s\n", v.Paint(cli.Yellow, text))
	}
}

func (v *view) answer(b *bytes.Buffer, a status.Answer) {
	what, colour := fmt.Sprint(a.Status), cli.Green
	switch {
	case a.Status == 0:
		what, colour = v.Say("no answer", "нет ответа"), cli.Red
	case a.Status >= 300:
		colour = cli.Red
	}
	if !shows(a.Last) {
		a.Last = time.Unix(0, 0)
	}
	fmt.Fprintf(b, "    %s  %s", a.Last.Local().Format(time.DateTime), v.Paint(colour, what))
	if a.Count > 1 {
		fmt.Fprintf(b, " ×%d", a.Count)
	}
	if a.Text != "" {
		fmt.Fprintf(b, "  %s", a.Text)
	}
	b.WriteString("\n")
}

// project shows what waits for a project, if anything does.
func (v *view) project(b *bytes.Buffer, p *Project, now time.Time, many bool) bool {
	total := p.waits()
	if total+len(p.Limits)+len(p.Quarantine) == 0 {
		return false
	}
	fmt.Fprintf(b, "%s", cmp.Or(p.Server, v.Say("(nobody has noted the server)", "(сервер нигде не записан)")))
	if many {
		fmt.Fprintf(b, "  %s", v.Paint(cli.Faint, cli.Plain(p.Root)))
	}
	if total > 0 {
		fmt.Fprintf(b, v.Say("\n  %d wait on the disk (%s), %s", "\n  ждут на диске %d (%s), %s"), total, counts(p.Waiting), v.bytes(p.Bytes))
		if shows(p.Oldest) {
			fmt.Fprintf(b, v.Say(", the oldest of %s", ", старейшее — %s"), p.Oldest.Local().Format(time.DateTime))
		}
		if p.Orphans > 0 {
			fmt.Fprintf(b, v.Say("; %d of ended processes", "; из них от завершившихся процессов %d"), p.Orphans)
		}
	}
	for _, category := range slices.Sorted(maps.Keys(p.Limits)) {
		fmt.Fprintf(b, v.Say("\n  the server wants no %s for %v", "\n  сервер не принимает %s ещё %v"), category, p.Limits[category].Sub(now).Round(time.Second))
	}
	if len(p.Quarantine) > 0 {
		fmt.Fprintf(b, "\n  %s", v.Paint(cli.Yellow, v.Say("in quarantine: ", "в карантине: ")+counts(p.Quarantine)))
	}
	b.WriteString("\n")
	return total > 0
}

// counts are numbers by name.
func counts[N int | uint64](by map[string]N) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(by)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, by[name]))
	}
	return strings.Join(parts, ", ")
}

// bytes is a size as a person reads it.
func (v *view) bytes(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf(v.Say("%d MB", "%d МБ"), n>>20)
	case n >= 10<<10:
		return fmt.Sprintf(v.Say("%d KB", "%d КБ"), n>>10)
	}
	return fmt.Sprintf(v.Say("%d bytes", "%d байт"), n)
}
