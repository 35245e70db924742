package machine

import "golang.org/x/sys/unix"

// FreeDisk is how many bytes a user may still write where path lies; 0 is unknown.
func FreeDisk(path string) int64 {
	var stat unix.Statfs_t
	if unix.Statfs(path, &stat) != nil {
		return 0
	}
	return int64(stat.Bavail) * int64(stat.Bsize)
}
