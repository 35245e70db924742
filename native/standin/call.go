package standin

import (
	"fmt"
	"reflect"
	"time"
)

// Ref passes a variable: after the call *Value holds what the add-in left in the parameter.
type Ref struct{ Value *any }

// Call calls a method by name in either language, as an expression of 1C's language does: it finds the method, fills the missing
// trailing parameters with their defaults and calls CallAsFunc. A procedure is called by CallAsProc and answers nil.
//
// Arguments: nil, Null, bool, any integer or float, string, UTF16, time.Time, []byte, Variant, Omitted, Ref.
// The result is one of nil, Null, bool, int64, uint64, float64, string, time.Time, []byte; see Variant.Value.
//
// Errors: ErrNoMethod, ErrTooFew, ErrTooMany, ErrCallFailed, ErrBadValue, ErrDestroyed, *RaisedError.
func (o *Object) Call(name string, args ...any) (any, error) {
	v, err := o.callNamed(name, args, false, nil)
	if err != nil {
		return nil, err
	}
	return calledValue(v, name)
}

// CallTimed is Call and the time that CallAsFunc or CallAsProc took by itself.
func (o *Object) CallTimed(name string, args ...any) (any, time.Duration, error) {
	var took time.Duration
	v, err := o.callNamed(name, args, false, &took)
	if err != nil {
		return nil, took, err
	}
	value, err := calledValue(v, name)
	return value, took, err
}

// CallVariant is Call with the result as it was returned.
func (o *Object) CallVariant(name string, args ...any) (Variant, error) {
	return o.callNamed(name, args, false, nil)
}

// CallProc calls a method as a statement, by CallAsProc even if it is a function: no document says which of the two the
// platform takes for a function called as a statement.
func (o *Object) CallProc(name string, args ...any) error {
	_, err := o.callNamed(name, args, true, nil)
	return err
}

// Text calls a method that returns a string.
func (o *Object) Text(name string, args ...any) (string, error) { return typed[string](o, name, args) }

// Bool calls a method that returns a boolean.
func (o *Object) Bool(name string, args ...any) (bool, error) { return typed[bool](o, name, args) }

func typed[T any](o *Object, name string, args []any) (result T, err error) {
	value, err := o.Call(name, args...)
	if err != nil {
		return result, err
	}
	result, ok := value.(T)
	if !ok {
		return result, fmt.Errorf("standin: call %s: the result is %v (%T), not a %s", name, value, value, reflect.TypeFor[T]())
	}
	return result, nil
}

func calledValue(v Variant, name string) (any, error) {
	value, err := valueOf(v)
	if err != nil {
		return nil, fmt.Errorf("standin: call %s: %w", name, err)
	}
	return value, nil
}

func valueOf(v Variant) (any, error) {
	value, ok := v.Value()
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrBadValue, v.VT)
	}
	return value, nil
}

// callNamed measures the call if took is not nil.
func (o *Object) callNamed(name string, args []any, statement bool, took *time.Duration) (Variant, error) {
	wrap := func(err error) error { return fmt.Errorf("standin: call %s: %w", name, err) }
	if o.life.Load() == lifeDestroyed {
		return Variant{}, wrap(ErrDestroyed)
	}
	method := o.FindMethod(name)
	if method < 0 {
		return Variant{}, wrap(ErrNoMethod)
	}
	isFunction := o.HasRetVal(method)
	slot := "CallAsFunc"
	if statement || !isFunction {
		slot = "CallAsProc"
	}
	a, err := o.parameters(method, label{slot, name}, args)
	if err != nil {
		return Variant{}, wrap(err)
	}
	o.platform.takeRaised()
	var v Variant
	var ok bool
	var start time.Duration
	if took != nil {
		start = clock()
	}
	if slot == "CallAsFunc" {
		v, ok, err = o.callAsFunc(method, a.Address(), a.Len(), a.label)
	} else {
		ok, err = o.callAsProc(method, a.Address(), a.Len(), a.label)
	}
	if took != nil {
		*took = clock() - start
	}
	if err == nil {
		err = a.assign(args)
	}
	a.Free()
	if raised, is := o.platform.takeRaised(); is && err == nil {
		err = &RaisedError{raised}
	}
	if err == nil && !ok {
		err = ErrCallFailed
	}
	if err != nil {
		return Variant{}, wrap(err)
	}
	return v, nil
}

// parameters builds the array the platform builds: as long as the method has parameters.
func (o *Object) parameters(method int, l label, args []any) (*Array, error) {
	n := o.NParams(method)
	if len(args) > n {
		return nil, fmt.Errorf("%w: %d given, %d taken", ErrTooMany, len(args), n)
	}
	a := &Array{object: o, label: l}
	if err := a.reserve(n); err != nil {
		return nil, err
	}
	for i := range n {
		var arg any = Omitted{}
		if i < len(args) {
			arg = args[i]
		}
		if err := a.fill(method, i, arg, i >= len(args)); err != nil {
			a.Free()
			return nil, fmt.Errorf("parameter %d: %w", i+1, err)
		}
	}
	return a, nil
}

// fill writes one argument; trailing ones that are missing must have a default.
func (a *Array) fill(method, i int, arg any, trailing bool) error {
	if ref, ok := arg.(Ref); ok {
		arg = *ref.Value
	}
	if _, omitted := arg.(Omitted); !omitted {
		v, err := variantOf(arg)
		if err != nil {
			return err
		}
		return a.put(i, v)
	}
	l := label{"GetParamDefValue", a.label.name}
	if _, err := a.object.slotBool(tableLanguageExtender, slotGetParamDefValue, l, uintptr(method), uintptr(i), a.at(i)); err != nil {
		return err
	}
	if VT(load[uint16](a.at(i)+abi.vt)) == VTEmpty && trailing {
		return ErrTooFew
	}
	return nil
}

// assign copies the parameters passed by Ref back.
func (a *Array) assign(args []any) error {
	for i, arg := range args {
		ref, ok := arg.(Ref)
		if !ok {
			continue
		}
		v, err := a.Read(i)
		if err != nil {
			return err
		}
		if *ref.Value, err = valueOf(v); err != nil {
			return err
		}
	}
	return nil
}

func (o *Object) callAsFunc(method int, params uintptr, count int, l label) (Variant, bool, error) {
	out, faults, err := o.heap.alloc(int(abi.size), ownedByHost, l, o.options.guardPages)
	o.fault(faults...)
	if err != nil {
		return Variant{}, false, err
	}
	defer o.release(out)
	clear(out.payload())
	ok, err := o.slotBool(tableLanguageExtender, slotCallAsFunc, l, uintptr(method), out.addr, params, uintptr(count))
	if err != nil {
		return Variant{}, false, err
	}
	return o.takeVariant(out.addr, ok, l), ok, nil
}

func (o *Object) callAsProc(method int, params uintptr, count int, l label) (bool, error) {
	return o.slotBool(tableLanguageExtender, slotCallAsProc, l, uintptr(method), params, uintptr(count))
}
