package client

import "sentry1c/addin/internal/delivery"

// Outlet is where the envelopes of records go. Which one it is depends on whose
// records they are; whoever makes envelopes need not know.
type Outlet interface {
	// Made reports whether an earlier process has made the envelope of a part of a
	// record.
	Made(cl *Client, record uint64, part int) bool
	// Batched reports whether an earlier process may have put what a record makes into a
	// batch of a category that it began with an earlier record.
	Batched(cl *Client, category delivery.Category, record uint64) bool
	// Take takes an envelope that nobody has made; failing is why it could not be
	// stored.
	Take(cl *Client, item delivery.Item) (failing string)
	// Gather takes a line of a log, which travels with others.
	Gather(cl *Client, from Source, line []byte)
	// Present reports whether the records are made now: limits on how many are sent in
	// a minute count those only.
	Present() bool
}

// Living is the outlet of the records of this process.
type Living struct{}

// Made implements Outlet.
func (Living) Made(*Client, uint64, int) bool { return false }

// Batched implements Outlet.
func (Living) Batched(*Client, delivery.Category, uint64) bool { return false }

// Take implements Outlet.
func (Living) Take(cl *Client, item delivery.Item) string { return cl.Delivery.Stage(item) }

// Gather implements Outlet.
func (Living) Gather(cl *Client, from Source, line []byte) { cl.batches.logs.add(cl, from, line) }

// Present implements Outlet.
func (Living) Present() bool { return true }

// Nowhere is the outlet of records whose envelopes were made when they came: those of
// the log of states.
type Nowhere struct{}

// Made implements Outlet.
func (Nowhere) Made(*Client, uint64, int) bool { return true }

// Batched implements Outlet.
func (Nowhere) Batched(*Client, delivery.Category, uint64) bool { return true }

// Take implements Outlet.
func (Nowhere) Take(*Client, delivery.Item) string { return "" }

// Gather implements Outlet.
func (Nowhere) Gather(*Client, Source, []byte) {}

// Present implements Outlet.
func (Nowhere) Present() bool { return false }
