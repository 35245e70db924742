package standin

import (
	"syscall"
	"unsafe"
)

var (
	kernel32       = syscall.NewLazyDLL("kernel32.dll")
	virtualAlloc   = kernel32.NewProc("VirtualAlloc")
	virtualFree    = kernel32.NewProc("VirtualFree")
	virtualProtect = kernel32.NewProc("VirtualProtect")
)

const (
	memCommitReserve     = 0x1000 | 0x2000
	memRelease           = 0x8000
	pageNoAccess         = 0x01
	pageReadWrite        = 0x04
	pageExecuteReadWrite = 0x40
)

// mapPages gives n bytes (whole pages) of zeroed memory outside Go's heap.
func mapPages(n int) ([]byte, error) { return mapWith(n, pageReadWrite) }

func mapWith(n int, protection uintptr) ([]byte, error) {
	addr, _, err := virtualAlloc.Call(0, uintptr(n), memCommitReserve, protection)
	if addr == 0 {
		return nil, err
	}
	return unsafe.Slice((*byte)(pointer(addr)), n), nil
}

// forbidPages makes every access to the pages a fault.
func forbidPages(b []byte) error {
	var old uint32
	ok, _, err := virtualProtect.Call(addressOf(b), uintptr(len(b)), pageNoAccess, uintptr(unsafe.Pointer(&old)))
	if ok == 0 {
		return err
	}
	return nil
}

// unmapPages takes exactly what mapPages gave.
func unmapPages(b []byte) error {
	ok, _, err := virtualFree.Call(addressOf(b), 0, memRelease)
	if ok == 0 {
		return err
	}
	return nil
}
