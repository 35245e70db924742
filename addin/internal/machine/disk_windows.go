package machine

import "golang.org/x/sys/windows"

// FreeDisk is how many bytes a user may still write where path lies; negative if that is unknown,
// as where a file system tells no sizes at all.
func FreeDisk(path string) int64 {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return -1
	}
	var free, total uint64
	if windows.GetDiskFreeSpaceEx(name, &free, &total, nil) != nil || total == 0 {
		return -1
	}
	return int64(min(free, 1<<62))
}
