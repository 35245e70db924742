//go:build !windows

package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// mapFile maps a file for reading and writing, for the life of the process.
func mapFile(path string) ([]byte, error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("native: map the ring: open: %w", err)
	}
	// The map keeps the file; the descriptor is one less to leak into children.
	defer unix.Close(fd)
	var stat unix.Stat_t
	if err := unix.Fstat(fd, &stat); err != nil {
		return nil, fmt.Errorf("native: map the ring: %w", err)
	}
	memory, err := unix.Mmap(fd, 0, int(stat.Size), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|mapPopulate)
	if err != nil {
		return nil, fmt.Errorf("native: map the ring: %w", err)
	}
	return memory, nil
}
