package machine

import "golang.org/x/sys/windows"

// FreeDisk is how many bytes a user may still write where path lies; 0 is unknown.
func FreeDisk(path string) int64 {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0
	}
	var free uint64
	if windows.GetDiskFreeSpaceEx(name, &free, nil, nil) != nil {
		return 0
	}
	return int64(min(free, 1<<62))
}
