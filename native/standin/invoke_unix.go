//go:build unix

package standin

import "github.com/ebitengine/purego"

// destructorSlots is how many entries a virtual destructor takes in a vtable: Itanium has the complete and the deleting one.
const destructorSlots = 2

// invoke calls a C function with integer and pointer arguments. The upper bits of a result narrower than a word are garbage.
func invoke(fn uintptr, args ...uintptr) uintptr {
	r, _, _ := purego.SyscallN(fn, args...)
	return r
}

// cLong is a C `long` result: a machine word outside Windows.
func cLong(r uintptr) int { return int(r) }

// cULong is a C `unsigned long` argument.
func cULong(a uintptr) uint64 { return uint64(a) }

// deleteThrough is `delete p` of C++ where the vtable's slots start at slots: the deleting destructor is the second.
func deleteThrough(slots, this uintptr) {
	invoke(load[uintptr](slots+ptrSize), this)
}
