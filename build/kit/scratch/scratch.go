// Package scratch keeps together what tests leave in temporary folders. What the product
// starts goes on when a test has ended, and makes folders again that somebody removed, as
// it should; so the last word belongs to who ends the tests of a package.
package scratch

import (
	"fmt"
	"os"
	"time"
)

// Variables say where temporary folders are made, on any system.
var Variables = []string{"TMPDIR", "TMP", "TEMP"}

// Run runs tests, and the processes that they start, with temporary folders in one that is
// removed when all have ended. TestMain passes its answer to os.Exit.
func Run(tests func() int) int {
	dir, err := os.MkdirTemp("", "sentry1c-tests-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer Remove(dir)
	for _, name := range Variables {
		if err := os.Setenv(name, dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return tests()
}

// Remove removes a folder in which somebody may still be writing. Windows keeps a library
// that is loaded.
func Remove(dir string) {
	for range 100 {
		if os.RemoveAll(dir) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}
