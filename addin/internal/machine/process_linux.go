package machine

import (
	"bytes"
	"os"
	"strconv"
)

// Began is when the process with a number began; ok is false if there is none. It is the
// 22nd field of its stat (proc_pid_stat(5)): the second, a name in brackets, may hold blanks.
func Began(pid int) (moment uint64, ok bool) {
	content, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0, false
	}
	fields := bytes.Fields(content[bytes.LastIndexByte(content, ')')+1:])
	const startTime = 22 - 3 // the first of them is the third of all
	if len(fields) <= startTime {
		return 0, false
	}
	moment, err = strconv.ParseUint(string(fields[startTime]), 10, 64)
	return moment, err == nil
}
