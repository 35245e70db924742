package standin

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// zigTargets names the layouts' targets for zig, whose libc headers cover them all.
var zigTargets = map[string]string{
	"linux/amd64":   "x86_64-linux-gnu",
	"linux/arm64":   "aarch64-linux-gnu",
	"linux/386":     "x86-linux-gnu",
	"windows/amd64": "x86_64-windows-gnu",
	"windows/arm64": "aarch64-windows-gnu",
	"windows/386":   "x86-windows-gnu",
	"darwin/amd64":  "x86_64-macos",
	"darwin/arm64":  "aarch64-macos",
}

// TestLayout asks compilers: the machine's own for its own target, and for all targets zig, if the variable HOST_ZIG holds the
// command that runs it ("python -m ziglang").
func TestLayout(t *testing.T) {
	native := runtime.GOOS + "/" + runtime.GOARCH
	zig := strings.Fields(os.Getenv("HOST_ZIG"))
	for target, l := range layouts {
		t.Run(target, func(t *testing.T) {
			var cc []string
			switch {
			case len(zig) > 0:
				cc = append(append(cc, zig...), "cc", "-target", zigTargets[target])
			case target == native:
				cc = compiler()
			default:
				t.Skip("HOST_ZIG does not name a compiler for other targets")
			}
			checkLayout(t, cc, l)
		})
	}
}

func checkLayout(t *testing.T, cc []string, l layout) {
	if _, err := exec.LookPath(cc[0]); err != nil {
		t.Skip("no C compiler: ", err)
	}
	args := append(cc[1:], "-std=c11", "-c", "-o", filepath.Join(t.TempDir(), "layout.o"), filepath.Join("testdata", "layout.c"))
	for name, value := range map[string]uintptr{
		"SIZE": l.size, "LENGTH": l.length, "ELEMENTS": l.elements, "VT": l.vt, "TM": l.tm,
	} {
		args = append(args, fmt.Sprintf("-D%s=%d", name, value))
	}
	out, err := exec.Command(cc[0], args...).CombinedOutput()
	switch {
	case err == nil:
	case strings.Contains(string(out), "file not found"), strings.Contains(string(out), "No such file"):
		t.Skipf("the compiler has no headers for this target:\n%s", out)
	default:
		t.Errorf("%v\n%s", err, out)
	}
}

func TestLayout_ofThisMachine(t *testing.T) {
	if abi.size == 0 {
		t.Fatalf("no layout for %s/%s", runtime.GOOS, runtime.GOARCH)
	}
	if got := VariantSize(); got != int(abi.size) {
		t.Errorf("VariantSize %d, want %d", got, abi.size)
	}
}
