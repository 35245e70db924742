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
	p50, p99         float64
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
}

// figureTargets are the single figures that are wanted to stay below.
var figureTargets = map[string]float64{
	"dlopen + first Init, ms":            20,
	"Flush(500) past its timeout, ms":    50,
	"context switches of an idle minute": 5,
	"memory added, MB":                   24,
	"threads added":                      12,
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
		p := peers[name]
		fmt.Fprintf(out, "%-26s %-14s %7d %9.1f %9.1f %9.1f   (sentry-go)\n", p.Name, p.Server, p.Threads,
			p.P50/1e3, p.P99/1e3, p.Max/1e3)
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
	return printSizes(ctx, out, root, path, bundle)
}

// rowName tells rows apart, in targets as well.
func rowName(m bench.Measurement) string { return fmt.Sprintf("%s %d", m.Name, m.Threads) }

func printMeasurement(out io.Writer, m bench.Measurement, peers map[string]bench.Measurement, floor float64) {
	if m.Count == 0 {
		fmt.Fprintf(out, "%-41s %7s %9.2f", m.Name, m.Server, m.Value)
		if limit, wanted := figureTargets[m.Name]; wanted {
			fmt.Fprintf(out, " %31s≤ %g", "", limit)
			if m.Value > limit {
				fmt.Fprint(out, " *")
			}
		}
		fmt.Fprintln(out)
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
	if peer.Count > 0 {
		parts = append(parts, fmt.Sprintf("sentry-go: p50 ×%.0f, p99 ×%.0f", peer.P50/m.P50, peer.P99/m.P99))
		if wanted.ratio50 != 0 {
			note("p50 ≥ ×%g", peer.P50/m.P50, wanted.ratio50, false)
			note("p99 ≥ ×%g", peer.P99/m.P99, wanted.ratio99, false)
		}
	}
	return strings.Join(parts, ", ")
}

// printSizes prints what the files weigh, and what the worker needs.
func printSizes(ctx context.Context, out io.Writer, root, path, bundle string) error {
	for _, file := range []string{path, bundle} {
		info, err := os.Stat(file)
		if err != nil {
			return fmt.Errorf("build: bench: %w", err)
		}
		fmt.Fprintf(out, "%-49s %9.2f MB\n", info.Name(), float64(info.Size())/(1<<20))
	}
	return printWorker(ctx, out, root)
}

// workerFigures are what the worker does, away from the calls of 1C.
var workerFigures = []struct {
	pkg, benchmark, benchtime string
	name, unit                string // how it is printed; unit is that of the benchmark
	limit                     float64
	needs                     string // the variable that says where the sources are, which are no part of this repository
}{
	{"./addin", "BenchmarkWorker/100_breadcrumbs", "1s", "record to spool file, 100 breadcrumbs, µs", "ns/op", 200e3, ""},
	{"./addin", "BenchmarkWorker/none", "1s", "record to spool file, no breadcrumbs, µs", "ns/op", 0, ""},
	{"./addin", "BenchmarkFile", "1s", "of that, a file on this disk by the system, µs", "ns/op", 0, ""},
	{"./addin", "BenchmarkWorker/memory_only", "1s", "record to queue in memory, 100 breadcrumbs, µs", "ns/op", 0, ""},
	{"./addin", "BenchmarkRecover", "1x", "events a second, 10,000 left by a dead process", "events/s", 0, ""},
	{"./addin", "BenchmarkExportLog_day", "1x", "day of an event log, 1,000,000 records, MB more", "peak-MB", 64, ""},
	{"./addin", "BenchmarkExportLog_day", "1x", "the same, seconds", "s/day", 300, ""},
	{"./addin/internal/event", "BenchmarkReadError", "1s", "text of 10 frames and a cause to event, µs", "ns/op", 60e3, ""},
	{"./addin/admin/reports", "BenchmarkPush", "1s", "reports of 1C's clients a second, 50 KB, synced", "reports/s", 0, ""},
	{"./addin/admin/reports", "BenchmarkPush_memory", "1x", "heap with 100 reports of 2 MB at once, MB", "MB-heap", 256, ""},
	{"./addin/internal/symbols", "BenchmarkFrame_warm", "1s", "symbols: a frame, its module in the cache, µs", "ns/op", 20e3, ""},
	{"./addin/internal/symbols", "BenchmarkFrame_cold", "1s", "symbols: a frame of a file just opened, µs", "ns/op", 1e6, ""},
	{"./addin/admin/symbols/command", "BenchmarkMake/plain", "1x", "symbols of БСП without source, s", "s/make", 10, "SENTRY1C_SSL"},
	{"./addin/admin/symbols/command", "BenchmarkMake/plain", "1x", "the same, MB", "MB", 2.5, "SENTRY1C_SSL"},
	{"./addin/admin/symbols/command", "BenchmarkMake/source", "1x", "symbols of БСП with source, s", "s/make", 10, "SENTRY1C_SSL"},
	{"./addin/admin/symbols/command", "BenchmarkMake/source", "1x", "the same, MB", "MB", 12, "SENTRY1C_SSL"},
	{"./addin/admin", "BenchmarkPublic", "1x", "frames of public errors: exact", "exact", 0, "SENTRY1C_CLONES"},
	{"./addin/admin", "BenchmarkPublic", "1x", "drifted", "drifted", 0, "SENTRY1C_CLONES"},
	{"./addin/admin", "BenchmarkPublic", "1x", "stale", "stale", 0, "SENTRY1C_CLONES"},
	{"./addin/admin", "BenchmarkPublic", "1x", "missing", "missing", 0, "SENTRY1C_CLONES"},
	// Each round parses every hostile shape once.
	{"./addin/internal/bslerr", "BenchmarkParse_hostileMegabyte", "5x", "hostile megabyte, the worst shape, ms", "worst-ms", 50, ""},
}

// printWorker prints what the worker needs for an event, beside its targets.
func printWorker(ctx context.Context, out io.Writer, root string) error {
	fmt.Fprintln(out, "\nThe worker, for one event:")
	have := map[string][]bench.Figure{} // one run may give several
	for _, f := range workerFigures {
		if f.needs != "" && os.Getenv(f.needs) == "" {
			fmt.Fprintf(out, "%-49s   left out: %s says where the sources are\n", f.name, f.needs)
			continue
		}
		// Every level of a pattern is anchored: it names one benchmark.
		pattern := "^" + strings.ReplaceAll(f.benchmark, "/", "$/^") + "$"
		figures, known := have[f.pkg+pattern]
		if !known {
			var err error
			if figures, err = bench.Figures(ctx, root, f.pkg, pattern, f.benchtime); err != nil {
				return err
			}
			have[f.pkg+pattern] = figures
		}
		i := slices.IndexFunc(figures, func(g bench.Figure) bool { return g.Name == f.benchmark && g.Unit == f.unit })
		if i < 0 {
			return fmt.Errorf("build: bench: %s tells no %s", f.benchmark, f.unit)
		}
		scale := 1.0
		if f.unit == "ns/op" {
			scale = 1e3
		}
		fmt.Fprintf(out, "%-49s %9.2f", f.name, figures[i].Value/scale)
		if f.limit > 0 {
			fmt.Fprintf(out, " %31s≤ %g", "", f.limit/scale)
			if figures[i].Value > f.limit {
				fmt.Fprint(out, " *")
			}
		}
		fmt.Fprintln(out)
	}
	return nil
}
