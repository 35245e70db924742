package delivery

// Held is an envelope that waits for what it is still to tell before it is sent. It is
// as safe as any other meanwhile.
//
// # Threads
//
// The worker only.
type Held struct {
	delivery *Delivery
	entry    *entry
}

// Hold takes an envelope as Stage does, and does not send it before Release.
func (d *Delivery) Hold(item Item) (held *Held, failing string) {
	e, failing := d.take(item)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.count(e, failing)
	d.held++
	return &Held{d, e}, failing
}

// Update puts another content of the same length in its place. If it cannot be
// written, the earlier one stays.
func (h *Held) Update(envelope []byte) {
	switch {
	case len(envelope) != h.entry.size:
		panic("BUG: delivery: a held envelope changed its length")
	case h.entry.stored != nil:
		h.delivery.config.Spool.Rewrite(*h.entry.stored, envelope)
	default:
		h.entry.envelope = envelope
	}
}

// Replace puts another content in its place, of any length. If it cannot be written,
// the earlier one stays.
func (h *Held) Replace(envelope []byte) {
	d, e := h.delivery, h.entry
	if e.stored != nil {
		d.config.Spool.Rewrite(*e.stored, envelope)
	} else {
		e.envelope = envelope
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.occupied(e).remove(e)
	e.size = len(envelope)
	d.occupied(e).add(e)
}

// Release lets it be sent with the next Admit.
func (h *Held) Release() {
	d := h.delivery
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held--
	d.staged = append(d.staged, h.entry)
}
