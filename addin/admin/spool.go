package admin

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"sentry1c/addin"
)

// Spool shows what lies in the root of a spool, or sends it.
func Spool(ctx context.Context, program string, args []string, out io.Writer) error {
	f := flag.NewFlagSet(program, flag.ContinueOnError)
	send := f.Bool("send", false, "send what runs that have ended left, and wait until it is sent")
	dsn := f.String("dsn", "", "where to send what nobody has noted the address of")
	// The folder may stand before the options.
	dir := ""
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		dir, args = args[0], args[1:]
	}
	if err := f.Parse(args); err != nil {
		return err
	}
	if dir == "" {
		dir = f.Arg(0)
	}
	root, report, err := addin.ReadSpool(dir)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(out, "%s: there is no spool here: nothing waits.\n", root)
		return nil
	}
	if err != nil {
		return err
	}
	if !*send {
		showSpool(out, root, report)
		return nil
	}
	last := ""
	done, err := addin.DrainSpool(ctx, root, *dsn, func(d addin.Drained) {
		line := fmt.Sprintf("sent %d, %d wait", d.Sent, d.Waiting)
		if d.Problem != "" {
			line += fmt.Sprintf("; the server: %d %s", d.LastAnswer, d.Problem)
		}
		if line != last {
			fmt.Fprintln(out, line)
			last = line
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Sent %d, dropped %d, %d left.\n", done.Sent, done.Dropped, done.Waiting)
	return nil
}

func showSpool(out io.Writer, root string, report addin.SpoolReport) {
	fmt.Fprintln(out, root)
	for _, p := range report.Projects {
		server := p.Server
		if server == "" {
			server = "(nobody has noted the server)"
		}
		fmt.Fprintf(out, "\nProject %s, folder %s\n", server, p.Folder)
		showWaiting(out, p)
		for _, category := range slices.Sorted(maps.Keys(p.Limits)) {
			if until := p.Limits[category]; time.Now().Before(until) {
				fmt.Fprintf(out, "  the server wants no %s until %s\n", category, until.Format(time.DateTime))
			}
		}
		for _, q := range p.Quarantine {
			fmt.Fprintf(out, "  quarantine: %s, %d bytes, %s\n    %s\n", q.Reason, q.Bytes, q.Created.Format(time.DateTime), q.Name)
		}
		for _, name := range p.Odd {
			fmt.Fprintf(out, "  not ours: %s\n", name)
		}
	}
	fmt.Fprintln(out)
	for _, run := range report.Runs {
		state := "has ended; the next process of this user sends what it left"
		if run.Alive {
			state = "is running"
		}
		fmt.Fprintf(out, "Process %s %s\n", run.ID, state)
		switch {
		case run.Problem != "":
			fmt.Fprintf(out, "  its ring cannot be read: %s\n", run.Problem)
		case run.Waiting && !run.Alive:
			fmt.Fprintf(out, "  calls that nobody has read yet: %s\n", run.Ring)
		}
	}
	if len(report.Runs) == 0 {
		fmt.Fprintln(out, "No process uses it.")
	}
}

func showWaiting(out io.Writer, p addin.SpoolProject) {
	total := 0
	var parts []string
	for _, category := range slices.Sorted(maps.Keys(p.Count)) {
		total += p.Count[category]
		parts = append(parts, fmt.Sprintf("%s %d", category, p.Count[category]))
	}
	if total == 0 {
		fmt.Fprintln(out, "  nothing waits")
		return
	}
	fmt.Fprintf(out, "  %d wait (%s), %d bytes, the oldest of %s\n", total, strings.Join(parts, ", "), p.Bytes, p.Oldest.Format(time.DateTime))
	if p.Orphans > 0 {
		fmt.Fprintf(out, "  %d of them belong to processes that have ended\n", p.Orphans)
	}
}
