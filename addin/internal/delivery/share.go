package delivery

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// What all deliveries of the process share: its descriptors are its host's, which may have as few as 1024,
// and every project would take MaxInFlight of them.
const (
	// maxBeside is how many requests run at once beside the first of each delivery, which none waits for.
	maxBeside = 48
	// maxOpen connections are left open for the next request.
	maxOpen = 64
)

var (
	beside atomic.Int32 // requests that run, without the first of each delivery
	open   atomic.Int32 // connections
)

// mayLeave reports whether one more request may run now. Deliveries that ask at one moment may all be told so, and go
// over the limit by one each.
func mayLeave(d *Delivery) bool {
	return d.inFlight < d.pace.maxSenders(d.waiting) && (d.inFlight == 0 || beside.Load() < maxBeside)
}

// dial opens a connection that is counted.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	open.Add(1)
	return &counted{Conn: conn}, nil
}

type counted struct {
	net.Conn
	closed sync.Once
}

// Close implements net.Conn.
func (c *counted) Close() error {
	c.closed.Do(func() { open.Add(-1) })
	return c.Conn.Close()
}

// makeRoom closes what a client leaves open, if that is too much together with all others.
func makeRoom(client *http.Client) {
	if open.Load() > maxOpen {
		client.CloseIdleConnections()
	}
}
