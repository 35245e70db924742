package symbols

import (
	"testing"
	"time"
)

func TestDaily(t *testing.T) {
	var d Daily
	start := time.Date(2026, 6, 1, 10, 59, 0, 0, time.UTC)
	for _, c := range []struct {
		after time.Duration
		add   State
		want  Tally // once it is counted
	}{
		{0, Exact, Tally{Exact: 1}},
		{2 * time.Minute, Stale, Tally{Exact: 1, Stale: 1}}, // the next hour
		{time.Hour, Untouched, Tally{Exact: 1, Stale: 1}},
		{23 * time.Hour, Missing, Tally{Exact: 1, Stale: 1, Missing: 1}},
		{23*time.Hour + 2*time.Minute, Drifted, Tally{Stale: 1, Missing: 1, Drifted: 1}},
		{23 * time.Hour, Drifted, Tally{Stale: 1, Missing: 1, Drifted: 2}}, // the clock was set back
		{24*time.Hour + 2*time.Minute, Unchecked, Tally{Missing: 1, Drifted: 2, Unchecked: 1}},
		{1000 * time.Hour, Exact, Tally{Exact: 1}},
		{-time.Hour * 24 * 365 * 100, Exact, Tally{Exact: 2}}, // before 1970
	} {
		now := start.Add(c.after)
		if d.Add(c.add, now); d.Sum(now) != c.want {
			t.Errorf("after %v: %+v, want %+v", c.after, d.Sum(now), c.want)
		}
	}
	if sum := d.Sum(start.Add(1030 * time.Hour)); sum != (Tally{}) {
		t.Errorf("after a day without frames: %+v", sum)
	}
}
