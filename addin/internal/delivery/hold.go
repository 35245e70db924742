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
	copy     []byte // what Config.Copy is to be given
}

// Hold takes an envelope as Stage does, and does not send it before Release.
func (d *Delivery) Hold(item Item) (held *Held, failing string) {
	e, failing := d.take(item)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.count(e, failing)
	d.held++
	h := &Held{delivery: d, entry: e}
	h.remember(item.Envelope)
	return h, failing
}

// Update puts another content of the same length in its place. If it cannot be written,
// the earlier one stays on the disk, this one in memory is sent, and the answer is false.
func (h *Held) Update(envelope []byte) (written bool) {
	if len(envelope) != h.entry.size {
		panic("BUG: delivery: a held envelope changed its length")
	}
	return h.write(envelope)
}

// write puts a content in the place of the last one. False: the file has an earlier one, and this
// lies in memory.
func (h *Held) write(envelope []byte) (written bool) {
	h.remember(envelope)
	d, e := h.delivery, h.entry
	if e.stored == nil {
		e.envelope = envelope
		return true
	}
	d.rewrite(e, envelope)
	return e.envelope == nil
}

// rewrite puts a content into the file of an entry; if that cannot be, it is kept in memory.
func (d *Delivery) rewrite(e *entry, envelope []byte) {
	failing := ""
	e.envelope = nil
	if err := d.config.Spool.Rewrite(e.stored, envelope); err != nil {
		failing, e.envelope = err.Error(), envelope
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ailing.rewrote(e, failing)
}

// remember keeps the content for who wants a copy.
func (h *Held) remember(envelope []byte) {
	if h.delivery.config.Copy != nil {
		h.copy = envelope
	}
}

// Replace puts another content in its place, as Update does, of any length and with so
// many items.
func (h *Held) Replace(envelope []byte, quantity int) {
	h.write(envelope)
	d, e := h.delivery, h.entry
	d.mu.Lock()
	defer d.mu.Unlock()
	d.occupied(e).remove(e)
	e.size, e.quantity = len(envelope), quantity
	d.occupied(e).add(e)
}

// Share lets an owner wait for it, too, for something in it is his; nil is nobody.
func (h *Held) Share(owner *Owner) {
	d, e := h.delivery, h.entry
	d.mu.Lock()
	defer d.mu.Unlock()
	// Who shares it twice waits for it twice, which costs less than to look for him.
	if owner == nil || owner == e.owner || len(e.shares) > 0 && e.shares[len(e.shares)-1].owner == owner {
		return
	}
	d.lastNumber++
	e.shares = append(e.shares, share{owner, d.lastNumber})
	owner.add(e.category)
}

// Release lets it be sent with the next Admit.
func (h *Held) Release() {
	d := h.delivery
	if h.copy != nil {
		d.config.Copy(h.copy)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held--
	d.staged = append(d.staged, h.entry)
}
