package symbols

import "container/list"

// cache keeps what was read last, up to a number of bytes.
type cache struct {
	limit, size int
	order       *list.List // of *kept, the last used in front
	byOffset    map[uint64]*list.Element
}

type kept struct {
	offset uint64
	size   int
	value  any
}

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), byOffset: map[uint64]*list.Element{}}
}

// cached returns what was read at the offset. Each offset is read as one kind.
func cached[T any](c *cache, offset uint64) (value T, ok bool) {
	e := c.byOffset[offset]
	if e == nil {
		return value, false
	}
	if value, ok = e.Value.(*kept).value.(T); ok {
		c.order.MoveToFront(e)
	}
	return value, ok
}

// put keeps a value, unless it alone is more than half of the cache.
func (c *cache) put(offset uint64, size int, value any) {
	if size > c.limit/2 || c.byOffset[offset] != nil {
		return
	}
	c.byOffset[offset] = c.order.PushFront(&kept{offset, size, value})
	c.size += size
	for c.size > c.limit {
		last := c.order.Back()
		k := c.order.Remove(last).(*kept)
		delete(c.byOffset, k.offset)
		c.size -= k.size
	}
}
