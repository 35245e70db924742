package standin

import (
	"errors"
	"fmt"
	"sync/atomic"
)

// life is how far an object has come.
type life int32

const (
	lifeNew       life = iota // GetClassObject answered
	lifeReady                 // Init and setMemManager are through
	lifeDone                  // Done returned
	lifeDestroyed             // DestroyObject or delete returned
)

func (l life) String() string {
	return [...]string{"GetClassObject", "Init", "Done", "DestroyObject"}[l]
}

type atomicLife struct{ v atomic.Int32 }

func (a *atomicLife) Load() life   { return life(a.v.Load()) }
func (a *atomicLife) Store(l life) { a.v.Store(int32(l)) }

// Done ends the object's work; only Destroy or Delete may follow. A second Done does nothing.
func (o *Object) Done() error {
	if o.life.Load() >= lifeDone {
		return nil
	}
	if _, err := o.slot(tableInitDone, slotDone, label{slot: "Done"}); err != nil {
		return err
	}
	o.life.Store(lifeDone)
	return nil
}

// ErrNotDestroyed tells that DestroyObject answered something else than 0, or left the pointer as it was.
var ErrNotDestroyed = errors.New("DestroyObject did not destroy")

// Destroy gives the object back through DestroyObject, checks all its memory and reports what is left as faults.
// Done is called first if it was not. It refuses while calls of the object run.
func (o *Object) Destroy() error {
	if err := o.finish(); err != nil {
		return err
	}
	return o.destroy("DestroyObject", func() error {
		cell, _, err := o.heap.alloc(int(ptrSize), ownedByHost, label{slot: "DestroyObject"}, false)
		if err != nil {
			return err
		}
		store(cell.addr, o.addr)
		answer := cLong(invoke(o.lib.destroyObject, cell.addr))
		if left := load[uintptr](cell.addr); answer != 0 || left != 0 {
			return fmt.Errorf("standin: destroy %s: %w: answer %d, pointer %#x", o, ErrNotDestroyed, answer, left)
		}
		return nil
	})
}

// Delete is `delete p` of C++ through the destructor slots of one of the four vtables (0 to 3), as hosts other than the
// platform do it. Done is called first if it was not.
func (o *Object) Delete(table int) error {
	if table < tableInitDone || table > tableUserLanguage {
		return fmt.Errorf("standin: delete %s: there is no vtable %d", o, table)
	}
	if err := o.finish(); err != nil {
		return err
	}
	return o.destroy("delete", func() error {
		this := o.addr + uintptr(table)*ptrSize
		deleteThrough(load[uintptr](this), this)
		return nil
	})
}

// Close is Destroy for deferred clean-up: it does nothing if the object is destroyed already.
func (o *Object) Close() error {
	if err := o.Destroy(); err != nil && !errors.Is(err, ErrDestroyed) {
		return err
	}
	return nil
}

// finish is Done unless calls of the object still run.
func (o *Object) finish() error {
	if o.calls.busy() {
		return fmt.Errorf("standin: destroy %s: %w", o, errBusy)
	}
	return o.Done()
}

func (o *Object) destroy(slot string, final func() error) error {
	if err := o.calls.end(label{slot: slot}); err != nil {
		return fmt.Errorf("standin: destroy %s: %w", o, err)
	}
	err := final()
	o.life.Store(lifeDestroyed)
	o.lib.removeObject(o)
	o.fault(o.heap.close()...)
	instances.retire(o.manager)
	instances.retire(o.connection)
	o.interfacesMu.Lock()
	for _, cell := range o.interfaces {
		instances.retire(cell)
	}
	o.interfacesMu.Unlock()
	return err
}
