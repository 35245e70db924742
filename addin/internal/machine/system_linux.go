package machine

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// osVersion names the distribution and the kernel.
func osVersion() (name, version, kernel string) {
	name = "Linux"
	if release, err := os.ReadFile("/etc/os-release"); err == nil {
		distribution := shellValue(string(release), "NAME")
		version = strings.TrimSpace(distribution + " " + shellValue(string(release), "VERSION_ID"))
	}
	var uts unix.Utsname
	if unix.Uname(&uts) == nil {
		kernel = unix.ByteSliceToString(uts.Release[:])
	}
	return name, version, kernel
}

// shellValue returns what a file of assignments such as os-release says of key.
func shellValue(file, key string) string {
	for line := range strings.Lines(file) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), key+"="); ok {
			return strings.Trim(value, `"'`)
		}
	}
	return ""
}
