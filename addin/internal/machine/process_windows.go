package machine

import "golang.org/x/sys/windows"

// Began is when the process with a number began; ok is false if there is none that runs.
func Began(pid int) (moment uint64, ok bool) {
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return 0, false
	}
	defer windows.CloseHandle(process)
	var created, ended, kernel, user windows.Filetime
	var code uint32
	if windows.GetProcessTimes(process, &created, &ended, &kernel, &user) != nil ||
		windows.GetExitCodeProcess(process, &code) != nil || code != stillActive {
		return 0, false // somebody holds a process that has ended
	}
	return uint64(created.HighDateTime)<<32 | uint64(created.LowDateTime), true
}

// stillActive is STILL_ACTIVE: the exit code of a process that runs.
const stillActive = 259
