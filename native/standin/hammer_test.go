package standin

import (
	"fmt"
	"sync"
	"testing"
)

const (
	hammerThreads = 8
	hammerCalls   = 300
)

// hammer runs f on many goroutines at once.
func hammer(t *testing.T, f func(thread int) error) {
	t.Helper()
	var all sync.WaitGroup
	start := make(chan struct{})
	for thread := range hammerThreads {
		all.Go(func() {
			<-start
			if err := f(thread); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	all.Wait()
}

func echoMany(o *Object, thread int) error {
	for i := range hammerCalls {
		text := fmt.Sprintf("поток %d, вызов %d", thread, i)
		if got, err := o.Text("Echo", text); err != nil || got != text {
			return fmt.Errorf("%q, %w; want %q", got, err, text)
		}
	}
	return nil
}

func TestHammer_oneObject(t *testing.T) {
	o := create(t, open(t))
	hammer(t, func(thread int) error { return echoMany(o, thread) })
	if got, err := o.Get("Calls"); err != nil || got != int64(hammerThreads*hammerCalls) {
		t.Errorf("%v calls, %v", got, err)
	}
}

func TestHammer_objectOfItsOwn(t *testing.T) {
	l := open(t)
	hammer(t, func(thread int) error {
		for range 10 {
			o, err := l.New("Test")
			if err != nil {
				return err
			}
			if err := echoMany(o, thread); err != nil {
				return err
			}
			if _, err := o.Call("FromThread"); err != nil {
				return err
			}
			if err := o.Close(); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestHammer_leakIsNamed: the host cannot know which of several running calls a callback serves, and says so.
func TestHammer_leakIsNamed(t *testing.T) {
	l := open(t)
	o := create(t, l)
	hammer(t, func(int) error {
		_, err := o.Call("Leak")
		return err
	})
	if err := o.Close(); err != nil {
		t.Error(err)
	}
	if faults := l.TakeFaults(); len(faults) != hammerThreads {
		t.Errorf("%d leaks, want %d", len(faults), hammerThreads)
	}
}
