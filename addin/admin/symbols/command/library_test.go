package command

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain_library holds what is promised of a large configuration, the library of
// standard subsystems (БСП), whose sources are not a part of this repository.
// SENTRY1C_SSL names the folder of its Configuration.xml.
func TestMain_library(t *testing.T) {
	root := os.Getenv("SENTRY1C_SSL")
	if root == "" {
		t.Skip("SENTRY1C_SSL does not say where the sources of 1c-syntax/ssl_3_1 at 3.1.12.238 are")
	}
	t.Setenv("SOURCE_DATE_EPOCH", "")
	t.Setenv("LC_ALL", "en_US.UTF-8")
	for name, c := range map[string]struct {
		args  []string
		bytes int
	}{
		"without source": {nil, 2_500_000},
		"with source":    {[]string{"-source"}, 12_000_000},
	} {
		var first []byte
		best := time.Hour // of two: a busy machine only makes it worse
		for range 2 {
			file := filepath.Join(t.TempDir(), "symbols")
			start := time.Now()
			out, err := run(t, append(append([]string{"make"}, c.args...), "-o", file, root)...)
			best = min(best, time.Since(start))
			if err != nil || !strings.Contains(out, "3.1.12.238: 2197 modules, 38310 procedures and functions") {
				t.Fatalf("%s: %q, %v", name, out, err)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = data
			}
			if !bytes.Equal(first, data) {
				t.Errorf("%s: other bytes the second time", name)
			}
		}
		t.Logf("%s: %d bytes in %v", name, len(first), best)
		if len(first) > c.bytes || best > 10*time.Second {
			t.Errorf("%s: %d bytes in %v", name, len(first), best)
		}
	}
}

// BenchmarkMake makes both files of the library.
func BenchmarkMake(b *testing.B) {
	root := os.Getenv("SENTRY1C_SSL")
	if root == "" {
		b.Skip("SENTRY1C_SSL is not set")
	}
	for name, args := range map[string][]string{"plain": {"make"}, "source": {"make", "-source"}} {
		b.Run(name, func(b *testing.B) {
			file := filepath.Join(b.TempDir(), "symbols")
			for b.Loop() {
				if err := Main(b.Context(), "symbols", append(slices.Clone(args), "-o", file, root), &bytes.Buffer{}); err != nil {
					b.Fatal(err)
				}
			}
			stat, err := os.Stat(file)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(stat.Size())/1e6, "MB")
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/make")
		})
	}
}
