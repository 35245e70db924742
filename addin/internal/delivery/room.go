package delivery

import (
	"math"
	"time"
)

const (
	// diskShare is which part of the free disk the spool may take, with what it has of it already, as a divisor.
	diskShare = 10
	// measureEvery is how often is looked how much is free.
	measureEvery = 10 * time.Second
)

// room is how much may wait on the disk.
type room struct {
	measured time.Time
	// share is what the free disk leaves to the spool, there what lies there already: others fill
	// a disk, and empty it again, and what is safe is not given up for that.
	share, there int64
}

// full is how many bytes may wait on the disk, if something of a size finds no room there and
// is not to displace anything. It looks now and then how much is free.
//
// # Threads
//
// The worker only, which waits for the disk.
func (d *Delivery) full(size int) (most int64, full bool) {
	free, measured := int64(0), d.config.FreeDisk != nil && time.Since(d.room.measured).Abs() >= measureEvery
	if measured {
		free = d.config.FreeDisk()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if measured {
		d.room = room{measured: time.Now(), share: (free + d.disk.bytes) / diskShare, there: d.disk.bytes}
		if free < 0 { // it is not known
			d.room.share = math.MaxInt64
		}
	}
	most = d.room.most(&d.config)
	return most, d.room.scarce(&d.config) && d.disk.bytes+int64(size) > most
}

// most is how many bytes may wait there.
func (r *room) most(c *Config) int64 {
	most := c.SpoolMaxBytes
	if most <= 0 {
		most = math.MaxInt64
	}
	if c.FreeDisk == nil {
		return most
	}
	return min(most, max(r.share, r.there))
}

// scarce reports whether the disk has less room than memory, or nothing more than lies there
// already: then it is an aid, and nothing is dropped for its sake that fits into memory.
func (r *room) scarce(c *Config) bool {
	most := r.most(c)
	return most < int64(c.MaxBytes) || c.FreeDisk != nil && r.share < min(most, r.there)
}
