package delivery

import (
	"fmt"
	"slices"
	"time"

	"sentry1c/addin/internal/guard"
	"sentry1c/addin/internal/spool"
)

// Item is an envelope to be delivered, and what it was made from.
type Item struct {
	Category Category
	Envelope []byte
	// Owner is whose Flush waits for it; nil is nobody.
	Owner *Owner
	// Created is when it was recorded; zero means now.
	Created time.Time
	// Run, Record and Part name the record that it was made from.
	Run    string
	Record uint64
	Part   int
	// Quantity is how many items of the category it has, if it is more than one, and
	// Spans how many spans go with it: what a client report tells if it is dropped.
	Quantity, Spans int
	// Sync brings it to the disk itself before Stage returns.
	Sync bool
}

// Key is the name of the item in a spool.
func (i Item) Key() spool.Key {
	return spool.Key{Class: classOf(i.Category), Created: i.Created, Run: i.Run, Record: i.Record, Part: i.Part}
}

// syncAfter is how long what was written may stay where a loss of power reaches it.
const syncAfter = time.Second

// Enqueue takes an envelope to be sent at once.
func (d *Delivery) Enqueue(item Item) {
	d.Stage(item)
	d.Admit()
}

// Stage takes an envelope, which it keeps, and writes it into the spool, if there is
// one and it can be written: else it stays in memory. It is not sent before Admit: the
// record that it was made from must be marked as done first, or a kill between would
// make it twice. The answer is why it could not be written, "" if it was or need not
// be.
//
// # Threads
//
// The worker only, which waits for the disk.
func (d *Delivery) Stage(item Item) (failing string) {
	if d.config.Copy != nil {
		d.config.Copy(item.Envelope)
	}
	e, failing := d.take(item)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.count(e, failing)
	d.staged = append(d.staged, e)
	return failing
}

// take makes an entry of an item and writes it into the spool.
func (d *Delivery) take(item Item) (e *entry, failing string) {
	e = &entry{
		category: item.Category,
		envelope: item.Envelope,
		size:     len(item.Envelope),
		owner:    item.Owner,
		created:  item.Created,
		since:    time.Now(),
		quantity: item.Quantity,
		spans:    item.Spans,
	}
	if d.config.Note != nil {
		e.label = item.Label()
	}
	if e.owner == nil {
		e.owner = &Owner{}
	}
	if e.created.IsZero() {
		e.created = e.since
	}
	failing = d.store(e, item)
	switch {
	case e.stored != nil:
		d.config.note(e, "stored, %d bytes", e.size)
	case failing != "":
		d.config.note(e, "kept in memory, %d bytes: the spool cannot be written", e.size)
	default:
		d.config.note(e, "kept in memory, %d bytes", e.size)
	}
	return e, failing
}

// count makes an entry one that is waited for.
func (d *Delivery) count(e *entry, failing string) {
	d.ailing.wrote(e, failing)
	d.counts.enqueued++
	d.lastNumber++
	e.number = d.lastNumber
	e.owner.add(e.category)
	d.occupied(e).add(e)
}

// store writes the entry into the spool; the answer is why it could not.
func (d *Delivery) store(e *entry, item Item) (failing string) {
	s := d.config.Spool
	if s == nil || item.Run == "" {
		return ""
	}
	if most, full := d.full(e.size); full {
		return fmt.Sprintf("the spool has room for no more than %d bytes", most)
	}
	item.Created = e.created
	stored, err := s.Put(item.Key(), e.envelope)
	if err != nil {
		return err.Error()
	}
	e.stored, e.envelope = &stored, nil
	if item.Sync {
		s.SyncNow(stored)
	}
	return ""
}

// classOf is the importance of a category, as the spool sorts it.
func classOf(category Category) int { return slices.Index(byImportance[:], category) }

// CategoryOf is the category of a class of the spool; unknown ones, of a newer version, come last.
func CategoryOf(class int) Category {
	if class < 0 || class >= len(byImportance) {
		return byImportance[len(byImportance)-1]
	}
	return byImportance[class]
}

// occupied is the space that an entry takes.
func (d *Delivery) occupied(e *entry) *space {
	if e.stored != nil {
		return &d.disk
	}
	return &d.memory
}

