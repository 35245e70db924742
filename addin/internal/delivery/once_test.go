package delivery

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestMetric_once: numbers have no file while they are under way, for a process that is killed then would leave them to be
// told again; whatever does not come of it, they have one again.
func TestMetric_once(t *testing.T) {
	for name, answers := range map[string][]func() (*http.Response, error){
		"taken":   {func() (*http.Response, error) { return reply(200, nil, "{}"), nil }},
		"down":    {func() (*http.Response, error) { return nil, errors.New("down") }, func() (*http.Response, error) { return reply(200, nil, "{}"), nil }},
		"busy":    {func() (*http.Response, error) { return reply(503, nil, ""), nil }, func() (*http.Response, error) { return reply(200, nil, "{}"), nil }},
		"refused": {func() (*http.Response, error) { return reply(400, nil, `{"detail":"invalid event envelope"}`), nil }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				root := t.TempDir()
				var asked atomic.Int32
				d := newSpooled(t, root, &server{answer: func(_ int, body string) (*http.Response, error) {
					if !strings.Contains(body, "numbers") {
						return nil, errors.New("down") // the error waits
					}
					if n := envelopes(t, root); n != 1 {
						t.Errorf("%d files lie there while the numbers are under way, want that of the error", n)
					}
					return answers[min(int(asked.Add(1)), len(answers))-1]()
				}}, nil)
				d.stage(Metric, "numbers", nil)
				d.stage(Error, "an error", nil)
				synctest.Wait()
				if n := envelopes(t, root); n != 2 {
					t.Fatalf("%d files are there before", n)
				}
				d.Admit()
				time.Sleep(100 * time.Millisecond)
				if want := 1 + len(answers) - 1; name != "refused" && envelopes(t, root) != want {
					t.Errorf("%d files are there after the first answer, want %d", envelopes(t, root), want)
				}
				time.Sleep(time.Hour)
				if n := envelopes(t, root); n != 1 || int(asked.Load()) != len(answers) {
					t.Errorf("%d files are left, asked %d times", n, asked.Load())
				}
				if n := quarantined(t, root); (n > 0) != (name == "refused") {
					t.Errorf("%d files are in quarantine", n)
				}
				stop(d.Delivery)
			})
		})
	}
}
