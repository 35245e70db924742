// Package isolate gives tests that attach the component a process of their own.
package isolate

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"sentry1c/build/kit/scratch"
	"sentry1c/native/standin"
)

// Variable marks a process that is isolated already, by Run or by whoever started it:
// one that cannot start itself again, such as a program for another processor.
const Variable = "SENTRY1C_ISOLATED"

// Run runs tests in a process of its own whose user has kept nothing yet: what an
// add-in finds of earlier processes, and leaves for later ones, lies in a temporary
// folder, and so do the temporary folders of the tests. The process ends as 1C ends. TestMain calls it with all that it has to do and
// passes the answer to os.Exit.
func Run(tests func() int) int {
	if os.Getenv(Variable) != "" {
		code := tests()
		if err := standin.Exit(code); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		return max(code, 1) // Exit does not return when all is well
	}
	dir, err := os.MkdirTemp("", "addin-state-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer Remove(dir)
	temporary := filepath.Join(dir, "tmp")
	if err := os.Mkdir(temporary, 0o700); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	// An add-in reads the environment that its process was started with.
	command := exec.Command(os.Args[0], os.Args[1:]...)
	command.Env = append(os.Environ(), Variable+"=1", "XDG_STATE_HOME="+dir, "LOCALAPPDATA="+dir)
	// Each copy of the library is a Go runtime beside that of the tests, and hands on the
	// signal by which that one interrupts itself: through many of them, one on the stack of another.
	command.Env = append(command.Env, "GODEBUG=asyncpreemptoff=1")
	for _, name := range scratch.Variables {
		command.Env = append(command.Env, name+"="+temporary)
	}
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = command.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return max(exit.ExitCode(), 1)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