// Admit lets everything that was staged be sent.
func (d *Delivery) Admit() {
	d.mu.Lock()
	for i, e := range d.staged {
		d.queues[e.category].push(e)
		d.waiting++
		d.staged[i] = nil
	}
	d.staged = d.staged[:0]
	dropped := d.dropExcess()
	d.startSenders(time.Now())
	d.syncSoon()
	d.mu.Unlock()
	d.config.discard(dropped)
}

// Adopt takes what a dead run left in the spool, to be sent at once.
func (d *Delivery) Adopt(entries []spool.Entry) {
	now := time.Now()
	d.mu.Lock()
	for i := range entries {
		d.lastNumber++
		d.counts.adopted++
		e := &entry{
			number:   d.lastNumber,
			category: CategoryOf(entries[i].Class),
			size:     int(entries[i].Size),
			owner:    &Owner{},
			stored:   &entries[i],
			created:  entries[i].Created,
			since:    now,
		}
		if d.config.Note != nil {
			e.label = label(entries[i].Run, entries[i].Record, entries[i].Part)
		}
		e.owner.add(e.category)
		d.config.note(e, "taken over from a process that has ended")
		d.disk.add(e)
		d.queues[e.category].push(e)
		d.waiting++
	}
	d.room.there = max(d.room.there, d.disk.bytes)
	dropped := d.dropExcess()
	d.startSenders(now)
	d.mu.Unlock()
	d.config.discard(dropped)
}

// dropExcess takes out what does not fit: of the least important category the oldest
// first. The caller removes its files when it has let go of the lock.
func (d *Delivery) dropExcess() (dropped []*entry) {
	drop := func(over func() bool, fits func(*entry) bool) {
		for over() {
			e := d.takeLeast(fits)
			if e == nil {
				return // what is being sent, or staged
			}
			dropped = append(dropped, e)
		}
	}
	drop(func() bool {
		return d.memory.bytes > int64(d.config.MaxBytes) || d.memory.count > d.config.MaxCount
	}, func(e *entry) bool { return e.stored == nil })
	drop(func() bool {
		return d.disk.bytes > d.room.most(&d.config) || d.disk.count > d.config.SpoolMaxFiles
	}, func(e *entry) bool { return e.stored != nil })
	return dropped
}

// takeLeast takes the oldest entry of the least important category that has one.
func (d *Delivery) takeLeast(fits func(*entry) bool) *entry {
	for i := len(byImportance) - 1; i >= 0; i-- {
		e := d.queues[byImportance[i]].take(fits)
		if e == nil {
			continue
		}
		d.waiting--
		reason := QueueOverflow
		if e.stored != nil {
			reason = CacheOverflow
		}
		d.config.note(e, "dropped, %s", reason)
		d.finish(e, reason)
		return e
	}
	return nil
}

// discard removes the files of entries that were dropped.
func (c *Config) discard(dropped []*entry) {
	for _, e := range dropped {
		if e.stored != nil {
			_ = c.Spool.Remove(*e.stored)
		}
	}
}

// finish ends the road of e: with no reason it was sent.
func (d *Delivery) finish(e *entry, reason Reason) {
	d.occupied(e).remove(e)
	d.ailing.finish(e)
	if reason == "" {
		d.counts.sent++
	} else {
		d.counts.dropped[reason]++
		d.noteLoss(reason, e.category, uint64(max(e.quantity, 1)))
		d.noteLoss(reason, Span, uint64(e.spans))
	}
	e.owner.finish(e.number, e.category, reason == "")
	for _, s := range e.shares {
		s.owner.finish(s.number, e.category, reason == "")
	}
}

// syncSoon arranges that the spool is synced, once.
func (d *Delivery) syncSoon() {
	if d.syncing || d.config.Spool == nil || !d.config.Spool.Unsynced() {
		return
	}
	d.syncing = true
	time.AfterFunc(syncAfter, func() {
		guard.Run("sync", func() {
			d.mu.Lock()
			d.syncing = false
			d.syncs++
			d.mu.Unlock()
			d.config.Spool.Sync()
			d.mu.Lock()
			d.syncs--
			d.mu.Unlock()
		})
	})
}
