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

// measure looks now and then how much of the disk is free.
//
// # Threads
//
// The worker only, which waits for the disk.
func (d *Delivery) measure() {
	if d.config.FreeDisk == nil || time.Since(d.room.measured).Abs() < measureEvery {
		return
	}
	free := d.config.FreeDisk()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room = room{measured: time.Now(), share: (free + d.disk.bytes) / diskShare, there: d.disk.bytes}
	if free <= 0 { // it is not known
		d.room.share = math.MaxInt64
	}
}

// roomOnDisk is how many bytes may wait there. The caller holds the lock.
func (d *Delivery) roomOnDisk() int64 {
	most := d.config.SpoolMaxBytes
	if most <= 0 {
		most = math.MaxInt64
	}
	if d.config.FreeDisk == nil {
		return most
	}
	return min(most, max(d.room.share, d.room.there))
}

// scarce reports whether the disk has less room than memory, or nothing more than lies there
// already: then it is an aid, and nothing is dropped for its sake that fits into memory. The
// caller holds the lock.
func (d *Delivery) scarce() bool {
	most := d.roomOnDisk()
	return most < int64(d.config.MaxBytes) || d.config.FreeDisk != nil && d.room.share < min(most, d.room.there)
}

// full is how many bytes may wait on the disk, if something of a size finds no room there
// and is not to displace anything.
func (d *Delivery) full(size int) (most int64, full bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	most = d.roomOnDisk()
	return most, d.scarce() && d.disk.bytes+int64(size) > most
}
