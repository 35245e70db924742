package container

import (
	"testing"
	"time"
)

func TestTime(t *testing.T) {
	moscow := time.FixedZone("MSK", 3*3600)
	for _, c := range []struct {
		in   time.Time
		want Time
	}{
		{time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), 0},
		{time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC), 10_000},
		{time.Date(2020, 1, 1, 0, 0, 0, 999, time.UTC), 637134336000000},
		{time.Date(2020, 1, 1, 0, 0, 0, 0, moscow), 637134336000000},
		{time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), 0},
	} {
		if got := TimeOf(c.in); got != c.want {
			t.Errorf("TimeOf(%v) = %d, want %d", c.in, got, c.want)
		}
	}
}
