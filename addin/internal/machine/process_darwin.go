package machine

import "golang.org/x/sys/unix"

// Began is when the process with a number began; ok is false if there is none.
func Began(pid int) (moment uint64, ok bool) {
	info, err := unix.SysctlKinfoProc("kern.proc.pid", pid)
	if err != nil || int(info.Proc.P_pid) != pid {
		return 0, false
	}
	began := info.Proc.P_starttime
	return uint64(began.Sec)*1e6 + uint64(began.Usec), true
}
