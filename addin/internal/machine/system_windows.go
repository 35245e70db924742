package machine

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// osVersion asks the kernel itself: the usual calls tell a program without a
// manifest that it runs on Windows 8.
func osVersion() (name, version, kernel string) {
	v := windows.RtlGetVersion()
	version = fmt.Sprintf("%d.%d.%d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
	return "Windows", version, version
}
