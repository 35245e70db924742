package addin

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"sentry1c/build/kit/zoo"
)

// outcome is what becomes of five events.
type outcome struct {
	sent, dropped uint64
	// requests is how many are made in the time of the test, at least and at most.
	atLeast, atMost uint64
	// arrived is how many the server has; it may be more than sent.
	arrived int
}

// zooWants is what each kind of server makes of five events in settle and two
// calls of Flush.
var zooWants = map[string]outcome{
	"well":              {sent: 5, atLeast: 5, atMost: 5, arrived: 5},
	"black-hole":        {atLeast: 0, atMost: 5},
	"slow-drip":         {atLeast: 0, atMost: 5},
	"one-byte":          {sent: 5, atLeast: 5, atMost: 5},
	"reset":             {atLeast: 1, atMost: 8},
	"429":               {atLeast: 1, atMost: 4},
	"429-float":         {sent: 5, atLeast: 6, atMost: 10, arrived: 5},
	"429-category":      {atLeast: 1, atMost: 4},
	"200-limits":        {sent: 1, atLeast: 1, atMost: 4, arrived: 1},
	"413":               {dropped: 5, atLeast: 5, atMost: 6}, // one tells what was dropped
	"429-zero":          {atLeast: 1, atMost: 8},
	"429-past":          {atLeast: 1, atMost: 8},
	"429-moment":        {atLeast: 1, atMost: 8},
	"413-proxy":         {atLeast: 1, atMost: 8},
	"400-proxy":         {atLeast: 1, atMost: 8},
	"500":               {atLeast: 1, atMost: 8},
	"401":               {atLeast: 1, atMost: 6},
	"502-then-well":     {sent: 5, atLeast: 6, atMost: 12, arrived: 5},
	"tls-failure":       {atLeast: 1, atMost: 8},
	"wrong-certificate": {atLeast: 1, atMost: 8},
	"proxy-1mb":         {sent: 5, atLeast: 5, atMost: 5, arrived: 5},
	"redirect":          {atLeast: 1, atMost: 6},
	"login-page":        {atLeast: 1, atMost: 6},
	"closed":            {atLeast: 1, atMost: 8},
}

// TestZoo sends five events to every kind of server: what was not taken is kept, nobody
// is flooded with requests, and Flush comes back in time.
func TestZoo(t *testing.T) {
	for _, kind := range zoo.Kinds {
		t.Run(kind.Name, func(t *testing.T) {
			t.Parallel()
			wanted, ok := zooWants[kind.Name]
			if !ok {
				t.Fatal("nobody says what is to be expected")
			}
			server, err := kind.Start()
			if err != nil {
				t.Fatal(err)
			}
			defer server.Close()
			f := newFixture(t)
			f.worker.roundTripper = nil
			if !f.bool(1, "Init", server.DSN(), "") {
				t.Fatal(f.lastError(1))
			}
			for i := range 5 {
				f.call(1, "CaptureMessage", fmt.Sprint("событие ", i))
			}
			const settle, timeout = 20 * time.Second, 300 * time.Millisecond
			deadline := time.Now().Add(settle)
			for f.statistics(1).Sent < wanted.sent && time.Now().Before(deadline) {
				time.Sleep(10 * time.Millisecond)
			}
			for range 2 {
				start := time.Now()
				all := f.bool(1, "Flush", int(timeout/time.Millisecond))
				if took := time.Since(start); took > timeout+2*time.Second {
					t.Errorf("Flush took %v", took)
				}
				// What was refused may be answered for before Flush is called, or not.
				if wanted.dropped == 0 && all != (wanted.sent == 5) {
					t.Errorf("Flush = %v", all)
				}
			}
			s := f.statistics(1)
			balance(t, s)
			kept := 5 - wanted.sent - wanted.dropped
			dropped := uint64(0)
			for _, count := range s.Dropped {
				dropped += count
			}
			low, high := wanted.sent, wanted.sent
			if kind.Name == "200-limits" {
				high = 4 // as many are on their way when the limit comes
			}
			if s.Sent < low || s.Sent > high || dropped != wanted.dropped || uint64(s.Queued+s.InFlight) != 5-s.Sent-dropped {
				t.Errorf("sent %d, kept %d, dropped %v; want %d, %d, %d", s.Sent, s.Queued+s.InFlight, s.Dropped, wanted.sent, kept, wanted.dropped)
			}
			if s.Requests < wanted.atLeast || s.Requests > wanted.atMost {
				t.Errorf("%d requests, want %d to %d", s.Requests, wanted.atLeast, wanted.atMost)
			}
			if files := len(f.spooled()); files != s.Queued+s.InFlight {
				t.Errorf("%d files for %d events that wait", files, s.Queued+s.InFlight)
			}
			if got := len(server.Events()); got < wanted.arrived || got > wanted.arrived+3 {
				t.Errorf("%d events arrived, want %d", got, wanted.arrived)
			}
			t.Logf("sent %d, kept %d, dropped %v, %d requests, last answer %+v", s.Sent, s.Queued+s.InFlight, s.Dropped, s.Requests, s.LastResponse)
		})
	}
}

// TestZoo_outage: after three hours without a server everything arrives, and few
// requests were made meanwhile.
func TestZoo_outage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := ready(t, "")
		f.server.failing = errors.New("no route to host")
		for i := range 20 {
			f.call(1, "CaptureMessage", fmt.Sprint("событие ", i))
			time.Sleep(9 * time.Minute)
		}
		if s := f.statistics(1); s.Queued+s.InFlight != 20 || s.Requests > 150 {
			t.Errorf("%d wait, %d requests were made", s.Queued+s.InFlight, s.Requests)
		} else {
			balance(t, s)
			t.Logf("%d requests in three hours", s.Requests)
		}
		f.server.mu.Lock()
		f.server.failing = nil
		f.server.mu.Unlock()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if s := f.statistics(1); s.Sent != 20 {
			t.Errorf("sent %d ten minutes after the server came back", s.Sent)
		}
		// They are as old as they are, and the server is told what time it is now.
		for i, envelope := range f.server.envelopes {
			sent, err := time.Parse(time.RFC3339, fmt.Sprint(envelope.Header["sent_at"]))
			if err != nil || time.Since(sent) > time.Hour {
				t.Errorf("envelope %d was sent at %v: %v", i, envelope.Header["sent_at"], err)
			}
		}
	})
}
