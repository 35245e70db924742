package root

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

func stateFolders(getenv func(string) (string, bool)) []string {
	state, _ := getenv("XDG_STATE_HOME")
	return []string{state, home(".local", "state")}
}

func Shared() string { return userFolder("/var/tmp") }

// RingFolders are the places in memory that outlives a process.
func RingFolders(getenv func(string) (string, bool)) []string {
	folders := []string{userFolder("/dev/shm")}
	runtime, _ := getenv("XDG_RUNTIME_DIR")
	for _, base := range []string{runtime, "/tmp"} {
		if filepath.IsAbs(base) && isMemory(base) {
			folders = append(folders, userFolder(base))
		}
	}
	return folders
}

// isMemory reports whether a folder lies in memory: a disk would make threads of 1C
// wait for it.
func isMemory(path string) bool {
	var stat unix.Statfs_t
	return unix.Statfs(path, &stat) == nil &&
		(uint32(stat.Type) == unix.TMPFS_MAGIC || uint32(stat.Type) == unix.RAMFS_MAGIC)
}
