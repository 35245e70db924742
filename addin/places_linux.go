package addin

import "golang.org/x/sys/unix"

func stateFolders(getenv func(string) (string, bool)) []string {
	state, _ := getenv("XDG_STATE_HOME")
	return []string{state, home(".local", "state")}
}

func sharedRoot() string { return userFolder("/var/tmp") }

// ringFolders are the places in memory that outlives a process.
func ringFolders(getenv func(string) (string, bool)) []string {
	folders := []string{userFolder("/dev/shm")}
	runtime, _ := getenv("XDG_RUNTIME_DIR")
	for _, base := range []string{runtime, "/tmp"} {
		if base != "" && isMemory(base) {
			folders = append(folders, userFolder(base))
		}
	}
	return folders
}

// isMemory tells whether a folder lies in memory: a disk would make threads of 1C
// wait for it.
func isMemory(path string) bool {
	var stat unix.Statfs_t
	return unix.Statfs(path, &stat) == nil &&
		(uint32(stat.Type) == unix.TMPFS_MAGIC || uint32(stat.Type) == unix.RAMFS_MAGIC)
}

// freeDisk is how many bytes a user may still write where path lies; 0 is unknown.
func freeDisk(path string) int64 {
	var stat unix.Statfs_t
	if unix.Statfs(path, &stat) != nil {
		return 0
	}
	return int64(stat.Bavail) * int64(stat.Bsize)
}
