package scope

// Breadcrumbs are the last actions, encoded: a ring.
type Breadcrumbs struct {
	items [][]byte
	// oldest is where the next one goes once the ring is full.
	oldest int
}

// Add remembers item and forgets what is older than the last limit.
func (b *Breadcrumbs) Add(item []byte, limit int) {
	if limit <= 0 {
		return
	}
	if len(b.items) > limit {
		b.resize(limit)
	}
	if len(b.items) < limit {
		if b.oldest != 0 {
			b.resize(len(b.items))
		}
		b.items = append(b.items, item)
		return
	}
	b.items[b.oldest] = item
	b.oldest = (b.oldest + 1) % len(b.items)
}

// resize puts the ring in order and keeps the last limit items.
func (b *Breadcrumbs) resize(limit int) {
	kept := make([][]byte, 0, limit)
	skip := len(b.items) - limit
	for i := range b.items {
		if i >= skip {
			kept = append(kept, b.items[(b.oldest+i)%len(b.items)])
		}
	}
	b.items, b.oldest = kept, 0
}

// clone returns a ring that changes apart from this one.
func (b *Breadcrumbs) clone() Breadcrumbs {
	return Breadcrumbs{items: append([][]byte(nil), b.items...), oldest: b.oldest}
}

// Replace puts another item in the place of each.
func (b *Breadcrumbs) Replace(change func(item []byte) []byte) {
	for i, item := range b.items {
		b.items[i] = change(item)
	}
}

// SizeOf is how many bytes items take in an event.
func SizeOf(items [][]byte) int {
	size := 0
	for _, item := range items {
		size += len(item) + 1
	}
	return size
}

// Last returns the newest items, oldest first, that take at most limit bytes in
// an event.
func (b *Breadcrumbs) Last(limit int) [][]byte {
	first := len(b.items)
	for first > 0 {
		item := b.items[(b.oldest+first-1)%len(b.items)]
		if limit -= len(item) + 1; limit < 0 {
			break
		}
		first--
	}
	items := make([][]byte, 0, len(b.items)-first)
	for ; first < len(b.items); first++ {
		items = append(items, b.items[(b.oldest+first)%len(b.items)])
	}
	return items
}
