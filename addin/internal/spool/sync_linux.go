package spool

import (
	"os"

	"golang.org/x/sys/unix"
)

func syncFileSystem(path string) bool {
	dir, err := os.Open(path)
	if err != nil {
		return false
	}
	defer dir.Close()
	return unix.Syncfs(int(dir.Fd())) == nil
}
