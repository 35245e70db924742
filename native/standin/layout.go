package standin

import "runtime"

// layout says where the fields of 1C's tVariant lie. The union starts at 0.
//
// The size is decided by struct tm inside the union (glibc and Darwin add tm_gmtoff and tm_zone) and by the alignment of
// 64-bit integers, which is 4 on Linux i386 and 8 elsewhere; hence a table and not one structure.
type layout struct {
	size     uintptr
	length   uintptr // strLen, wstrLen: the second half of the string structures
	elements uintptr // cbElements
	vt       uintptr
	tm       uintptr // sizeof(struct tm)
}

var (
	layoutUnix64    = layout{size: 64, length: 8, elements: 56, vt: 60, tm: 56}
	layoutLinux32   = layout{size: 52, length: 4, elements: 44, vt: 48, tm: 44}
	layoutWindows64 = layout{size: 48, length: 8, elements: 40, vt: 44, tm: 36}
	layoutWindows32 = layout{size: 48, length: 4, elements: 40, vt: 44, tm: 36}
)

var layouts = map[string]layout{
	"linux/amd64":   layoutUnix64,
	"linux/arm64":   layoutUnix64,
	"darwin/amd64":  layoutUnix64,
	"darwin/arm64":  layoutUnix64,
	"linux/386":     layoutLinux32,
	"windows/amd64": layoutWindows64,
	"windows/arm64": layoutWindows64,
	"windows/386":   layoutWindows32,
}

// abi is the layout of the machine the host runs on.
var abi = layouts[runtime.GOOS+"/"+runtime.GOARCH]

// VariantSize is sizeof(tVariant) on this machine.
func VariantSize() int { return int(abi.size) }
