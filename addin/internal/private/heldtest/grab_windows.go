package heldtest

import "golang.org/x/sys/windows"

// Grab waits for a file and opens it as soon as it is there, so that others may do with it only
// what share says; the handle is given, or windows.InvalidHandle if end came before the file.
func Grab(path string, share uint32) (grabbed <-chan windows.Handle, end func()) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		panic("BUG: heldtest: grab: " + err.Error())
	}
	ended, handles := make(chan struct{}), make(chan windows.Handle, 1)
	go func() {
		for {
			select {
			case <-ended:
				handles <- windows.InvalidHandle
				return
			default:
			}
			handle, err := windows.CreateFile(name, windows.GENERIC_READ, share, nil, windows.OPEN_EXISTING, 0, 0)
			if err == nil {
				handles <- handle
				return
			}
		}
	}()
	return handles, func() { close(ended) }
}
