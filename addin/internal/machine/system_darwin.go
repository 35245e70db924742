package machine

import "golang.org/x/sys/unix"

// osVersion names the product version and the kernel.
func osVersion() (name, version, kernel string) {
	version, _ = unix.Sysctl("kern.osproductversion")
	kernel, _ = unix.Sysctl("kern.osrelease")
	return "macOS", version, kernel
}
