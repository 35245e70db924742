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
// outlives the process. A profile on a network drive is no place for them, nor is a folder that
// another user made in a place for all: who reads rings believes where they say that files lie.
func RingFolders(getenv func(string) (string, bool)) []string {
	var folders []string
	for _, base := range append(stateFolders(getenv), os.TempDir()) {
		rings := filepath.Join(base, "sentry1c-rings")
		if filepath.IsAbs(base) && isFixed(base) && !isForeign(rings) {
			folders = append(folders, rings)
		}
	}
	return folders
}

// isForeign reports whether a folder is there and belongs to somebody else than this user, the
// administrators and the system.
func isForeign(path string) bool {
	security, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return false // it is not there, or cannot be asked, and then it cannot be used either
	}
	owner, _, err := security.Owner()
	return err != nil || owner == nil || !isTrusted(owner)
}

func isTrusted(owner *windows.SID) bool {
	if owner.IsWellKnown(windows.WinBuiltinAdministratorsSid) || owner.IsWellKnown(windows.WinLocalSystemSid) {
		return true
	}
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	return err == nil && owner.Equals(user.User.Sid)
}

// isFixed reports whether a folder lies on a disk of this machine.
func isFixed(path string) bool {
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(path) + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_FIXED
}
