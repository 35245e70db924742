// Package lru keeps what was used last, up to a number of bytes, in memory: package symbols
// its modules, event what it has read of texts.
package lru

import "container/list"

// Cache is what is kept.
//
// # Threads
//
// One goroutine at a time.
type Cache[K comparable] struct {
	limit, size int
	order       *list.List // of *kept[K], the last used in front
	byKey       map[K]*list.Element
}

type kept[K comparable] struct {
	key   K
	size  int
	value any
}

// New returns a cache that keeps at most limit bytes.
func New[K comparable](limit int) *Cache[K] {
	return &Cache[K]{limit: limit, order: list.New(), byKey: map[K]*list.Element{}}
}

// Get returns what is kept under a key, if it is a T.
func Get[T any, K comparable](c *Cache[K], key K) (value T, ok bool) {
	e := c.byKey[key]
	if e == nil {
		return value, false
	}
	if value, ok = e.Value.(*kept[K]).value.(T); ok {
		c.order.MoveToFront(e)
	}
	return value, ok
}

// Put keeps a value of a size under a key, in the place of what is there. What is larger
// than half of the cache is not kept.
func (c *Cache[K]) Put(key K, size int, value any) {
	if e := c.byKey[key]; e != nil {
		c.remove(e)
	}
	if size > c.limit/2 {
		return
	}
	c.byKey[key] = c.order.PushFront(&kept[K]{key, size, value})
	c.size += size
	for c.size > c.limit {
		c.remove(c.order.Back())
	}
}

func (c *Cache[K]) remove(e *list.Element) {
	k := c.order.Remove(e).(*kept[K])
	delete(c.byKey, k.key)
	c.size -= k.size
}

// Size is how many bytes are kept.
func (c *Cache[K]) Size() int { return c.size }

// Len is how many values are kept.
func (c *Cache[K]) Len() int { return c.order.Len() }
