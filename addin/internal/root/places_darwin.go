package root

func stateFolders(func(string) (string, bool)) []string {
	return []string{home("Library", "Application Support")}
}

func Shared() string { return userFolder("/var/tmp") }

// RingFolders: macOS has no file system in memory; the cache of a file outlives the
// process as well.
func RingFolders(func(string) (string, bool)) []string {
	if caches := home("Library", "Caches", "sentry1c"); caches != "" {
		return []string{caches}
	}
	return []string{userFolder("/private/tmp")}
}
