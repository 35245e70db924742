package memory

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func newRest() (r *rest, slept, woken *atomic.Int32) {
	slept, woken = &atomic.Int32{}, &atomic.Int32{}
	return &rest{after: 5 * time.Second, sleep: func() { slept.Add(1) }, wake: func() { woken.Add(1) }}, slept, woken
}

func TestRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, slept, woken := newRest()
		expect := func(what string, s, w int32) {
			t.Helper()
			synctest.Wait()
			if slept.Load() != s || woken.Load() != w {
				t.Errorf("%s: slept %d times and woke %d, want %d and %d", what, slept.Load(), woken.Load(), s, w)
			}
		}
		r.begin() // the worker
		r.begin() // a sender
		r.end()
		time.Sleep(time.Minute)
		expect("the sender still works", 0, 0)
		r.end()
		time.Sleep(4 * time.Second)
		expect("quiet for a moment", 0, 0)
		r.begin()
		r.end()
		time.Sleep(4 * time.Second)
		expect("quiet for another moment", 0, 0)
		time.Sleep(2 * time.Second)
		expect("quiet", 1, 0)
		time.Sleep(time.Hour)
		expect("an hour later", 1, 0)
		r.begin()
		expect("a sender wakes by its own timer", 1, 1)
		time.Sleep(time.Minute)
		expect("it sends for long", 1, 1)
		r.end()
		time.Sleep(6 * time.Second)
		expect("quiet again", 2, 1)
	})
}

func TestRest_together(t *testing.T) {
	r, slept, woken := newRest()
	r.after = time.Microsecond
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				r.begin()
				r.mu.Lock()
				if r.asleep {
					t.Error("asleep while somebody works")
				}
				r.mu.Unlock()
				r.end()
			}
		})
	}
	wg.Wait()
	for deadline := time.Now().Add(10 * time.Second); slept.Load() != woken.Load()+1; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("slept %d times, woke %d", slept.Load(), woken.Load())
		}
	}
}
