package delivery

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestDrain: a backlog is sent as fast as the server answers, by 16 requests at once; one
// alone runs after trouble, and they become more again.
func TestDrain(t *testing.T) {
	const count = 1000
	root := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &server{delay: 50 * time.Millisecond, answer: always(200)}
		d := newSpooled(t, root, s, nil)
		for i := range count {
			d.stage(Error, fmt.Sprint(i), nil)
		}
		begun := time.Now()
		d.Admit()
		time.Sleep(time.Second)
		s.mu.Lock()
		if s.peak != MaxInFlight {
			t.Errorf("%d requests at once", s.peak)
		}
		s.answer = always(503)
		s.mu.Unlock()
		time.Sleep(200 * time.Millisecond)
		s.mu.Lock()
		s.peak = 0
		before := len(s.bodies)
		s.mu.Unlock()
		time.Sleep(10 * time.Second)
		s.mu.Lock()
		if n := len(s.bodies) - before; s.peak != 1 || n > 5 {
			t.Errorf("%d requests, %d at once, after trouble", n, s.peak)
		}
		s.answer = always(200)
		trouble := time.Since(begun) - time.Second
		s.mu.Unlock()
		for d.Statistics().Sent < count && time.Since(begun) < time.Minute {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(begun) - trouble; took > 20*time.Second {
			t.Errorf("took %v", took)
		}
		time.Sleep(2 * time.Second)
		check(t, d.Delivery, count, 0, nil)
	})
}

// TestDrain_calm: what is no backlog is sent by few.
func TestDrain_calm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{delay: 50 * time.Millisecond, answer: always(200)}
		d := newTest(s)
		for range 20 {
			for range 12 {
				d.Stage(Item{Category: Error, Envelope: envelopeNamed("x")})
			}
			d.Admit()
			time.Sleep(time.Second)
		}
		check(t, d, 240, 0, nil)
		if s.peak != calmInFlight {
			t.Errorf("%d requests at once", s.peak)
		}
	})
}

// TestDrain_network: the same over a network and a disk, with room for a busy machine.
func TestDrain_network(t *testing.T) {
	const count = 400
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		time.Sleep(50 * time.Millisecond)
		_, _ = io.WriteString(w, "{}")
	}))
	defer server.Close()
	client, err := NewHTTPClient(HTTPOptions{Timeout: 10 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	d := newSpooled(t, t.TempDir(), nil, func(c *Config) { c.URL, c.Client = server.URL, client })
	owner := &Owner{}
	for i := range count {
		d.stage(Error, fmt.Sprint(i, strings.Repeat(" много текста", 500)), owner)
	}
	begun := time.Now()
	d.Admit()
	select {
	case all := <-d.Wait(owner, time.Time{}):
		if took := time.Since(begun); !all || took > 4*time.Second {
			t.Errorf("took %v, all were sent: %v", took, all)
		}
	case <-time.After(20 * time.Second):
		t.Errorf("%+v", d.Statistics())
	}
	d.spool.Sync()
}
