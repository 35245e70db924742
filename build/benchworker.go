package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"sentry1c/build/bench"
)

// workerFigures are what the worker and the programs do, away from the calls of 1C.
var workerFigures = []struct {
	pkg, benchmark, benchtime string
	name, unit                string // how it is printed; unit is that of the benchmark
	limit                     float64
	needs                     string // a variable that names what is measured; "" needs none
}{
	{"./addin", "BenchmarkWorker/100_breadcrumbs", "40x", "record to spool file, 100 breadcrumbs, µs of a core", "cpu-ns/event", 0, ""},
	{"./addin", "BenchmarkWorker/100_breadcrumbs", "40x", "  a file of that size by the system alone", "file-ns/event", 0, ""},
	{"./addin", "BenchmarkWorker/100_breadcrumbs", "40x", "  what is left is the worker's own", "own-ns/event", 100e3, ""},
	{"./addin", "BenchmarkWorker/other_texts", "40x", "the worker's own if no text comes again", "own-ns/event", 100e3, ""},
	{"./addin", "BenchmarkWorker/none", "40x", "the worker's own without breadcrumbs", "own-ns/event", 0, ""},
	{"./addin", "BenchmarkWorker/memory_only", "40x", "record to queue in memory, 100 breadcrumbs", "cpu-ns/event", 0, ""},
	{"./addin", "BenchmarkWorker/other_texts_in_memory", "40x", "the same if no text comes again", "cpu-ns/event", 0, ""},
	{"./addin/internal/event", "BenchmarkReadError", "1s", "text of 10 frames and a cause to event, µs", "ns/op", 60e3, ""},
	{"./addin/internal/event", "BenchmarkSymbols", "1s", "symbols of 20 frames more, µs", "ns/op", 150e3, ""},
	{"./addin/internal/symbols", "BenchmarkFrame_warm", "1s", "symbols of a frame, warm, µs", "ns/op", 20e3, ""},
	{"./addin/internal/symbols", "BenchmarkFrame_cold", "1s", "symbols of a frame, the file opened anew, µs", "ns/op", 1000e3, ""},
	{"./addin/internal/grouping", "BenchmarkFingerprint_corpus", "3x", "fingerprint of a real text, p50, µs", "p50-ns", 30e3, ""},
	// Each round parses every hostile shape once.
	{"./addin/internal/bslerr", "BenchmarkParse_hostileMegabyte", "5x", "hostile megabyte, the worst shape, ms", "worst-ms", 50, ""},
	{"./addin", "BenchmarkDrain", "1x", "2,000 messages to a server of 50 ms, seconds", "s/backlog", 10, ""},
	{"./addin", "BenchmarkRecover", "1x", "events a second, 10,000 left by a dead process", "events/s", 0, ""},
	{"./addin", "BenchmarkExportLog_day", "1x", "day of an event log, 1,000,000 records, MB more", "peak-MB", 64, ""},
	{"./addin", "BenchmarkExportLog_day", "1x", "the same, seconds", "s/day", 300, ""},
	{"./addin/admin/symbols/command", "BenchmarkMake/plain", "1x", "symbols of БСП without source, seconds", "s/make", 10, "SENTRY1C_SSL"},
	{"./addin/admin/symbols/command", "BenchmarkMake/plain", "1x", "the file, MB", "MB", 2.5, "SENTRY1C_SSL"},
	{"./addin/admin/symbols/command", "BenchmarkMake/source", "1x", "symbols of БСП with source, seconds", "s/make", 10, "SENTRY1C_SSL"},
	{"./addin/admin/symbols/command", "BenchmarkMake/source", "1x", "the file, MB", "MB", 12, "SENTRY1C_SSL"},
	{"./addin/admin", "BenchmarkPublic", "1x", "frames of public errors: exact", "exact", 0, "SENTRY1C_CLONES"},
	{"./addin/admin", "BenchmarkPublic", "1x", "drifted", "drifted", 0, "SENTRY1C_CLONES"},
	{"./addin/admin", "BenchmarkPublic", "1x", "stale", "stale", 0, "SENTRY1C_CLONES"},
	{"./addin/admin", "BenchmarkPublic", "1x", "missing", "missing", 0, "SENTRY1C_CLONES"},
	{"./addin/admin/reports", "BenchmarkPush", "1s", "reports of 1C's clients a second, 50 KB, synced", "reports/s", 0, ""},
	{"./addin/admin/reports", "BenchmarkPush_memory", "1x", "heap with 100 reports of 2 MB at once, MB", "MB-heap", 256, ""},
}

// printWorker prints what the worker and the programs need, beside their targets.
func printWorker(ctx context.Context, out io.Writer, root string) error {
	fmt.Fprintln(out, "\nThe worker, for one event, and the programs:")
	peer, err := bench.SentryGoJSON()
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-56s %9.2f   (sentry-go)\n", "the JSON of an event alone, 100 breadcrumbs, µs", peer/1e3)
	have := map[string][]bench.Figure{} // one run may give several
	for _, f := range workerFigures {
		if f.needs != "" && os.Getenv(f.needs) == "" {
			fmt.Fprintf(out, "%-56s %9s   %s does not say what to measure\n", f.name, "-", f.needs)
			continue
		}
		top, _, _ := strings.Cut(f.benchmark, "/")
		figures, known := have[f.pkg+top]
		if !known {
			var err error
			if figures, err = bench.Figures(ctx, root, f.pkg, "^"+top+"$", f.benchtime); err != nil {
				return err
			}
			have[f.pkg+top] = figures
		}
		i := slices.IndexFunc(figures, func(g bench.Figure) bool { return g.Name == f.benchmark && g.Unit == f.unit })
		if i < 0 {
			return fmt.Errorf("build: bench: %s tells no %s", f.benchmark, f.unit)
		}
		printRow(out, f.name, figures[i], f.limit)
	}
	const count, answer, patience = 2000, 50 * time.Millisecond, 10 * time.Second
	sent, err := bench.SentryGoBacklog(count, answer, patience)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-56s %9d   (sentry-go)\n", "of 2,000 messages to that server in 10 seconds", sent)
	return nil
}

// printRow prints a figure of a benchmark; times are told in microseconds.
func printRow(out io.Writer, name string, figure bench.Figure, limit float64) {
	scale := 1.0
	if strings.HasPrefix(figure.Unit, "ns/") || strings.HasSuffix(figure.Unit, "-ns") || strings.Contains(figure.Unit, "-ns/") {
		scale = 1e3
	}
	fmt.Fprintf(out, "%-56s %9.2f", name, figure.Value/scale)
	if limit > 0 {
		fmt.Fprintf(out, "   ≤ %g", limit/scale)
		if figure.Value > limit {
			fmt.Fprint(out, " *")
		}
	}
	fmt.Fprintln(out)
}
