package standin

import "fmt"

// variant calls a slot whose last argument is a tVariant to fill, and takes the value.
func (o *Object) variant(slot int, l label, args ...uintptr) (v Variant, ok bool, err error) {
	out, faults, err := o.heap.alloc(int(abi.size), ownedByHost, l, o.options.guardPages)
	o.fault(faults...)
	if err != nil {
		return Variant{}, false, err
	}
	defer o.release(out)
	clear(out.payload())
	var frame [4]uintptr
	n := copy(frame[:], args)
	frame[n] = out.addr
	ok, err = o.slotBool(tableLanguageExtender, slot, l, frame[:n+1]...)
	if err != nil {
		return Variant{}, false, err
	}
	return o.takeVariant(out.addr, ok, l), ok, nil
}

// takeVariant copies a value out of a tVariant that the add-in filled, and frees what it points to as the platform does.
func (o *Object) takeVariant(at uintptr, answered bool, l label) Variant {
	vt := VT(load[uint16](at + abi.vt))
	if !vt.pointsToBlock() {
		v := readVariant(at, 0)
		if _, good := v.Value(); !good {
			o.fault(Fault{Kind: BadVariant, Call: l.String(), Detail: "a value of type " + vt.String()})
		} else if !answered && vt != VTEmpty {
			o.fault(Fault{Kind: BadVariant, Call: l.String(), Detail: "answered false and left a value of type " + vt.String()})
		}
		return v
	}
	if !answered {
		o.fault(Fault{Kind: BadVariant, Call: l.String(), Detail: "answered false and left a value of type " + vt.String()})
	}
	pointer, length := load[uintptr](at), load[uint32](at+abi.length)
	if pointer == 0 {
		if length != 0 {
			o.fault(Fault{Kind: BadVariant, Call: l.String(), Detail: fmt.Sprintf("a null pointer with the length %d", length)})
		}
		return readVariant(at, 0)
	}
	b := o.returned(pointer, l)
	if b == nil {
		return Variant{VT: vt, Pointer: pointer, Length: length}
	}
	need := uint64(length)
	if vt == VTPWStr {
		need *= unitSize
	}
	if need > uint64(b.size) {
		o.fault(Fault{Kind: ResultTooLong, Call: l.String(), Size: b.size,
			Detail: fmt.Sprintf("the length %d does not fit in the %s", length, b)})
	}
	v := readVariant(at, b.size)
	o.freeReturned(b)
	return v
}
