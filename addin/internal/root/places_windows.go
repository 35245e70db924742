package root

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

func stateFolders(getenv func(string) (string, bool)) []string {
	local, _ := getenv("LOCALAPPDATA")
	return []string{local, home("AppData", "Local")}
}

func Shared() string { return userFolder(os.TempDir()) }

// RingFolders: files marked as temporary stay in the cache of the system, which
// outlives the process. A profile on a network drive is no place for them.
func RingFolders(getenv func(string) (string, bool)) []string {
	var folders []string
	for _, base := range append(stateFolders(getenv), os.TempDir()) {
		if filepath.IsAbs(base) && isFixed(base) {
			folders = append(folders, filepath.Join(base, "sentry1c-rings"))
		}
	}
	return folders
}

// isFixed reports whether a folder lies on a disk of this machine.
func isFixed(path string) bool {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(path) + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_FIXED
}
