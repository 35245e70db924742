package addin

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

func stateFolders(getenv func(string) (string, bool)) []string {
	local, _ := getenv("LOCALAPPDATA")
	return []string{local, home("AppData", "Local")}
}

func sharedRoot() string { return userFolder(os.TempDir()) }

// ringFolders: files marked as temporary stay in the cache of the system, which
// outlives the process. A profile on a network drive is no place for them.
func ringFolders(getenv func(string) (string, bool)) []string {
	var folders []string
	for _, base := range append(stateFolders(getenv), os.TempDir()) {
		if base != "" && isFixed(base) {
			folders = append(folders, filepath.Join(base, "sentry1c-rings"))
		}
	}
	return folders
}

// isFixed tells whether a folder lies on a disk of this machine.
func isFixed(path string) bool {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(path) + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_FIXED
}

// freeDisk is how many bytes a user may still write where path lies; 0 is unknown.
func freeDisk(path string) int64 {
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
