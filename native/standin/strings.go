package standin

import "fmt"

// newName puts a NUL-terminated string into a block of the host: names, locale, language. Parameters are not names.
func (o *Object) newName(s string, l label) (*block, error) {
	return o.newUnits(Units(s), true, l)
}

func (o *Object) newUnits(u UTF16, terminated bool, l label) (*block, error) {
	size := len(u) * unitSize
	if terminated {
		size += unitSize
	}
	b, faults, err := o.heap.alloc(size, ownedByHost, l, o.options.guardPages)
	o.fault(faults...)
	if err != nil {
		return nil, err
	}
	copy(units(b.addr, len(u)), u)
	if terminated {
		store[uint16](b.addr+uintptr(len(u))*unitSize, 0)
	}
	return b, nil
}

// release frees a block of the host after a call and reports what the add-in did to its surroundings.
func (o *Object) release(b *block) {
	o.heap.mu.Lock()
	if b.state != blockLive {
		o.heap.mu.Unlock()
		o.fault(Fault{Kind: BadParameter, Call: b.label.String(), Size: b.size, Detail: "the add-in freed the " + b.String()})
		return
	}
	damage := o.heap.free(b)
	o.heap.mu.Unlock()
	o.damaged(b, damage)
}

// takeName copies and frees a NUL-terminated string that the add-in returned; ok is false for a null pointer.
func (o *Object) takeName(addr uintptr, l label) (name string, ok bool) {
	if addr == 0 {
		return "", false
	}
	b := o.returned(addr, l)
	if b == nil {
		return "", false
	}
	u, terminated := unitsAt(addr, b.size/unitSize)
	if !terminated {
		o.fault(Fault{Kind: ResultTooLong, Call: l.String(), Size: b.size, Detail: "no NUL inside the " + b.String()})
	}
	o.freeReturned(b)
	return u.String(), true
}

// returned finds the block that a pointer returned by the add-in must be; nil is a fault already reported.
func (o *Object) returned(addr uintptr, l label) *block {
	o.heap.mu.Lock()
	b, ok := o.heap.find(addr)
	good := ok && b.state == blockLive && b.owner == ownedByAddIn
	o.heap.mu.Unlock()
	switch {
	case good:
		return b
	case ok && b.state == blockFreed:
		o.fault(Fault{Kind: ForeignResult, Call: l.String(), Size: b.size, Detail: "it is freed already: " + b.String()})
	case ok:
		o.fault(Fault{Kind: ForeignResult, Call: l.String(), Size: b.size, Detail: "it belongs to the host: " + b.String()})
	default:
		o.fault(Fault{Kind: ForeignResult, Call: l.String(), Detail: fmt.Sprintf("%#x was not allocated by AllocMemory", addr)})
	}
	return nil
}

// freeReturned frees what the add-in returned, as the platform does.
func (o *Object) freeReturned(b *block) {
	o.heap.mu.Lock()
	damage := o.heap.free(b)
	o.heap.mu.Unlock()
	o.damaged(b, damage)
}
