package main

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// mapFile maps a file for reading and writing, for the life of the process. The file
// is marked as temporary: Windows then keeps it in memory as long as it can.
func mapFile(path string) ([]byte, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, fmt.Errorf("native: map the ring: %w", err)
	}
	file, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil, windows.OPEN_EXISTING,
		windows.FILE_ATTRIBUTE_TEMPORARY, 0)
	if err != nil {
		return nil, fmt.Errorf("native: map the ring: open: %w", err)
	}
	defer windows.CloseHandle(file)
	var info windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(file, &info); err != nil {
		return nil, fmt.Errorf("native: map the ring: %w", err)
	}
	mapping, err := windows.CreateFileMapping(file, nil, windows.PAGE_READWRITE, 0, 0, nil)
	if err != nil {
		return nil, fmt.Errorf("native: map the ring: %w", err)
	}
	defer windows.CloseHandle(mapping)
	address, err := windows.MapViewOfFile(mapping, windows.FILE_MAP_READ|windows.FILE_MAP_WRITE, 0, 0, 0)
	if err != nil {
		return nil, fmt.Errorf("native: map the ring: %w", err)
	}
	// The view stays for the life of the process, so the conversion is one of an
	// address that is not Go's and never moves.
	return unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&address))), int(info.FileSizeLow)), nil
}
