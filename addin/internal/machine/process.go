package machine

import (
	"os"
	"path/filepath"
	"strings"
)

// Process is a process of this machine, as far as others can tell it from the next one
// with its number.
type Process struct {
	PID int
	// Name is that of its program.
	Name string
	// Began is when it began, in a unit of the system's: it is compared only.
	Began uint64
}

// ThisProcess asks the system.
func ThisProcess() Process {
	p := Process{PID: os.Getpid()}
	if program, err := os.Executable(); err == nil {
		p.Name = strings.TrimSuffix(filepath.Base(program), ".exe")
	}
	p.Began, _ = Began(p.PID)
	return p
}

// Runs reports whether a process is there still; known is false if this system does not
// tell.
func (p Process) Runs() (runs, known bool) {
	if p.PID <= 0 || p.Began == 0 {
		return false, false
	}
	began, ok := Began(p.PID)
	return ok && began == p.Began, true
}
