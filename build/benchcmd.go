package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"sentry1c/build/bench"
	"sentry1c/build/library"
)

// target is what a row is wanted to be, in nanoseconds; 0 is no wish.
type target struct {
	p50, p99, max    float64
	floors           float64 // p50, as a multiple of that of floorRow in the same run
	ratio50, ratio99 float64 // against sentry-go
}

// floorRow is what an empty call of the component takes with the pauses of paced rows: the
// machine's own floor.
const floorRow = "empty call paced"

// targets are the rows of the design, by name and number of threads.
var targets = map[string]target{
	"CaptureException hot 1":   {p50: 2000, p99: 25000},
	"CaptureException hot 8":   {ratio50: 100, ratio99: 20},
	"CaptureException paced 1": {floors: 2},
	"AddBreadcrumb hot 1":      {p50: 500},
	"AddBreadcrumb paced 1":    {floors: 2},
	"SetTag hot 1":             {p50: 500},
	"SetTag paced 1":           {floors: 2},

	"StartSpan + FinishSpan hot 1": {p50: 1000},
	"Log hot 1":                    {p50: 1000},
	"Metric hot 1":                 {p50: 1000},
	"CaptureCheckIn hot 1":         {p50: 1000},
	"further object + Init 1":      {p50: 20000},

	"burst of 20,000 8": {p50: 2000, max: 100e6},
}

// figureTargets are the single figures that are wanted to stay below.
var figureTargets = map[string]float64{
	"dlopen + first Init, ms":            20,
	"Flush(500) past its timeout, ms":    50,
	"Close(500) past its timeout, ms":    50,
	"context switches of an idle minute": 5,
	"memory added, MB":                   24,
	"threads added":                      12,

	"burst: calls without an id":                   0,
	"burst: events that did not come":              0,
	"burst: events that came again":                0,
	"burst: memory more, MB":                       128,
	"burst: memory more 11 s after it is sent, MB": 24, // one ring of the chain is kept for a minute

	"library, MB": 10,
	"bundle, MB":  4,
}

func runBench(ctx context.Context, args []string, out io.Writer) error {
	f := flags("bench")
	idle := f.Duration("idle", time.Minute, "how long to stay quiet and count what wakes us; 0 leaves it out")
	if err := f.Parse(args); err != nil {
		return err
	}
	bundle, err := makeBundle(ctx)
	if err != nil {
		return err
	}
	root, dir, err := outDir()
	if err != nil {
		return err
	}
	path, err := library.BuildHost(ctx, root, dir)
	if err != nil {
		return err
	}
	host, err := bench.CompileHost(ctx, root, dir)
	if err != nil {
		return err
	}
	servers, err := bench.StartServers()
	if err != nil {
		return err
	}
	defer servers.Close()

	peers := map[string]bench.Measurement{}
	for _, threads := range []int{1, 8} {
		peer, err := bench.SentryGo(servers.Works.DSN(), "works", threads)
		if err != nil {
			return err
		}
		peers[rowName(peer)] = peer
	}
	kinds, err := bench.SentryGoKinds(servers.Works.DSN(), "works")
	if err != nil {
		return err
	}
	for _, peer := range kinds {
		peers[rowName(peer)] = peer
	}
	fmt.Fprintln(out, "One call of 1C, in microseconds; * is a target that was missed in this run.")
	fmt.Fprintf(out, "%-26s %-14s %7s %9s %9s %9s   %s\n", "", "server", "threads", "p50", "p99", "max", "target")
	for _, name := range slices.Sorted(maps.Keys(peers)) {
		printPeer(out, peers[name])
	}
	const durable, memory = `{"release":"bench@1","tracesSampleRate":1}`, `{"release":"bench@1","tracesSampleRate":1,"memoryOnly":true}`
	costs := map[string]map[string]float64{durable: {}, memory: {}}
	for _, run := range []struct {
		name, dsn, options string
		idle               time.Duration
	}{
		{"works", servers.Works.DSN(), durable, *idle},
		{"never answers", servers.Silent.DSN(), durable, 0},
		{"memory only", servers.Works.DSN(), memory, 0},
	} {
		measurements, err := host.Run(ctx, path, run.dsn, run.name, run.options, run.idle)
		if err != nil {
			return err
		}
		floor := 0.0
		for _, m := range measurements {
			if m.Name == floorRow {
				floor = m.P50
			}
			printMeasurement(out, m, peers, floor)
			if run.name != "never answers" {
				costs[run.options][fmt.Sprintf("%s, %d threads", m.Name, m.Threads)] = m.P50
			}
		}
	}
	if err := printBurst(ctx, out, host, path, durable); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nWhat it costs that records outlive the process, p50 beside memory only (target: ≤ +20 %):")
	for _, name := range slices.Sorted(maps.Keys(costs[memory])) {
		if before := costs[memory][name]; before > 0 {
			more, missed := (costs[durable][name]/before-1)*100, ""
			if more > 20 {
				missed = " *"
			}
			fmt.Fprintf(out, "  %-40s %+6.1f %%%s\n", name, more, missed)
		}
	}
	if err := printSizes(out, path, bundle); err != nil {
		return err
	}
	return printWorker(ctx, out, root)
}

