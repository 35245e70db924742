package delivery

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// TestShare: however many projects have a backlog, few requests run at once and few connections stay open;
// every project goes on all the while.
func TestShare(t *testing.T) {
	const projects, each = 60, 40
	began := beside.Load()
	var mu sync.Mutex
	running, peak, connections := 0, 0, int32(0)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		running++
		peak, connections = max(peak, running), max(connections, open.Load())
		mu.Unlock()
		time.Sleep(20 * time.Millisecond)
		mu.Lock()
		running--
		mu.Unlock()
		_, _ = w.Write([]byte("{}"))
	}))
	defer server.Close()
	var all []*Delivery
	for range projects {
		client, err := NewHTTPClient(HTTPOptions{Timeout: 30 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, New(Config{URL: server.URL, Client: client}))
	}
	for i := range each {
		for _, d := range all {
			d.Stage(Item{Category: Error, Envelope: envelopeNamed(fmt.Sprint(i)), Owner: &Owner{}, Created: time.Now()})
		}
	}
	for _, d := range all {
		d.Admit()
	}
	deadline := time.Now().Add(time.Minute)
	for _, d := range all {
		for d.Statistics().Sent < each {
			if time.Now().After(deadline) {
				t.Fatalf("%+v", d.Statistics())
			}
			time.Sleep(time.Millisecond)
		}
	}
	t.Logf("%d requests at once, %d connections, %d stay open", peak, connections, open.Load())
	if most := projects + maxBeside + 8; peak > most || int(connections) > most+maxOpen {
		t.Errorf("%d requests at once and %d connections; %d requests are meant", peak, connections, most)
	}
	if peak <= projects/2 {
		t.Errorf("%d requests at once: not every project goes on", peak)
	}
	if n := open.Load(); n > maxOpen+8 {
		t.Errorf("%d connections stay open", n)
	}
	if n := beside.Load(); n != began {
		t.Errorf("%d requests beside others run, %d before", n, began)
	}
}
