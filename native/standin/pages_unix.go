//go:build unix

package standin

import "syscall"

// mapPages gives n bytes (whole pages) of zeroed memory outside Go's heap.
func mapPages(n int) ([]byte, error) {
	return syscall.Mmap(-1, 0, n, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON)
}

// forbidPages makes every access to the pages a fault.
func forbidPages(b []byte) error { return syscall.Mprotect(b, syscall.PROT_NONE) }

// unmapPages takes exactly what mapPages gave.
func unmapPages(b []byte) error { return syscall.Munmap(b) }
