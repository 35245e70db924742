package standin

import (
	"errors"
	"testing"
)

func TestDestroy(t *testing.T) {
	l := open(t)
	o := create(t, l)
	if err := o.Done(); err != nil {
		t.Error(err)
	}
	if err := o.Destroy(); err != nil {
		t.Error(err)
	}
	if _, err := o.Call("Echo", 1); !errors.Is(err, ErrDestroyed) {
		t.Errorf("a call of a destroyed object: %v", err)
	}
	if _, err := o.Get("Text"); !errors.Is(err, ErrDestroyed) {
		t.Errorf("a property of a destroyed object: %v", err)
	}
	if err := o.Set("Text", ""); !errors.Is(err, ErrDestroyed) {
		t.Errorf("a property of a destroyed object: %v", err)
	}
	if _, err := o.NewArray(1); err == nil {
		t.Error("an array of a destroyed object")
	}
	if o.NMethods() != 0 || o.FindMethod("Echo") != -1 {
		t.Error("a destroyed object answers")
	}
	if err := o.Destroy(); !errors.Is(err, ErrDestroyed) {
		t.Errorf("destroyed twice: %v", err)
	}
	if err := o.Close(); err != nil {
		t.Errorf("Close after Destroy: %v", err)
	}
}

func TestDelete_throughEveryVtable(t *testing.T) {
	l := open(t)
	witness := create(t, l)
	alive := func() any {
		n, err := witness.Get("Alive")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := alive()
	for table := range 4 {
		o := create(t, l)
		if err := o.Delete(table); err != nil {
			t.Errorf("table %d: %v", table, err)
		}
		if after := alive(); after != before {
			t.Errorf("table %d: %v objects live, before it were %v", table, after, before)
		}
	}
	if err := create(t, l).Delete(4); err == nil {
		t.Error("there is no fifth vtable")
	}
}

// TestDestroy_waitsForNobody holds a call inside AllocMemory while the object is to be destroyed.
func TestDestroy_waitsForNobody(t *testing.T) {
	o := create(t, open(t))
	inside, goOn := make(chan struct{}), make(chan struct{})
	o.SetAllocFilter(func(int, int) bool {
		close(inside)
		<-goOn
		return true
	})
	done := make(chan error)
	go func() {
		_, err := o.Call("Echo", "text")
		done <- err
	}()
	<-inside
	if err := o.Destroy(); !errors.Is(err, errBusy) {
		t.Errorf("destroyed during a call: %v", err)
	}
	close(goOn)
	if err := <-done; err != nil {
		t.Errorf("the call that ran: %v", err)
	}
}
