package lru

import "testing"

func TestCache(t *testing.T) {
	c := New[int](100)
	for i := range 10 {
		c.Put(i, 20, i)
		Get[int](c, 0)
	}
	c.Put(99, 51, "a half is the most")
	for i, want := range []bool{true, false, false, false, false, false, true, true, true, true} {
		if v, ok := Get[int](c, i); ok != want || ok && v != i {
			t.Errorf("%d: %d, %v, want %v", i, v, ok, want)
		}
	}
	if _, ok := Get[string](c, 99); ok || c.Size() != 100 || c.Len() != 5 {
		t.Errorf("%d values of %d bytes; a large one: %v", c.Len(), c.Size(), ok)
	}
	if _, ok := Get[string](c, 0); ok {
		t.Error("a value of another kind")
	}
}

func TestCache_replace(t *testing.T) {
	c := New[string](100)
	c.Put("a", 10, 1)
	c.Put("b", 10, 2)
	c.Put("a", 30, 3)
	if v, _ := Get[int](c, "a"); v != 3 || c.Size() != 40 || c.Len() != 2 {
		t.Errorf("%d, %d values of %d bytes", v, c.Len(), c.Size())
	}
	c.Put("a", 60, 4)
	if _, ok := Get[int](c, "a"); ok || c.Size() != 10 || c.Len() != 1 {
		t.Errorf("what is too large stays: %d values of %d bytes", c.Len(), c.Size())
	}
}
