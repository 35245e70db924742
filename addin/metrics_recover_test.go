package addin

import (
	"fmt"
	"strings"
	"testing"

	"sentry1c/addin/internal/record"
)

// TestRecover_metrics: servers add metrics up, so one arrives at most once however the
// process ended; a line of a log arrives at least once.
func TestRecover_metrics(t *testing.T) {
	metric := func(name string) []any { return []any{"counter", name, 1} }
	line := func(name string) []any { return []any{"info", name} }
	for _, c := range []struct {
		name string
		use  func(f *fixture)
		// least and most are how often an item arrives.
		least, most map[string]int
	}{
		{"there was no time for them", func(f *fixture) {
			f.leave("Metric", metric("a")...)
			f.leave("Metric", metric("b")...)
			f.leave("Log", line("c")...)
		}, map[string]int{"a": 1, "b": 1, "c": 1}, map[string]int{"a": 1, "b": 1, "c": 1}},
		{"killed before their records were given up", func(f *fixture) {
			for name, args := range map[string][]any{"a": metric("a"), "c": line("c")} {
				method := map[string]string{"a": "Metric", "c": "Log"}[name]
				f.leave(method, args...)
				f.count-- // the same record
				f.call(1, method, args...)
			}
		}, map[string]int{"a": 1, "c": 1}, map[string]int{"a": 1, "c": 2}},
		{"some were in a batch", func(f *fixture) {
			f.leave("Metric", metric("a")...)
			f.count--
			f.call(1, "Metric", metric("a")...)
			f.leave("Metric", metric("b")...)
		}, map[string]int{"a": 1}, map[string]int{"a": 1, "b": 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := ready(t, "")
			c.use(f)
			f.die()
			next := f.heir()
			next.recovers()
			arrived := map[string]int{}
			for kind, key := range map[string]string{"trace_metric": "name", "log": "body"} {
				for _, batch := range next.decoded(kind) {
					items, _ := batch.At("items").([]any)
					for i := range items {
						arrived[batch.Text("items", i, key)]++
					}
				}
			}
			for _, name := range []string{"a", "b", "c"} {
				if n := arrived[name]; n < c.least[name] || n > c.most[name] {
					t.Errorf("%s arrived %d times, want %d to %d", name, n, c.least[name], c.most[name])
				}
			}
		})
	}
}

// TestRecover_linesOfHeir: the heir is killed among the lines of a log: each arrives, and none twice but
// the one that was not given up yet.
func TestRecover_linesOfHeir(t *testing.T) {
	f := ready(t, "")
	for i := range 5 {
		f.leave("Log", "info", fmt.Sprint("line ", i))
	}
	next, claim := f.claimed()
	r := next.recovery(claim)
	gives(t, r)
	gives(t, r)
	run, err := r.ring.Next(recoverChunk)
	must(err)
	entry, _, ok, err := record.Next(run)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	must(r.one(entry)) // it is killed here
	r.close()
	claim.Release()
	next.die()
	last := next.heir()
	last.recovers()
	last.settle()
	came := strings.Join(last.payloads("log"), "")
	for i, most := range []int{1, 1, 2, 1, 1} {
		if n := strings.Count(came, fmt.Sprintf(`"line %d"`, i)); n < 1 || n > most {
			t.Errorf("line %d came %d times, want 1 to %d", i, n, most)
		}
	}
}
