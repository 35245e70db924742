package standin

import (
	"fmt"
	"time"
)

// Get reads a property by name in either language.
//
// Errors: ErrNoProperty, ErrNotReadable, ErrCallFailed, ErrBadValue, ErrDestroyed, *RaisedError.
func (o *Object) Get(name string) (any, error) {
	value, _, err := o.GetTimed(name)
	return value, err
}

// GetTimed is Get and the time that GetPropVal took by itself.
func (o *Object) GetTimed(name string) (value any, took time.Duration, err error) {
	wrap := func(err error) error { return fmt.Errorf("standin: get %s: %w", name, err) }
	if o.life.Load() == lifeDestroyed {
		return nil, 0, wrap(ErrDestroyed)
	}
	index := o.FindProp(name)
	if index < 0 {
		return nil, 0, wrap(ErrNoProperty)
	}
	if !o.PropReadable(index) {
		return nil, 0, wrap(ErrNotReadable)
	}
	o.platform.takeRaised()
	start := clock()
	v, ok, err := o.variant(slotGetPropVal, label{"GetPropVal", name}, uintptr(index))
	took = clock() - start
	if err := o.outcome(ok, err); err != nil {
		return nil, took, wrap(err)
	}
	if value, err = valueOf(v); err != nil {
		return nil, took, wrap(err)
	}
	return value, took, nil
}

// Set writes a property by name in either language; the value as Call takes it.
//
// Errors: ErrNoProperty, ErrNotWritable, ErrCallFailed, ErrDestroyed, *RaisedError.
func (o *Object) Set(name string, value any) error {
	wrap := func(err error) error { return fmt.Errorf("standin: set %s: %w", name, err) }
	if o.life.Load() == lifeDestroyed {
		return wrap(ErrDestroyed)
	}
	index := o.FindProp(name)
	if index < 0 {
		return wrap(ErrNoProperty)
	}
	if !o.PropWritable(index) {
		return wrap(ErrNotWritable)
	}
	o.platform.takeRaised()
	ok, err := o.setPropVal(index, label{"SetPropVal", name}, value)
	if err := o.outcome(ok, err); err != nil {
		return wrap(err)
	}
	return nil
}

func (o *Object) setPropVal(index int, l label, value any) (bool, error) {
	a, err := o.newArray(l, []any{value})
	if err != nil {
		return false, err
	}
	defer a.Free()
	return o.slotBool(tableLanguageExtender, slotSetPropVal, l, uintptr(index), a.Address())
}

// outcome is the error a call ends with.
func (o *Object) outcome(ok bool, err error) error {
	raised, is := o.platform.takeRaised()
	switch {
	case err != nil:
		return err
	case is:
		return &RaisedError{raised}
	case !ok:
		return ErrCallFailed
	}
	return nil
}
