package standin

import (
	"errors"
	"fmt"
	"math"
)

// Array is parameters in C memory: tVariant after tVariant.
//
// # Memory
//
// The array and what it points to are the host's until Free. An add-in may replace a string or blob inside it if it frees the
// old one with FreeMemory first; Free checks that and frees the new one.
type Array struct {
	object *Object
	label  label
	base   *block // nil for no parameters
	held   []held // one a parameter
}

// held remembers what the host put into a parameter.
type held struct {
	block   *block // its string or blob
	serial  int    // of the block, which may serve another allocation once the add-in frees it
	pointer uintptr
	vt      VT
}

// NewArray makes an array for CallAsFunc and CallAsProc: each argument as Call takes it.
func (o *Object) NewArray(args ...any) (*Array, error) {
	return o.newArray(label{slot: "NewArray"}, args)
}

func (o *Object) newArray(l label, args []any) (*Array, error) {
	a := &Array{object: o, label: l}
	if err := a.reserve(len(args)); err != nil {
		return nil, err
	}
	for i, arg := range args {
		v, err := variantOf(arg)
		if err == nil {
			err = a.put(i, v)
		}
		if err != nil {
			a.Free()
			return nil, fmt.Errorf("standin: argument %d of %s: %w", i+1, l, err)
		}
	}
	return a, nil
}

// reserve makes room for n variants, all EMPTY.
func (a *Array) reserve(n int) error {
	if n == 0 {
		return nil
	}
	size := n * int(abi.size)
	b, faults, err := a.object.heap.alloc(size, ownedByHost, a.label, a.object.options.guardPages)
	a.object.fault(faults...)
	if err != nil {
		return err
	}
	clear(view(b.addr, size))
	a.base = b
	a.held = make([]held, n)
	return nil
}

// Len is the number of parameters.
func (a *Array) Len() int { return len(a.held) }

// Address is where the array lies; 0 without parameters.
func (a *Array) Address() uintptr {
	if a == nil || a.base == nil {
		return 0
	}
	return a.base.addr
}

func (a *Array) at(i int) uintptr { return a.base.addr + uintptr(i)*abi.size }

// put writes a variant and remembers what it owns.
func (a *Array) put(i int, v Variant) error {
	at := a.at(i)
	h := &a.held[i]
	h.vt = v.VT
	store(at+abi.vt, uint16(v.VT))
	store(at+abi.elements, v.Elements)
	switch base := v.VT & VTTypeMask; {
	case v.PointerSet:
		h.pointer = v.Pointer
		store(at, v.Pointer)
		store(at+abi.length, v.Length)
	case base == VTPWStr:
		return a.putBytes(i, v, len(v.Text), unitSize, func(to uintptr) { copy(units(to, len(v.Text)), v.Text) })
	case base == VTPStr, base == VTBlob:
		return a.putBytes(i, v, len(v.Bytes), 1, func(to uintptr) { copy(view(to, len(v.Bytes)), v.Bytes) })
	case base == VTCLSID:
		copy(view(at, 16), v.Bytes)
	case base == VTTM:
		storeTM(at, v.Time)
	case base == VTR4:
		store(at, math.Float32bits(float32(v.Real)))
	case base == VTR8, base == VTDate:
		store(at, math.Float64bits(v.Real))
	case base.integerSize() != 0:
		storeInteger(at, base.integerSize(), v.Integer)
	default:
		store(at, v.Pointer)
	}
	return nil
}

func (a *Array) putBytes(i int, v Variant, count, width int, fillIn func(to uintptr)) error {
	size := count * width
	if v.Terminated {
		size += width
	}
	o := a.object
	b, faults, err := o.heap.alloc(size, ownedByHost, a.label, v.Guarded || o.options.guardPages)
	o.fault(faults...)
	if err != nil {
		return err
	}
	fillIn(b.addr)
	if v.Terminated {
		clear(view(b.addr+uintptr(count*width), width))
	}
	length := uint32(count)
	if v.LengthSet {
		length = v.Length
	}
	at := a.at(i)
	store(at, b.addr)
	store(at+abi.length, length)
	a.held[i].block, a.held[i].serial, a.held[i].pointer = b, b.serial, b.addr
	return nil
}

var errNoSuchParameter = errors.New("no such parameter")

// Read copies parameter i out of the array as it is now, without freeing anything.
func (a *Array) Read(i int) (Variant, error) {
	if i < 0 || i >= len(a.held) {
		return Variant{}, fmt.Errorf("standin: parameter %d of %s: %w", i, a.label, errNoSuchParameter)
	}
	return readVariant(a.at(i), a.room(i)), nil
}

// room is how many bytes lie behind the pointer of parameter i, as far as the host knows.
func (a *Array) room(i int) int {
	pointer := load[uintptr](a.at(i))
	if b := a.held[i].block; b != nil && b.addr == pointer {
		return b.size
	}
	o := a.object
	o.heap.mu.Lock()
	defer o.heap.mu.Unlock()
	if b, ok := o.heap.find(pointer); ok && b.state == blockLive {
		return b.size
	}
	return 0
}

// Free takes everything back: the host's own blocks, and the values an add-in put in their place.
func (a *Array) Free() {
	if a == nil || a.base == nil {
		return
	}
	for i := range a.held {
		a.settle(i)
	}
	a.object.release(a.base)
	a.base, a.held = nil, nil
}

// settle frees what parameter i holds and checks that the rules of changing it were kept.
func (a *Array) settle(i int) {
	o, h, at := a.object, a.held[i], a.at(i)
	vt, pointer := VT(load[uint16](at+abi.vt)), load[uintptr](at)
	if h.block == nil && !vt.pointsToBlock() {
		return
	}
	if vt == h.vt && pointer == h.pointer {
		if h.block != nil {
			o.release(h.block)
		}
		return
	}
	if h.block != nil {
		o.heap.mu.Lock()
		kept := h.block.state == blockLive && h.block.serial == h.serial
		o.heap.mu.Unlock()
		if kept {
			o.fault(Fault{Kind: BadParameter, Call: a.label.String(), Size: h.block.size,
				Detail: "replaced without FreeMemory of the old value: " + h.block.String()})
			o.release(h.block)
		}
	}
	if vt.pointsToBlock() && pointer != 0 {
		if b := o.returned(pointer, a.label); b != nil {
			o.freeReturned(b)
		}
	}
}

// pointsToBlock reports whether the platform frees the pointer of such a value.
func (vt VT) pointsToBlock() bool { return vt == VTPWStr || vt == VTPStr || vt == VTBlob }
