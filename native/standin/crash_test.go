package standin

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// crashes names what is done in a process of its own, which must not survive it.
var crashes = map[string]func(t *testing.T, o *Object){
	"an over-read of an object with guard pages": func(t *testing.T, o *Object) {
		guarded := create(t, o.Library(), WithGuardPages())
		_, _ = guarded.Call("OverRead", "text")
	},
	"an over-read of a guarded value": func(_ *testing.T, o *Object) { _, _ = o.Call("OverRead", PWStr("text").Guard()) },
	"a read of a kept pointer": func(_ *testing.T, o *Object) {
		_, _ = o.Call("KeepPointer", PWStr("text").Guard())
		_, _ = o.Call("TouchKept")
	},
}

const crashVariable = "HOST_TEST_CRASH"

func TestGuardPages_endTheProcess(t *testing.T) {
	if name := os.Getenv(crashVariable); name != "" {
		crashes[name](t, create(t, open(t)))
		return
	}
	libraryPath(t, "") // skips where there is none
	for name := range crashes {
		t.Run(name, func(t *testing.T) {
			c := exec.Command(os.Args[0], "-test.run=^TestGuardPages_endTheProcess$")
			c.Env = append(os.Environ(), crashVariable+"="+name)
			out, err := c.CombinedOutput()
			if errors.Is(err, syscall.ENOEXEC) {
				t.Skip("an emulated test cannot start itself: ", err)
			}
			if err == nil || !faulted(string(out)+err.Error()) {
				t.Errorf("the process went on: %v\n%s", err, out)
			}
		})
	}
}

func faulted(out string) bool {
	for _, sign := range []string{"SIGSEGV", "SIGBUS", "0xc0000005", "unexpected signal"} {
		if strings.Contains(out, sign) {
			return true
		}
	}
	return false
}

// TestKeptPointers_readPattern is the milder way without guard pages: what was freed is overwritten.
func TestKeptPointers_readPattern(t *testing.T) {
	o := create(t, open(t))
	if _, err := o.Call("KeepPointer", "text"); err != nil {
		t.Fatal(err)
	}
	if got, err := o.Call("TouchKept"); err != nil || got != int64(0xDDDD) {
		t.Errorf("%#x, %v", got, err)
	}
}
