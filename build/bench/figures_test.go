package bench

import (
	"slices"
	"testing"
)

func TestParseFigures(t *testing.T) {
	const output = `goos: linux
pkg: sentry1c/addin
BenchmarkWorker/100_breadcrumbs-2         	    5000	     81234.5 ns/op	   21272 B/op	      74 allocs/op
BenchmarkParse_hostileMegabyte 	       3	2515303650 ns/op	        36.15 worst-ms
--- BENCH: BenchmarkParse_hostileMegabyte-2
    speed_test.go:253: worst: brace lines, 36.146778ms
PASS
ok  	sentry1c/addin	1.269s
`
	want := []Figure{
		{"BenchmarkWorker/100_breadcrumbs", "ns/op", 81234.5},
		{"BenchmarkWorker/100_breadcrumbs", "B/op", 21272},
		{"BenchmarkWorker/100_breadcrumbs", "allocs/op", 74},
		{"BenchmarkParse_hostileMegabyte", "ns/op", 2515303650},
		{"BenchmarkParse_hostileMegabyte", "worst-ms", 36.15},
	}
	got, err := parseFigures(output)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, got %v, want %v", err, got, want)
	}
	if _, err := parseFigures("BenchmarkA-2 5 many ns/op\n"); err == nil {
		t.Error("a figure that is no number was taken")
	}
}
