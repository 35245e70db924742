package standin

import "unsafe"

// This file is the only way to memory outside Go: everything else here works on plain addresses, so that the garbage
// collector and checkptr never see a Go pointer to what C owns.

const (
	ptrSize  = unsafe.Sizeof(uintptr(0))
	unitSize = 2 // one UTF-16 unit, 1C's WCHAR_T
)

// pointer turns an address of C memory into a pointer.
// The detour over the variable's own address is what vet accepts for memory that Go does not manage.
func pointer(addr uintptr) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&addr))
}

// addressOf is the address of mapped (never Go) memory.
func addressOf(mapped []byte) uintptr {
	return uintptr(unsafe.Pointer(unsafe.SliceData(mapped)))
}

func load[T any](addr uintptr) T { return *(*T)(pointer(addr)) }

func store[T any](addr uintptr, v T) { *(*T)(pointer(addr)) = v }

// view is n bytes of C memory as a slice; it lives as long as the memory does.
func view(addr uintptr, n int) []byte {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(pointer(addr)), n)
}

// units is n UTF-16 units of C memory, which ABI strings may place at odd addresses only by mistake.
func units(addr uintptr, n int) []uint16 {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*uint16)(pointer(addr)), n)
}
