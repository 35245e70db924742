package abitest

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestBusy: while the worker has a backlog, what does not need it is answered in time.
func TestBusy(t *testing.T) {
	server := serve(t)
	library := open(t)
	o := create(t, library)
	initialise(t, o, server.DSN(), "")
	long := errorText + strings.Repeat(" подробности", 300)
	took := map[string][]time.Duration{}
	timed := func(what string, do func()) {
		start := time.Now()
		do()
		took[what] = append(took[what], time.Since(start))
	}
	answered := 0
	for round := range 8 {
		for range 600 {
			if id := text(t, o, "CaptureException", long); id == "" {
				t.Fatal("a capture got no id")
			}
		}
		other := create(t, library)
		timed("Init", func() {
			if !truth(t, other, "Init", server.DSN(), "") {
				t.Errorf("round %d: a further Init said no: %s", round, property(t, other, "LastError"))
			}
		})
		timed("TraceHeaders", func() {
			if got := text(t, other, "TraceHeaders"); !strings.Contains(got, `"sentry-trace":"`) {
				t.Errorf("round %d: TraceHeaders = %q", round, got)
			}
		})
		timed("Statistics", func() {
			value, err := o.Get("Statistics")
			if err != nil {
				t.Fatal(err)
			}
			if value != "" {
				answered++
			}
		})
		timed("Flush", func() { truth(t, o, "Flush", 50) })
	}
	t.Log(took, answered)
	truth(t, o, "Flush", 60000) // the next test has a worker that has nothing else to do
	if answered < 7 {
		t.Errorf("Statistics answered %d times of 8", answered)
	}
	// Without this the worker needs seconds, each time; a busy machine keeps a thread waiting now and then.
	for what, limit := range map[string]time.Duration{"Init": 100, "TraceHeaders": 250, "Statistics": 250, "Flush": 250} {
		slices.Sort(took[what])
		if median, most := took[what][4], took[what][7]; median > limit*time.Millisecond || most > 100*time.Millisecond+2*time.Second {
			t.Errorf("%s took %v", what, took[what])
		}
	}
}