// printBurst prints what becomes of more errors at once than one ring holds.
func printBurst(ctx context.Context, out io.Writer, host *bench.Host, path, options string) error {
	fmt.Fprintln(out)
	burst, err := bench.SentryGoBurst(8, 10*time.Second)
	if err != nil {
		return err
	}
	peers := map[string]bench.Measurement{}
	for _, peer := range burst {
		peers[rowName(peer)] = peer
		printPeer(out, peer)
	}
	measurements, err := host.Burst(ctx, path, options)
	if err != nil {
		return err
	}
	for _, m := range measurements {
		printMeasurement(out, m, peers, 0)
	}
	return nil
}

// printPeer prints a row of sentry-go.
func printPeer(out io.Writer, p bench.Measurement) {
	if p.Count == 0 {
		fmt.Fprintf(out, "%-41s %7s %9.2f %31s(sentry-go)\n", p.Name, p.Server, p.Value, "")
		return
	}
	fmt.Fprintf(out, "%-26s %-14s %7d %9.1f %9.1f %9.1f   (sentry-go)\n", p.Name, p.Server, p.Threads, p.P50/1e3, p.P99/1e3, p.Max/1e3)
}

// rowName tells rows apart, in targets as well.
func rowName(m bench.Measurement) string { return fmt.Sprintf("%s %d", m.Name, m.Threads) }

func printMeasurement(out io.Writer, m bench.Measurement, peers map[string]bench.Measurement, floor float64) {
	if m.Count == 0 {
		limit, wanted := figureTargets[m.Name]
		printFigure(out, fmt.Sprintf("%-41s %7s", m.Name, m.Server), m.Value, limit, wanted)
		return
	}
	fmt.Fprintf(out, "%-26s %-14s %7d %9.2f %9.2f %9.1f   %s\n", m.Name, m.Server, m.Threads, m.P50/1e3, m.P99/1e3, m.Max/1e3,
		judge(m, peers[rowName(m)], floor))
}

// judge tells what was wanted, and the ratio to the peer where it did the same.
func judge(m, peer bench.Measurement, floor float64) string {
	wanted := targets[rowName(m)]
	var parts []string
	note := func(format string, value, limit float64, atMost bool) {
		text := fmt.Sprintf(format, limit)
		if (value > limit) == atMost && value != limit {
			text += " *"
		}
		parts = append(parts, text)
	}
	if wanted.p50 != 0 {
		note("p50 ≤ %g", m.P50/1e3, wanted.p50/1e3, true)
	}
	if wanted.floors != 0 && floor > 0 {
		note("p50 ≤ %g floors", m.P50/floor, wanted.floors, true)
	}
	if wanted.p99 != 0 {
		note("p99 ≤ %g", m.P99/1e3, wanted.p99/1e3, true)
	}
	if wanted.max != 0 {
		note("worst ≤ %g", m.Max/1e3, wanted.max/1e3, true)
	}
	if peer.Count > 0 {
		parts = append(parts, fmt.Sprintf("sentry-go: p50 ×%s, p99 ×%s", times(peer.P50/m.P50), times(peer.P99/m.P99)))
		if wanted.ratio50 != 0 {
			note("p50 ≥ ×%g", peer.P50/m.P50, wanted.ratio50, false)
			note("p99 ≥ ×%g", peer.P99/m.P99, wanted.ratio99, false)
		}
	}
	return strings.Join(parts, ", ")
}

// times is a ratio as people read it.
func times(ratio float64) string {
	if ratio < 10 {
		return fmt.Sprintf("%.1f", ratio)
	}
	return fmt.Sprintf("%.0f", ratio)
}

// printSizes prints what the files weigh.
func printSizes(out io.Writer, path, bundle string) error {
	for _, file := range []struct{ name, path string }{{"library, MB", path}, {"bundle, MB", bundle}} {
		info, err := os.Stat(file.path)
		if err != nil {
			return fmt.Errorf("build: bench: %w", err)
		}
		limit, wanted := figureTargets[file.name]
		printFigure(out, file.name, float64(info.Size())/(1<<20), limit, wanted)
	}
	return nil
}

// printFigure prints a single figure, and what it should be at most.
func printFigure(out io.Writer, name string, value, limit float64, wanted bool) {
	fmt.Fprintf(out, "%-49s %9.2f", name, value)
	if wanted {
		fmt.Fprintf(out, " %31s≤ %g", "", limit)
		if value > limit {
			fmt.Fprint(out, " *")
		}
	}
	fmt.Fprintln(out)
}
