//go:build !linux

package killtest

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// mount is a file system in memory, which only Linux lets a test make.
type mount struct{}

func (mount) make() error { return errors.ErrUnsupported }

func ownFileSystems() *syscall.SysProcAttr { return nil }

// memoryAtStart is not measured here.
var memoryAtStart int64

func memoryInUse() int64 { return 0 }

// ringFolder is where rings lie that outlive their processes. The folder of the user is
// the test's own (TestMain).
func ringFolder() string { return filepath.Join(os.Getenv("LOCALAPPDATA"), "sentry1c-rings") }

// quickFolder would be one in memory.
func quickFolder(_ *testing.T, otherwise string) string { return otherwise }

// leavesNothing: Windows lets a process that ends remove nothing; the next one does.
const leavesNothing = false

// maxUndead is how many groups may be left out because a process of theirs would not
// end: Wine stops threads wherever they are, and one that held a lock of Wine's keeps
// the others of its process, and its files, for ever.
const maxUndead = 5

// wantKills is a test's share of the time of a slow emulator.
const wantKills = 25
