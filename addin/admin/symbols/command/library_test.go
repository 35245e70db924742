package command

import (
	"bytes"
	"os"
	"path/filepath"
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
		for range 2 {
			file := filepath.Join(t.TempDir(), "symbols")
			start := time.Now()
			out, err := run(t, append(append([]string{"make"}, c.args...), "-o", file, root)...)
			took := time.Since(start)
			if err != nil || !strings.Contains(out, "3.1.12.238: 2197 modules, 38310 procedures and functions") {
				t.Fatalf("%s: %q, %v", name, out, err)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%s: %d bytes in %v", name, len(data), took)
			if len(data) > c.bytes || took > 10*time.Second {
				t.Errorf("%s: %d bytes in %v", name, len(data), took)
			}
			if first == nil {
				first = data
			}
			if !bytes.Equal(first, data) {
				t.Errorf("%s: other bytes the second time", name)
			}
		}
	}
}

// BenchmarkMake makes the file of the library once without and once with its sources.
func BenchmarkMake(b *testing.B) {
	root := os.Getenv("SENTRY1C_SSL")
	if root == "" {
		b.Skip("SENTRY1C_SSL does not name a folder of sources")
	}
	for range b.N {
		for _, c := range []struct {
			unit string
			args []string
		}{{"MB", []string{"make"}}, {"source-MB", []string{"make", "-source"}}} {
			file := filepath.Join(b.TempDir(), "symbols")
			start := time.Now()
			if _, err := run(b, append(c.args, "-o", file, root)...); err != nil {
				b.Fatal(err)
			}
			if c.unit == "MB" {
				b.ReportMetric(time.Since(start).Seconds(), "s/make")
			}
			info, err := os.Stat(file)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/1e6, c.unit)
		}
	}
}
