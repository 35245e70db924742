package grouping

import (
	"slices"
	"testing"
	"time"

	"sentry1c/addin/internal/bslerr"
)

// reports are all texts known, read.
func reports(t testing.TB) []bslerr.Report {
	var all []bslerr.Report
	for _, text := range corpus(t) {
		all = append(all, bslerr.Parse(text))
	}
	for _, p := range slices.Concat(samePairs, differentPairs) {
		all = append(all, bslerr.Parse(p.a), bslerr.Parse(p.b))
	}
	return all
}

// median returns the middle of how long each report takes, the best of a few
// tries each, since the machine does other things as well.
func median(all []bslerr.Report, tries int) time.Duration {
	times := make([]time.Duration, len(all))
	for i := range all {
		best := time.Hour
		for range tries {
			start := time.Now()
			Fingerprint(&all[i], nil)
			best = min(best, time.Since(start))
		}
		times[i] = best
	}
	slices.Sort(times)
	return times[len(times)/2]
}

// TestFingerprint_speed: 30 µs are promised; the test leaves room for a busy
// machine and for the race detector.
func TestFingerprint_speed(t *testing.T) {
	took := median(reports(t), 5)
	t.Logf("p50 of a fingerprint is %v", took)
	if took > 300*time.Microsecond {
		t.Errorf("p50 of a fingerprint is %v", took)
	}
}

func BenchmarkFingerprint_corpus(b *testing.B) {
	all := reports(b)
	for b.Loop() {
		b.ReportMetric(float64(median(all, 3).Nanoseconds()), "p50-ns")
	}
}
