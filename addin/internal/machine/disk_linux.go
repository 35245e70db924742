package machine

import "golang.org/x/sys/unix"

// FreeDisk is how many bytes a user may still write where path lies; negative if that is unknown,
// as where a file system tells no sizes at all.
func FreeDisk(path string) int64 {
	var stat unix.Statfs_t
	if unix.Statfs(path, &stat) != nil || stat.Blocks == 0 {
		return -1
	}
	return int64(stat.Bavail) * int64(stat.Bsize)
}
