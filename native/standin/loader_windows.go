package standin

import "syscall"

func openLibrary(path string) (uintptr, error) {
	h, err := syscall.LoadLibrary(path)
	return uintptr(h), err
}

// findSymbol is 0 if the library does not export the name.
func findSymbol(library uintptr, name string) uintptr {
	addr, err := syscall.GetProcAddress(syscall.Handle(library), name)
	if err != nil {
		return 0
	}
	return addr
}

func closeLibrary(library uintptr) error { return syscall.FreeLibrary(syscall.Handle(library)) }
