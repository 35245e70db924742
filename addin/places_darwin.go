package addin

import "golang.org/x/sys/unix"

func stateFolders(func(string) (string, bool)) []string {
	return []string{home("Library", "Application Support")}
}

func sharedRoot() string { return userFolder("/var/tmp") }

// ringFolders: macOS has no file system in memory; the cache of a file outlives the
// process as well.
func ringFolders(func(string) (string, bool)) []string {
	if caches := home("Library", "Caches", "sentry1c"); caches != "" {
		return []string{caches}
	}
	return []string{userFolder("/private/tmp")}
}

// freeDisk is how many bytes a user may still write where path lies; 0 is unknown.
func freeDisk(path string) int64 {
	var stat unix.Statfs_t
	if unix.Statfs(path, &stat) != nil {
		return 0
	}
	return int64(stat.Bavail) * int64(stat.Bsize)
}
