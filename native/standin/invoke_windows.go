package standin

import "syscall"

// destructorSlots is how many entries a virtual destructor takes in a vtable: MSVC has one, the scalar deleting destructor.
const destructorSlots = 1

// invoke calls a C function with integer and pointer arguments: cdecl exports and stdcall methods alike, because the
// runtime restores the stack pointer itself. The upper bits of a result narrower than a word are garbage.
func invoke(fn uintptr, args ...uintptr) uintptr {
	r, _, _ := syscall.SyscallN(fn, args...)
	return r
}

// cLong is a C `long` result: 32 bits on every Windows.
func cLong(r uintptr) int { return int(int32(r)) }

// cULong is a C `unsigned long` argument: 32 bits on every Windows.
func cULong(a uintptr) uint64 { return uint64(uint32(a)) }

// deleteFlag asks the scalar deleting destructor to free the memory too.
const deleteFlag = 1

// deleteThrough is `delete p` of C++ where the vtable's slots start at slots.
func deleteThrough(slots, this uintptr) {
	thiscall(load[uintptr](slots), this, deleteFlag)
}
